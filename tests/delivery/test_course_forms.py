"""Courses in pages: made, joined, one register in one press, corrected, made up, left."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app import clocks
from app.actions import restriction
from app.models import Case, Group
from tests.delivery import partnership
from tests.delivery.test_lesson_forms import boxes_of
from tests.referrals.pages import count, statements
from tests.visits import Visits, text_of
from tests.world import World


@pytest.fixture
def evening(world: World) -> tuple[Group, Case, Case, Any]:
    """A course three weeks on, two men on it, and its third session."""
    group = partnership.course(world)
    first, second = partnership.mans_case(world), partnership.mans_case(world, "Barnaby")
    partnership.on_course(world, group, first, second)
    with world.as_(world.men_worker) as database:
        session = partnership.sessions_of(database, group)[2]
    return group, first, second, session


Evening = tuple[Group, Case, Case, Any]


def test_a_course_is_made_with_its_weeks(world: World, visit: Visits) -> None:
    page, owen = f"/delivery/{world.commissions['dvpp'].id}/groups/new", visit(world.men_worker)
    said = {
        "name": "Tuesday course",
        "kind": "course",
        "number": "26",
        "at": "6pm",
        "minutes": "150",
    }
    assert owen.post(page, said).status_code == 422
    answer = owen.post(page, said | boxes_of(clocks.today(), "first_on"))
    assert "Number 26" in text_of(answer)
    assert "Nobody is on the course yet" in text_of(answer)


def test_somebody_is_put_on_a_course_and_taken_off(world: World, visit: Visits) -> None:
    group, case, owen = (
        partnership.course(world),
        partnership.mans_case(world),
        visit(world.men_worker),
    )
    base = f"/groups/{group.id}"
    assert owen.post(f"{base}/members", {}).status_code == 422
    answer = owen.post(f"{base}/members", {"case": str(case.id)})
    assert "Alphonse" in text_of(answer)
    assert owen.post(f"{base}/members", {"case": str(world.case().id)}).status_code == 404
    leave = answer.text.split(f"{base}/members/", 1)[1].split("/leave", 1)[0]
    gone = owen.post(f"{base}/members/{leave}/leave", boxes_of(clocks.today(), "left_on"))
    assert "1 left the course" in text_of(gone)


def test_the_whole_register_is_taken_in_one_press(
    world: World, visit: Visits, evening: Evening, owner: Engine
) -> None:
    group, here, absent, session = evening
    owen, page = visit(world.men_worker), f"/groups/{group.id}/sessions/{session.id}"
    shown = owen.get(page)
    assert shown.text.count('value="attended" checked') == 2, (
        "everybody is there until said otherwise"
    )
    said = {f"status-{here.id}": "attended", f"status-{absent.id}": "did-not-attend",
            f"note-{absent.id}": "Rang in the morning"}  # fmt: skip
    answer = owen.post(page, said, version=session.version)
    assert "Register saved" in text_of(answer)
    assert "1 of 2 came" in text_of(answer)
    assert "Number 3" in text_of(answer)
    seen = count(owner, "SELECT count(*) FROM event WHERE about_id = :id AND viewed", id=session.id)
    assert seen == 1, "names were shown, so it was recorded"


def test_a_register_lacks_nobody_and_keeps_what_was_said(
    world: World, visit: Visits, evening: Evening
) -> None:
    group, here, absent, session = evening
    page = f"/groups/{group.id}/sessions/{session.id}"
    answer = visit(world.men_worker).post(
        page, {f"status-{here.id}": "late"}, version=session.version
    )
    assert answer.status_code == 422
    assert f'href="#status-{absent.id}"' in answer.text
    assert "Select whether Barnaby Testcase came" in answer.text
    assert 'value="late" checked' in answer.text


def test_a_second_register_from_an_old_page_is_told(
    world: World, visit: Visits, evening: Evening
) -> None:
    group, here, absent, session = evening
    page = f"/groups/{group.id}/sessions/{session.id}"
    said = {f"status-{here.id}": "attended", f"status-{absent.id}": "late"}
    visit(world.men_worker).post(page, said, version=session.version)
    answer = visit(world.men_manager).post(
        page, said | {f"status-{here.id}": "did-not-attend"}, version=session.version
    )
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text


def test_a_missed_evening_is_made_up(world: World, visit: Visits, evening: Evening) -> None:
    group, here, absent, session = evening
    owen, base = visit(world.men_worker), f"/groups/{group.id}"
    said = {f"status-{here.id}": "attended", f"status-{absent.id}": "did-not-attend"}
    owen.post(f"{base}/sessions/{session.id}", said, version=session.version)
    page = f"{base}/make-up?case={absent.id}"
    assert "Number 3" in text_of(owen.get(page))
    made = {"module": "3", "at": "0:00", "status": "attended", "minutes": "90"} | boxes_of(
        clocks.today()
    )
    assert owen.post(page, made | {"module": "2"}).status_code == 422
    assert "Make-up session recorded" in text_of(owen.post(page, made))
    assert "missed nothing that is not made up" in text_of(owen.get(page))


def test_a_session_to_come_is_cancelled_or_added(
    world: World, visit: Visits, evening: Evening
) -> None:
    group, *_ = evening
    with world.as_(world.men_worker) as database:
        last = partnership.sessions_of(database, group)[-1]
    owen, base = visit(world.men_worker), f"/groups/{group.id}"
    assert "still to come" in text_of(owen.get(f"{base}/sessions/{last.id}"))
    assert "Cancelled" in text_of(owen.post(f"{base}/sessions/{last.id}/cancel"))
    more = {"kind": "course", "at": "6pm"} | boxes_of(clocks.today())
    assert "Number 7" in text_of(owen.post(f"{base}/sessions/new", more))


def test_a_restricted_case_is_on_no_list_of_others(
    world: World, visit: Visits, evening: Evening
) -> None:
    group, here, _absent, session = evening
    with world.as_(world.men_manager) as database:
        found = database.find(Case, here.id, lock=True)
        restriction.restrict(database, found, account_ids={world.men_manager.account_id})
    for address in (f"/groups/{group.id}", f"/groups/{group.id}/sessions/{session.id}"):
        assert "Alphonse" not in visit(world.men_worker).get(address).text
        assert "Alphonse" in visit(world.men_manager).get(address).text


def test_pages_of_a_course_say_few_statements(
    world: World, visit: Visits, evening: Evening
) -> None:
    group, _here, _absent, session = evening
    owen = visit(world.men_worker)
    for address, most in (
        (f"/groups/{group.id}", 13),
        (f"/groups/{group.id}/sessions/{session.id}", 9),
    ):
        owen.get(address)
        with statements() as said:
            assert owen.get(address).status_code == 200
        assert len(said) <= most, "\n".join(said)
