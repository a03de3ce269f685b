"""Who was reached: named people, head counts, professionals and estimates, each counted apart."""

from app.reporting.asked import may_ask_about
from app.reporting.coverage import Coverage, places_in_areas
from app.reporting.measure import By
from app.reporting.people_range import people_range
from app.reporting.quarterly.told import Told
from app.reporting.tables import NOTHING, Figure, Shown, across, broken_down, says_of

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
    "sessions-delivered", "training-sessions", "groups-met", "full-dose-groups", "settings-engaged",
    "shifts-planned", "shifts-delivered",
    "share-shifts", "staff-hours", "incidents", "de-escalated", "share-de-escalated",
)  # fmt: skip


def draw(told: Told) -> tuple[Figure, ...]:
    """Reach in all and by programme, commission, age and role."""
    answer, before = told.answer, told.before
    in_all = across(
        "reach", "Reach in all", ("people-reached", "people-unmatched", *COUNTED), answer, before
    )
    found = people_range(answer)
    if found and found.most:
        in_all = in_all._replace(finding=f"{in_all.finding} {found.text}")
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
        coverage(told),
    )


def coverage(told: Told) -> Figure:
    """The places that are engaged, of all that there are in the areas of each programme."""
    every = places_in_areas(told.database, may_ask_about(told.database))
    rows = []
    for line in told.answer.tables[By.programme].lines:
        there = every.get((By.programme, line.value.partition(":")[0]), 0)
        engaged = int(line.cells["settings-engaged"].value or 0)
        if not engaged:
            continue
        found = Coverage(engaged, there)
        share = Shown(NOTHING if found.share is None else f"{found.share}%", "", found.share)
        numbers = (Shown(f"{engaged:,}", "", engaged), Shown(f"{there:,}", "", there))
        rows.append((line.label, (*numbers, share)))
    best = max(rows, key=lambda row: row[1][2].value or 0, default=None)
    finding = (
        f"{best[0]}: {best[1][0].text} of {best[1][1].text} places of its kind in its areas are engaged."
        if best
        else "No place is engaged yet."
    )
    says = (
        ("Engaged", says_of("settings-engaged")),
        (
            "All there are",
            "Hospitals, practices, schools or routes of the programme's areas on our register.",
        ),
        ("Share", "Engaged places in a hundred of all."),
    )
    head = ("", "Engaged", "All there are", "Share")
    return Figure(
        "coverage", "Places engaged, of all in the areas", finding, head, tuple(rows), says
    )
