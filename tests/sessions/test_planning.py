"""Planning ahead: series, moves, calling off, the cap, tries to reach somebody, the visit sheet."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import cases, planned_sessions, sessions
from app.actions.planned_sessions import Rhythm
from app.actions.sessions import NewSession
from app.models import Attendance, AttendanceStatus, Case, SchoolBreak, Session, SessionMove
from app.queries.school_breaks import is_bank_holiday
from tests.cases.pages import day_boxes, rows, version_on
from tests.visits import Visits, text_of
from tests.world import World

SOON = timedelta(days=7)


def plan_boxes(**other: str) -> dict[str, str]:
    day = clocks.today() + SOON
    return {"kind": "community", "at": "2pm", "every": "once"} | day_boxes("on", day) | other


def series(world: World, case: Case, number: int = 4) -> list[Session]:
    first = datetime.combine(clocks.today() + SOON, datetime.min.time(), clocks.LONDON) + timedelta(
        hours=14
    )
    with world.as_(world.worker) as database:
        own = database.find(Case, case.id)
        new = NewSession(kind="community", starts_at=first)
        return planned_sessions.plan_series(database, own, new, Rhythm(1, number=number))


def test_a_series_is_planned_in_one_press_and_leaves_bank_holidays_out(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker = visit(world.worker)
    path = f"/cases/{case.id}/sessions/plan"
    wrong = worker.post(path, plan_boxes(every="1"))
    assert wrong.status_code == 422
    assert 'href="#number"' in wrong.text
    said = text_of(worker.post(path, plan_boxes(every="1", number="10")))
    assert "Sessions planned" in said
    places = rows(world, Attendance, case)
    assert len(places) == 10
    with world.as_(world.worker) as database:
        days = [
            database.find(Session, one.session_id).starts_at.astimezone(clocks.LONDON)
            for one in places
        ]
    assert {day.hour for day in days} == {14}
    assert not any(is_bank_holiday(day.date()) for day in days)


def test_a_manager_plans_for_whoever_meets_them(world: World, visit: Visits) -> None:
    case = world.case()
    manager, path = visit(world.manager), f"/cases/{case.id}/sessions/plan"
    stranger = plan_boxes(led_by=str(world.rival_worker.account_id))
    assert manager.post(path, stranger).status_code == 422
    manager.post(path, plan_boxes(led_by=str(world.second_worker.account_id)))
    day = (clocks.today() + SOON).isoformat()
    assert case.reference in visit(world.second_worker).get(f"/sessions?day={day}").text
    assert case.reference not in manager.get(f"/sessions?day={day}").text


def test_a_series_keeps_its_hour_when_the_clocks_change_and_skips_what_is_closed() -> None:
    first = datetime(2026, 10, 20, 14, tzinfo=clocks.LONDON)
    half_term = date(2026, 10, 27)
    found = list(planned_sessions.moments(first, Rhythm(1, number=3), lambda day: day == half_term))
    assert [day.date().isoformat() for day in found] == ["2026-10-20", "2026-11-03", "2026-11-10"]
    assert [day.hour for day in found] == [14, 14, 14]
    last = list(
        planned_sessions.moments(first, Rhythm(2, until=date(2026, 11, 17)), lambda _day: False)
    )
    assert [day.date().isoformat() for day in last] == ["2026-10-20", "2026-11-03", "2026-11-17"]


def test_school_holidays_are_left_out_on_request(world: World, visit: Visits) -> None:
    case = world.case()
    away = clocks.today() + SOON + timedelta(days=7)
    with world.as_(world.worker) as database:
        row = SchoolBreak(
            organisation_id=world.worker.organisation_id,
            name="Half term",
            from_day=away,
            to_day=away + timedelta(days=4),
        )
        database.add(row)
        database.flush()
        database.record(row, "added")
    boxes = plan_boxes(every="1", number="3", school="yes")
    visit(world.worker).post(f"/cases/{case.id}/sessions/plan", boxes)
    with world.as_(world.worker) as database:
        found = [
            database.find(Session, one.session_id).starts_at.date()
            for one in rows(world, Attendance, case)
        ]
    assert len(found) == 3
    assert away not in found


def test_a_moved_session_tells_the_way_it_went(world: World, visit: Visits) -> None:
    case = world.case()
    (session, *_) = series(world, case, 2)
    worker, path = visit(world.worker), f"/cases/{case.id}/sessions/{session.id}/move"
    page = worker.get(path).text
    boxes = {"at": "4pm", "asked_by": "person", "reason": "school-work"}
    boxes |= day_boxes("on", clocks.today() + SOON + timedelta(days=1))
    said = text_of(worker.post(path, boxes, version=version_on(page)))
    assert "Session moved" in said
    assert "Moved: was" in said
    stale = worker.post(path, boxes, version=version_on(page))
    assert stale.status_code == 409
    assert "Somebody else changed this" in text_of(stale)
    history = text_of(worker.get(f"/cases/{case.id}/history"))
    assert "Session moved: the person asked, school or work" in history
    with world.as_(world.worker) as database:
        move = database.exec(
            select(SessionMove).where(col(SessionMove.session_id) == session.id)
        ).one()
        assert move.from_at == session.starts_at


def test_one_or_all_following_are_called_off(world: World, visit: Visits) -> None:
    case = world.case()
    made = series(world, case, 4)
    worker = visit(world.worker)
    path = f"/cases/{case.id}/sessions/{made[1].id}/cancel"
    page = worker.get(path)
    assert "3 in all" in text_of(page)
    boxes = {"by": "person", "which": "following"}
    assert "Called off" in text_of(worker.post(path, boxes, version=version_on(page.text)))
    statuses = {one.session_id: one.status for one in rows(world, Attendance, case)}
    assert statuses[made[0].id] == AttendanceStatus.expected
    assert {statuses[one.id] for one in made[1:]} == {AttendanceStatus.cancelled_by_person}


def test_the_cap_of_a_level_holds_until_a_manager_says_why_not(world: World, visit: Visits) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        cases.set_level(database, database.find(Case, case.id, lock=True), level="brief")
    world.meet(case)
    series(world, case, 2)
    worker, manager = visit(world.worker), visit(world.manager)
    refused = worker.post(f"/cases/{case.id}/sessions/plan", plan_boxes())
    assert refused.status_code == 409
    assert "3 of 3 sessions are used or planned" in text_of(refused)
    # What took place can always be recorded.
    world.meet(case)
    assert worker.get(f"/cases/{case.id}/sessions/more").status_code == 404
    more = {"most": "9", "reason": "Two moves of home in one month"}
    assert "More sessions allowed" in text_of(manager.post(f"/cases/{case.id}/sessions/more", more))
    said = text_of(worker.get(f"/cases/{case.id}/sessions"))
    assert "2 of 9 sessions with one person used, 2 planned" in said
    assert "Two moves of home" in said
    assert worker.post(f"/cases/{case.id}/sessions/plan", plan_boxes()).status_code == 200


def test_not_reachable_asks_for_a_reason_until_there_were_enough_tries(
    world: World, visit: Visits
) -> None:
    referral = world.refer()
    manager = visit(world.manager)
    offer = f"/queue/{referral.id}"
    tried = {"method": "phone", "outcome": "no-answer", "at": "0:00"}
    tried |= day_boxes("on", clocks.today())
    assert "Attempt at contact recorded" in text_of(manager.post(f"{offer}/attempt", tried))
    short = manager.post(f"{offer}/decline", {"reason": "not-reachable"}, version=1)
    assert short.status_code == 422
    assert 'href="#few"' in short.text
    case = world.accept(referral)
    worker = visit(world.worker)
    close = f"/cases/{case.id}/close"
    assert "1 attempt at contact so far, on 1 day" in text_of(worker.get(close))
    boxes = {"reason": "not-reachable", "planned": "usual"}
    page = worker.get(close).text
    answer = worker.post(close, boxes, version=version_on(page))
    assert answer.status_code == 422
    assert 'href="#few"' in answer.text
    done = worker.post(close, boxes | {"few": "not-safe"}, version=version_on(page))
    assert "Case closed" in text_of(done)
    said = text_of(worker.get(f"/cases/{case.id}/history"))
    assert "Closed after 1 attempt at contact: trying again would not be safe" in said


def test_the_visit_sheet_has_no_surname_and_no_way_to_find_them(
    world: World, visit: Visits
) -> None:
    person = world.somebody("Sheila")
    case = world.accept(world.refer(person=person))
    with world.as_(world.worker) as database:
        own = database.find(Case, case.id)
        new = NewSession(kind="community", starts_at=clocks.now() + SOON)
        session = sessions.plan(database, own, new)
    found = visit(world.worker).get(f"/cases/{case.id}/sheet?session={session.id}")
    said = text_of(found).split("Visit sheet,", 1)[1]
    assert "Sheila" in said
    assert case.reference in said
    assert "Testcase" not in said
    assert person.contact is not None
    assert str(person.contact.phone)[-6:] not in said
    assert visit(world.rival_worker).get(f"/cases/{case.id}/sheet").status_code == 404
