"""The calendar by week, and the private address for a calendar program."""

import re
from datetime import UTC, timedelta

from sqlmodel import select

from app import clocks
from app.access import DatabaseRole
from app.actions import memberships, sessions
from app.actions.sessions import NewSession
from app.database import transaction
from app.models import CalendarFeed, Case, Membership, Session
from tests.cases.pages import statements
from tests.sessions.test_cover import go_away
from tests.visits import Visit, Visits, text_of
from tests.world import World


def plan(world: World, case: Case, hours: float = 30) -> Session:
    with world.as_(world.worker) as database:
        new = NewSession(
            kind="home-visit",
            starts_at=clocks.now() + timedelta(hours=hours),
            method="home",
            place="Flat 9, Secret Street",
        )
        return sessions.plan(database, database.find(Case, case.id), new)


def address(worker: Visit) -> str:
    """Make an address on the page; what stands there once."""
    found = re.search(r"/calendar/[\w-]+\.ics", worker.post("/calendar").text)
    assert found
    return found[0]


def test_the_week_is_one_list_of_seven_days(world: World, visit: Visits) -> None:
    plan(world, world.case(person=world.somebody("Weekly")))
    day = (clocks.now() + timedelta(hours=30)).astimezone(clocks.LONDON).date()
    worker = visit(world.worker)
    page = worker.get(f"/sessions?day={day}")
    assert page.text.count('class="app-week__name"') == 7
    assert "Weekly Testcase" in page.text
    assert "Move" in text_of(page)
    go_away(world, days=40)
    assert "is away" in text_of(visit(world.manager).get(f"/sessions?day={day}&who=team"))
    cover = visit(world.second_worker).get(f"/sessions?day={day}")
    assert f"For {world.worker.name}" in text_of(cover)
    with statements() as said:
        worker.get(f"/sessions?day={day}")
    assert len(said) <= 3, said


def test_a_calendar_program_reads_references_and_nothing_else(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Nameless"))
    session = plan(world, case)
    ics = address(visit(world.worker))
    answer = visit().get(ics)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "private, no-store"
    text = answer.text.replace("\r\n ", "")
    assert f"SUMMARY:{case.reference}: home visit\r\n" in text
    assert f"DTSTART:{session.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text
    for secret in ("Nameless", "Testcase", "Secret Street", world.worker.name):
        assert secret not in text
    with world.as_(world.worker) as database:
        sessions.cancel(database, database.find(Session, session.id, lock=True), by="person")
    assert case.reference not in visit().get(ics).text


def test_an_address_is_renewed_and_ended(world: World, visit: Visits) -> None:
    plan(world, world.case())
    worker = visit(world.worker)
    first = address(worker)
    second = address(worker)
    assert visit().get(first).status_code == 404
    assert visit().get(second).status_code == 200
    with transaction(role=DatabaseRole.signing_in) as database:
        kept = [one.token_hash for one in database.exec(select(CalendarFeed)).all()]
    assert not any(one in second for one in kept)
    assert second not in worker.get("/calendar").text
    assert "no longer works" in text_of(worker.post("/calendar/revoke"))
    assert visit().get(second).status_code == 404


def test_an_ended_role_ends_the_address(world: World, visit: Visits) -> None:
    ics = address(visit(world.worker))
    assert visit().get(ics).status_code == 200
    with transaction(role=DatabaseRole.administration) as database:
        row = database.find(Membership, world.worker.membership_id, lock=True)
        memberships.end_membership(database, row, reason=next(iter(memberships.EndReason)))
    assert visit().get(ics).status_code == 404


def test_each_reads_only_their_own(world: World, visit: Visits) -> None:
    case = world.case()
    plan(world, case)
    for viewer in (world.second_worker, world.rival_worker, world.men_worker):
        assert case.reference not in visit().get(address(visit(viewer))).text
    assert visit(world.commissioner).get("/calendar").status_code == 404
