"""What is worked out from measures: medians, means, probabilities, and how complete the data is."""

from app.reporting.measure import By, Completeness, Statistic
from app.reporting.statistics import DAYS

KNOWN = (
    ("age", By.age, "Age"),
    ("sex", By.sex, "Sex"),
    ("ethnicity", By.ethnicity, "Ethnic group"),
    ("area", By.area, "Area"),
    ("source", By.source, "Who sent them"),
)
COMPLETENESS = {
    f"complete-{name}": Completeness(
        f"complete-{name}", f"{label} known", "referrals-received", by,
        f"Referrals received in the quarter for which this is known ({label.lower()}), of all received. "
        "“Prefer not to say” counts as known: it was asked.",
    )
    for name, by, label in KNOWN
}  # fmt: skip

STATISTICS = {
    statistic.key: statistic
    for statistic in (
        Statistic(
            "median-wait", "Median wait for first contact", "days", "referrals-received",
            "Days by which half of the referrals received in the quarter had a first contact. Those "
            "still waiting are included, with the time they have waited so far (Kaplan-Meier); a "
            "referral declined, withdrawn or closed without contact counts until that day.",
        ),
        *(
            Statistic(
                f"incidence-{day}", f"First contact within {day} day{'s' if day > 1 else ''}", "%",
                "referrals-received",
                f"Of a hundred referrals received in the quarter, how many had a first contact within "
                f"{day} day{'s' if day > 1 else ''}. Those still waiting are included for as long as they "
                "have waited; those declined, withdrawn or closed without contact stay among the hundred "
                "(Aalen-Johansen).",
                parts=By.wait,
            )
            for day in DAYS
        ),
        Statistic(
            "median-hours", "Median time to first contact", "hours", "first-contacts",
            "Half of the first contacts of the quarter came within so many hours of the referral, by the "
            "clock. Only those who were contacted are in it: the median wait is the fairer figure.",
        ),
        Statistic(
            "oldest-wait", "Longest wait for first contact", "days", "still-waiting",
            "Days since the oldest referral was received that waits for its first contact on the last "
            "day of the quarter (or today).",
            own_only=True,
        ),
        Statistic(
            "mean-change", "Mean change of scores", "points", "scores-paired",
            "Mean of last score less first score, on the measure's own scale.", by=(By.scale,),
        ),
    )
}  # fmt: skip
