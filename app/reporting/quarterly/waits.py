"""How long people waited for a first contact, with those still waiting in the count."""

from app.reporting.measure import By
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, broken_down

WAITING = (
    "contact-standards", "contact-in-standard", "contact-late", "share-in-standard",
    "median-wait", "unacted",
)  # fmt: skip


def draw(told: Told) -> tuple[Figure, ...]:
    """First contacts against the time each programme sets."""
    if told.is_alone:
        return (across("waiting", "First contact and waits", WAITING, told.answer, told.before),)
    return (
        broken_down(
            told.answer,
            By.programme,
            WAITING,
            "First contact and waits by programme",
            key="waiting",
        ),
    )
