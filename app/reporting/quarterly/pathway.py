"""From referral to outcome: how far people came in the quarter, and what was done with them."""

from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, steps

FUNNEL = ("referrals-received", "referrals-accepted", "first-contacts", "engaged", "planned-exits")
SESSIONS = (
    "sessions-offered", "sessions-attended", "sessions-missed", "sessions-cancelled", "share-attended",
)  # fmt: skip
ONWARD = ("onward-made", "onward-accepted")


def draw(told: Told) -> tuple[Figure, ...]:
    """The steps of the pathway, the places in sessions, and who was referred on."""
    return (
        steps(told.answer, told.before, FUNNEL),
        across("sessions", "Places in sessions", SESSIONS, told.answer, told.before),
        across("onward", "Onward referrals", ONWARD, told.answer, told.before),
    )
