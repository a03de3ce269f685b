"""What was asked for: who sent people, what was declined and why, what never became a referral."""

from app.reporting.measure import By
from app.reporting.quarterly.parts import parted
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, broken_down

DEMAND = (
    "referrals-received", "referrals-accepted", "referrals-declined", "referrals-withdrawn",
    "put-on-waiting-list", "unacted", "approaches",
)  # fmt: skip


def draw(told: Told) -> tuple[Figure, ...]:
    """Demand in all, by who sent it, and what became of what was declined."""
    in_all = across("demand", "What was asked for", DEMAND, told.answer, told.before)
    if told.is_alone:
        return (in_all,)
    return (
        in_all,
        broken_down(told.answer, By.source, ("referrals-received",), "Referrals by who sent them"),
        parted(told, By.whose, "referrals-declined", "Why referrals were declined", key="whose"),
        broken_down(
            told.answer, By.reason, ("referrals-declined",), "Referrals declined, by the reason given",
            key="declined",
        ),
        broken_down(
            told.answer, By.outcome, ("approaches",), "Offers that did not become a referral"
        ),
    )  # fmt: skip
