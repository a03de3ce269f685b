"""My day and the manager's home: each number leads to its list, each line to its case."""

import re
from datetime import datetime, time, timedelta

from app import clocks
from app.actions import cases as working
from app.actions import referrals, restriction, sessions
from app.models import Case, Referral
from app.queries.my_day import due_things
from app.queries.my_sessions import sessions_of_mine
from app.queries.recently_viewed import recently_viewed
from app.queries.team import members, quality
from tests.visits import Visits, text_of
from tests.worklists.statements import counted, reads
from tests.world import World


def plan(world: World, case: Case, at: datetime) -> None:
    with world.as_(world.worker) as database:
        sessions.plan(
            database,
            database.find(Case, case.id),
            sessions.NewSession(kind="community", starts_at=at, method="community", minutes=60),
        )


def today_at(hour: int) -> datetime:
    return datetime.combine(clocks.today(), time(hour), clocks.LONDON)


def test_my_day_shows_today_what_is_late_and_what_is_new(world: World, visit: Visits) -> None:
    met = world.case(person=world.somebody("Meettoday"))
    world.meet(met)
    plan(world, met, today_at(23))
    late = world.case(person=world.somebody("Lateaction"))
    with world.as_(world.worker) as database:
        working.set_next(
            database,
            database.find(Case, late.id, lock=True),
            words="Ring the school",
            on=clocks.today() - timedelta(days=3),
        )
    answer = visit(world.worker).get("/")
    page = text_of(answer)
    assert "11pm" in page
    assert "with Meettoday Testcase" in page
    assert f"/cases/{met.id}/sessions/" in answer.text
    assert "Ring the school (overdue by 3 days)" in page
    assert "New for me (1)" in page
    assert "Lateaction" in page


def test_a_session_without_an_outcome_is_asked_for(world: World, visit: Visits) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=5)):
        case = world.case(person=world.somebody("Forgotten"))
        plan(world, case, clocks.now() + timedelta(days=1))
    page = text_of(visit(world.worker).get("/"))
    assert "Sessions to record (1)" in page
    assert "Forgotten" in page
    # Nobody came: two clicks here, and one is here again.
    worker = visit(world.worker)
    press = re.search(r'/cases/[^"]+/missed', worker.get("/").text)
    assert press is not None
    said = worker.post(press[0], {"status": "did-not-attend", "back": "day"}, version=1)
    assert (said.url.path, "Sessions to record" in text_of(said)) == ("/", False)


def test_clocks_that_ran_out_are_overdue(world: World, visit: Visits) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=10)):
        world.case(person=world.somebody("Clockedout"))
    page = text_of(visit(world.worker).get("/"))
    assert "First contact overdue by" in page


def test_outcomes_due_and_recently_viewed(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Baselineless"))
    world.engage(case)
    worker = visit(world.worker)
    worker.get(f"/cases/{case.id}")
    page = worker.get("/")
    assert "Outcomes due (1)" in text_of(page)
    assert f"/cases/{case.id}/plan" in page.text
    with world.as_(world.worker) as database:
        assert [one.reference for one in recently_viewed(database)] == [case.reference]


def test_recently_viewed_asks_for_permission_again(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Oncevisible"))
    second = visit(world.second_worker)
    second.get(f"/cases/{case.id}")
    with world.as_(world.second_worker) as database:
        assert len(recently_viewed(database)) == 1
    with world.as_(world.manager) as database:
        restriction.restrict(
            database, database.find(Case, case.id, lock=True), account_ids={world.worker.account_id}
        )
    with world.as_(world.second_worker) as database:
        assert recently_viewed(database) == []
    assert "Oncevisible" not in second.get("/").text


def test_an_opened_offer_is_recently_viewed_until_it_is_closed_to_us(
    world: World, visit: Visits
) -> None:
    referral = world.refer(person=world.somebody("Openedoffer"))
    manager = visit(world.manager)
    manager.get(f"/queue/{referral.id}")
    with world.as_(world.manager) as database:
        found = recently_viewed(database)
    assert [one.url for one in found] == [f"/queue/{referral.id}"]
    manager.post(f"/queue/{referral.id}/decline", {"reason": "no-capacity"})
    with world.as_(world.manager) as database:
        assert recently_viewed(database) == []


def test_a_day_is_ones_own(world: World) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=10)):
        case = world.case()
    plan(world, case, today_at(23))
    for viewer in (world.second_worker, world.rival_worker, world.men_worker):
        with world.as_(viewer) as database:
            assert sessions_of_mine(database) == []
            assert due_things(database) == []
    with world.as_(world.worker) as database:
        assert len(sessions_of_mine(database)) == 1
        assert due_things(database)


def test_the_managers_numbers_equal_their_lists(world: World, visit: Visits) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=20)):
        world.case(person=world.somebody("Silentone", born_on=None, age_given=15, ethnicity="NK"))
    world.meet(world.case(person=world.somebody("Metone")))
    unheld = world.refer(person=world.somebody("Nobodys"))
    with world.as_(world.manager) as database:
        referrals.accept(database, database.find(Referral, unheld.id, lock=True))
        team = {one.id: one for one in members(database)}
        found = quality(database)
    mine = team[world.worker.account_id]
    assert (mine.open_cases, mine.sessions, mine.no_contact) == (2, 1, 1)
    assert found.unallocated == 1
    assert found.no_contact == 1
    assert set(found.missing.values()) == {0, 1}
    manager = visit(world.manager)
    for url, number in (
        ("/cases?who=team&due=overdue", found.overdue),
        ("/cases?who=team&due=no-contact", found.no_contact),
        ("/cases?who=team&missing=birth-date", 1),
        (f"/cases?who={world.worker.account_id}", mine.open_cases),
        (f"/cases?who={world.worker.account_id}&due=overdue", mine.overdue),
        ("/cases?who=nobody", found.unallocated),
    ):
        assert f"All open ({number})" in text_of(manager.get(url)), url
    home = text_of(manager.get("/"))
    assert "Date of birth missing: 1" in home
    assert "1 case nobody holds" in home


def test_another_team_is_not_counted(world: World) -> None:
    world.case()
    with world.as_(world.rival_manager) as database:
        assert quality(database).open_cases == 0
        assert {one.id for one in members(database)} == {
            world.rival_manager.account_id,
            world.rival_worker.account_id,
        }


def test_homes_take_few_statements(world: World, visit: Visits) -> None:
    for name in ("One", "Two", "Three"):
        world.case(person=world.somebody(name))
        world.refer(person=world.somebody(f"Sent{name}"))
    for viewer, most in ((world.worker, 8), (world.manager, 12)):
        visitor = visit(viewer)
        visitor.get("/")
        with counted() as sent:
            assert visitor.get("/").status_code == 200
        assert len(reads(sent)) <= most, "\n\n".join(reads(sent))


def test_queue_pages_take_few_statements(world: World, visit: Visits) -> None:
    referral = world.refer()
    manager = visit(world.manager)
    manager.get(f"/queue/{referral.id}")
    for path, most in (("/queue", 2), (f"/queue/{referral.id}", 8), ("/queue/unallocated", 3)):
        with counted() as sent:
            manager.get(path)
        assert len(reads(sent)) <= most, "\n\n".join(reads(sent))
