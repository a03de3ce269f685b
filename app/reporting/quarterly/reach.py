"""Who was reached: named people, head counts, professionals and estimates, each counted apart."""

from app.reporting.measure import By
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, broken_down

NAMED = (
    "people-reached",
    "referrals-received",
    "referrals-accepted",
    "first-contacts",
    "engaged",
    "closed",
)
COUNTED = (
    "contacts",
    "headcount-people",
    "full-dose-people",
    "professionals",
    "sessions-delivered",
    "exposure",
)
WORK = (
    "sessions-delivered", "groups-met", "full-dose-groups", "shifts-planned", "shifts-delivered",
    "share-shifts", "staff-hours", "incidents", "de-escalated", "share-de-escalated",
)  # fmt: skip


def draw(told: Told) -> tuple[Figure, ...]:
    """Reach in all and by programme, commission, age and role."""
    answer, before = told.answer, told.before
    in_all = across("reach", "Reach in all", ("people-reached", *COUNTED), answer, before)
    work = across("groups", "Groups, lessons and routes", WORK, answer, before)
    if told.is_alone:
        return in_all, work
    return (
        in_all,
        broken_down(answer, By.programme, NAMED, "People and referrals by programme"),
        broken_down(answer, By.programme, COUNTED, "Head counts by programme", key="head-counts"),
        broken_down(answer, By.commission, NAMED, "People and referrals by commission"),
        broken_down(answer, By.age, (*NAMED, "contacts"), "People and referrals by age"),
        broken_down(answer, By.role, ("professionals",), "Professionals trained by role"),
        work,
        broken_down(answer, By.stage, ("settings",), "Places by stage"),
    )
