"""Every measure, declared once. The definitions are those of the minimum quarterly data set.

Named people, head counts, estimates and professionals are measures of their own and are never
added to each other. The period always decides by the day on which a thing happened.
"""

from app.reporting.measure import By, Measure, Share, Statistic
from app.reporting.measures.delivered import HEADCOUNTS, PLACES
from app.reporting.measures.named import OUTCOMES, PATHWAY, PEOPLE, STANDARD, WORK

MEASURES = {
    measure.key: measure
    for measure in (*PEOPLE, *PATHWAY, *STANDARD, *WORK, *OUTCOMES, *HEADCOUNTS, *PLACES)
}

SHARES = {
    share.key: share
    for share in (
        Share(
            "share-in-standard", "First contact in time", "contact-in-standard", "contact-standards",
            "First contacts in time as a share of those for which the programme sets a time.",
            better="more",
        ),
        Share(
            "share-planned", "Planned endings", "planned-exits", "closed",
            "Planned endings as a share of all cases closed in the quarter.", better="more",
        ),
        Share(
            "share-attended", "Attendance", "sessions-attended", "sessions-offered",
            "Places attended as a share of all places: attended, missed or cancelled.", better="more",
        ),
        Share(
            "share-achieved", "Goals achieved", "goals-achieved", "goals-ended",
            "Goals achieved as a share of goals whose result was said.", better="more",
        ),
        Share(
            "share-asked-again", "Reached again", "follow-ups-reached", "follow-ups",
            "Follow-ups in which the person was spoken with, as a share of all.", better="more",
        ),
        Share(
            "share-better", "Changed for the better", "scores-better", "scores-paired",
            "Pairs of scores that moved the way hoped for, as a share of all pairs.", better="more",
        ),
        Share(
            "share-de-escalated", "De-escalated", "de-escalated", "incidents",
            "Incidents calmed without the police as a share of all.", better="more",
        ),
        Share(
            "share-shifts", "Shifts delivered", "shifts-delivered", "shifts-planned",
            "Shifts delivered as a share of those planned.", better="more",
        ),
    )
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
        Statistic(
            "mean-change", "Mean change of scores", "points", "scores-paired",
            "Mean of last score less first score, on the measure's own scale.", by=(By.scale,),
        ),
    )
}  # fmt: skip


def parts_of(key: str) -> tuple[Measure, ...]:
    """The measures that add up to this one; empty where there are none."""
    return tuple(measure for measure in MEASURES.values() if measure.parts_of == key)


__all__ = [
    "HEADCOUNTS",
    "MEASURES",
    "OUTCOMES",
    "PATHWAY",
    "PEOPLE",
    "PLACES",
    "SHARES",
    "STANDARD",
    "STATISTICS",
    "WORK",
    "parts_of",
]
