"""From referral to outcome: how far people came in the quarter, and what was done with them."""

from app.reporting.measure import By
from app.reporting.quarterly.parts import parted
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, broken_down, steps

FUNNEL = (
    "referrals-received", "referrals-accepted", "first-contacts", "starts", "engaged", "planned-exits",
)  # fmt: skip
SESSIONS = (
    "sessions-offered", "sessions-attended", "sessions-missed", "sessions-cancelled", "share-attended",
)  # fmt: skip
ONWARD = ("onward-made", "onward-accepted")
SAFEGUARDING = (
    "concerns-raised", "safeguarding-referrals", "safeguarding-in-time", "safeguarding-late",
    "share-safeguarding-in-time",
)  # fmt: skip


def draw(told: Told) -> tuple[Figure, ...]:
    """The steps of the pathway, what became of referrals, places in sessions, who was referred on."""
    answer, before = told.answer, told.before
    funnel = steps(answer, before, FUNNEL)
    rest = (
        across("sessions", "Places in sessions", SESSIONS, answer, before),
        across("onward", "Onward referrals", ONWARD, answer, before),
        across("safeguarding", "Safeguarding", SAFEGUARDING, answer, before),
    )
    if told.is_alone:
        return funnel, *rest
    return (
        funnel,
        parted(
            told, By.wait, "referrals-received", "From referral to first contact", key="became"
        ),
        *rest,
        broken_down(
            answer, By.action, ("safeguarding-referrals",), "Safeguarding referrals, by to whom",
            key="safeguarded",
        ),
    )  # fmt: skip
