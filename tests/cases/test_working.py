"""Working a case through its pages: sessions, moves, goals, measures, notes, the person."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from app import clocks
from app.actions import plan, sessions
from app.actions.sessions import NewSession
from app.models import (
    Attendance,
    AttendanceStatus,
    Case,
    CaseDate,
    CaseState,
    Goal,
    GoalResult,
    MeasureTaken,
    Note,
    Person,
    SafeContact,
    Session,
    SessionState,
)
from tests.cases.pages import day_boxes, version_on
from tests.visits import Visits, text_of
from tests.world import World


def rows(world: World, table: Any, case: Case) -> list[Any]:
    with world.as_(world.worker) as database:
        found = select(table).where(col(table.case_id) == case.id).order_by(col(table.id))
        return list(database.exec(found).all())


def a_session(**other: str) -> dict[str, str]:
    """The boxes of a session yesterday at ten."""
    boxes = {"status": "attended", "kind": "home-visit", "at": "10am", "minutes": "60"}
    return boxes | day_boxes("on", clocks.today()) | {"at": "0:01"} | other


def test_a_session_is_recorded_and_the_next_one_planned_in_one_press(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker = visit(world.worker)
    tomorrow = clocks.today() + timedelta(days=1)
    boxes = a_session(note="Talked about school", next_at="2pm") | day_boxes("next_on", tomorrow)
    answer = worker.post(f"/cases/{case.id}/sessions/new", boxes)
    said = text_of(answer)
    assert "Session recorded." in said
    assert "Home visit: attended, 60 minutes" in said
    assert "Talked about school" in said
    assert "2pm" in said
    held, planned = rows(world, Attendance, case)
    assert (held.status, planned.status) == (AttendanceStatus.attended, AttendanceStatus.expected)


def test_a_double_click_is_one_session(world: World, visit: Visits) -> None:
    case = world.case()
    worker, key = visit(world.worker), str(uuid4())
    for _press in range(2):
        answer = worker.post(f"/cases/{case.id}/sessions/new", a_session(), key=key)
        assert answer.status_code == 200
    assert len(rows(world, Attendance, case)) == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    world: World, visit: Visits
) -> None:
    case = world.case()
    boxes = a_session(note="Kept words", minutes="many", status="", next_at="2pm")
    boxes |= day_boxes("on", clocks.today() - timedelta(days=400))
    answer = visit(world.worker).post(f"/cases/{case.id}/sessions/new", boxes)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "Kept words" in answer.text
    for name in ("minutes", "status"):
        assert f'href="#{name}"' in answer.text
    assert rows(world, Attendance, case) == []
    early = a_session() | day_boxes("on", clocks.today() - timedelta(days=400))
    answer = visit(world.worker).post(f"/cases/{case.id}/sessions/new", early)
    assert answer.status_code == 422
    assert "The referral came on" in text_of(answer)


def test_the_form_in_place_is_drawn_again_in_place(world: World, visit: Visits) -> None:
    case = world.case()
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    worker = visit(world.worker)
    form = worker.get(f"/cases/{case.id}/sessions/new", headers=part)
    assert "<html" not in form.text
    assert 'hx-target="#in-place"' in form.text
    wrong = worker.post(f"/cases/{case.id}/sessions/new", {"note": "Kept"}, headers=part)
    assert wrong.status_code == 422
    assert "<html" not in wrong.text
    assert "Kept" in wrong.text
    right = worker.post(f"/cases/{case.id}/sessions/new", a_session(), headers=part)
    assert right.headers["HX-Redirect"] == f"/cases/{case.id}?done=session-recorded"


def planned(world: World, case: Case, *, past: bool = False) -> Session:
    """A session planned for tomorrow, or one that is over by a minute."""
    before = clocks.now() - timedelta(minutes=30)
    with clocks.turned_to(before), world.as_(world.worker) as database:
        ends = timedelta(minutes=29) if past else timedelta(days=1)
        new = NewSession(kind="community", starts_at=before + ends)
        return sessions.plan(database, database.find(Case, case.id), new)


def test_did_not_attend_takes_two_clicks_and_can_be_corrected(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody(born_on=date(clocks.today().year - 14, 1, 2)))
    session = planned(world, case, past=True)
    worker = visit(world.worker)
    page = worker.get(f"/cases/{case.id}").text
    assert f'action="/cases/{case.id}/sessions/{session.id}/missed"' in page
    assert "Was not brought" in page
    boxes = {"status": "did-not-attend"}
    said = text_of(worker.post(f"/cases/{case.id}/sessions/{session.id}/missed", boxes, version=1))
    assert "Meeting in the community: did not attend" in said
    again = worker.get(f"/cases/{case.id}/sessions/{session.id}/mark").text
    assert "Correct a session" in again
    worker.post(
        f"/cases/{case.id}/sessions/{session.id}/mark",
        {"status": "late", "note": "Came after all"},
        version=version_on(again),
    )
    (place,) = rows(world, Attendance, case)
    assert (place.status, place.note) == (AttendanceStatus.late, "Came after all")


def test_an_adult_is_not_brought(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody(born_on=date(clocks.today().year - 22, 1, 2)))
    session = planned(world, case, past=True)
    worker = visit(world.worker)
    assert "Was not brought" not in worker.get(f"/cases/{case.id}").text
    answer = worker.post(
        f"/cases/{case.id}/sessions/{session.id}/mark", {"status": "not-brought"}, version=1
    )
    assert answer.status_code == 422


def test_a_session_to_come_is_called_off(world: World, visit: Visits) -> None:
    case = world.case()
    session = planned(world, case)
    worker = visit(world.worker)
    boxes = {"status": "cancelled-by-person"}
    worker.post(f"/cases/{case.id}/sessions/{session.id}/missed", boxes, version=1)
    found = world.again(session, by=world.worker)
    assert (found.state, found.cancelled_by) == (SessionState.cancelled, "person")


def test_a_mark_on_an_older_page_keeps_what_was_typed_and_says_what_changed(
    world: World, visit: Visits
) -> None:
    case = world.case()
    session = planned(world, case, past=True)
    worker, other = visit(world.worker), visit(world.second_worker)
    url = f"/cases/{case.id}/sessions/{session.id}/mark"
    other.post(url, {"status": "did-not-attend"}, version=1)
    answer = worker.post(url, {"status": "attended", "note": "My long note"}, version=1)
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Somebody else changed this" in said
    assert "Did not attend" in said
    assert "My long note" in answer.text
    # Saving again from this page is a decision: it goes on from the newest version.
    worker.post(
        url, {"status": "attended", "note": "My long note"}, version=version_on(answer.text)
    )
    (place,) = rows(world, Attendance, case)
    assert place.status == AttendanceStatus.attended


def test_an_attempt_is_not_a_contact(world: World, visit: Visits) -> None:
    case = world.case()
    boxes = {"method": "phone", "at": "0:01"} | day_boxes("on", clocks.today())
    said = text_of(visit(world.worker).post(f"/cases/{case.id}/sessions/attempt", boxes))
    assert "Tried to make contact: not reached" in said
    found = world.again(case, by=world.worker)
    assert found.first_attempt_at is not None
    assert found.first_contact_at is None


def test_agreement_pause_resume(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}"
    version = version_on(worker.get(f"{path}/engage").text)
    boxes = day_boxes("agreed_on", clocks.today())
    assert "Active" in text_of(worker.post(f"{path}/engage", boxes, version=version))
    stale = worker.post(f"{path}/engage", boxes, version=version)
    assert stale.status_code == 409
    review = day_boxes("review_on", clocks.today() + timedelta(days=20))
    version = version_on(worker.get(f"{path}/pause").text)
    assert worker.post(f"{path}/pause", {"reason": "tired", **review}).status_code == 422
    said = worker.post(f"{path}/pause", {"reason": "hospital", **review}, version=version)
    assert "Case paused." in said.text
    version = version_on(worker.get(f"{path}/resume").text)
    assert "Case resumed." in worker.post(f"{path}/resume", version=version).text
    assert world.again(case, by=world.worker).state == CaseState.active


def test_closing_asks_for_each_goal_and_follows_the_reason(world: World, visit: Visits) -> None:
    case = world.case()
    world.engage(case)
    with world.as_(world.worker) as database:
        goal = plan.set_goal(
            database,
            database.find(Case, case.id),
            words="Back to school",
            domain="education",
            set_on=clocks.today(),
        )
    worker, path = visit(world.worker), f"/cases/{case.id}/close"
    page = worker.get(path)
    assert "Back to school" in page.text
    assert "not taken at the end" in text_of(page)
    boxes = {"reason": "disengaged", "planned": "usual", "person_view": "It was all right"}
    refused = worker.post(path, boxes, version=version_on(page.text))
    assert refused.status_code == 422
    assert f'href="#goal-{goal.id}"' in refused.text
    assert f'id="goal-{goal.id}"' in refused.text
    assert "It was all right" in refused.text
    done = worker.post(
        path, boxes | {f"goal-{goal.id}": "partly"}, version=version_on(refused.text)
    )
    assert "Case closed." in done.text
    found = world.again(case, by=world.worker)
    assert (found.state, found.close_reason, found.planned) == (
        CaseState.closed,
        "disengaged",
        False,
    )
    assert found.person_view == "It was all right"
    assert world.again(goal, by=world.worker).result == GoalResult.partly


def test_planned_can_be_changed_and_a_manager_reopens(world: World, visit: Visits) -> None:
    case = world.case()
    path = f"/cases/{case.id}"
    worker = visit(world.worker)
    version = version_on(worker.get(f"{path}/close").text)
    worker.post(f"{path}/close", {"reason": "moved", "planned": "yes"}, version=version)
    assert world.again(case, by=world.worker).planned is True
    assert worker.post(f"{path}/reopen").status_code == 409
    manager = visit(world.manager)
    version = version_on(manager.get(f"{path}/reopen").text)
    assert "Case reopened." in manager.post(f"{path}/reopen", version=version).text
    assert worker.post(f"{path}/sessions/new", a_session()).status_code == 200


def test_a_goal_is_set_and_ends(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/plan"
    boxes = {"words": "“See mum” 🙂", "domain": "family"} | day_boxes("set_on", clocks.today())
    assert worker.post(f"{path}/goals/new", boxes | {"domain": "luck"}).status_code == 422
    assert "“See mum” 🙂" in worker.post(f"{path}/goals/new", boxes).text
    (goal,) = rows(world, Goal, case)
    ended = {"result": "achieved"} | day_boxes("on", clocks.today())
    assert "Achieved" in text_of(worker.post(f"{path}/goals/{goal.id}", ended, version=1))
    late = worker.post(f"{path}/goals/{goal.id}", ended | {"result": "partly"}, version=1)
    assert late.status_code == 409
    assert "Achieved" in text_of(late)


def test_somebody_elses_goal_is_not_of_this_case(world: World, visit: Visits) -> None:
    mine, other = world.case(), world.case()
    with world.as_(world.worker) as database:
        goal = plan.set_goal(
            database,
            database.find(Case, other.id),
            words="x",
            domain="family",
            set_on=clocks.today(),
        )
    assert visit(world.worker).get(f"/cases/{mine.id}/plan/goals/{goal.id}").status_code == 404


def test_measures_stand_side_by_side(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/plan/measures"
    day = day_boxes("taken_on", clocks.today())
    wrong = worker.post(f"{path}/baseline", {"confidence": "11"} | day)
    assert wrong.status_code == 422
    assert "from 0 to 10" in text_of(wrong)
    assert worker.post(f"{path}/baseline", day).status_code == 422
    both = worker.post(f"{path}/baseline", {"confidence": "3", "confidence-why": "no-time"} | day)
    assert both.status_code == 422
    worker.post(f"{path}/baseline", {"confidence": "3", "safety-why": "did-not-want"} | day)
    exit_form = worker.get(f"{path}/exit")
    assert "Last time: 3" in text_of(exit_form)
    said = text_of(worker.post(f"{path}/exit", {"confidence": "7", "safety": "8"} | day))
    assert "Better" in said
    assert "Not asked: they did not want to" in said
    assert len(rows(world, MeasureTaken, case)) == 4
    assert worker.get(f"{path}/birthday").status_code == 404


def test_a_licensed_measure_shows_no_question(world: World, visit: Visits) -> None:
    case = world.case()
    page = text_of(visit(world.worker).get(f"/cases/{case.id}/plan/measures/baseline"))
    assert "SDQ total" in page
    assert "Score only" in page


def test_a_note_is_added_to_and_never_changed(world: World, visit: Visits) -> None:
    case, other = world.case(), world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/notes/new"
    worker.post(path, {"words": "Lives with aunt"})
    (note,) = rows(world, Note, case)
    assert "Lives with aunt" in worker.get(f"{path}?adds_to={note.id}").text
    said = text_of(worker.post(path, {"words": "With uncle", "adds_to": str(note.id)}))
    assert "Added to the note of" in said
    assert "Lives with aunt" in said
    elsewhere = f"/cases/{other.id}/notes/new?adds_to={note.id}"
    assert worker.get(elsewhere).status_code == 404


def test_the_next_action_keeps_both_when_two_edit(world: World, visit: Visits) -> None:
    case = world.case()
    worker, other, path = visit(world.worker), visit(world.manager), f"/cases/{case.id}/next"
    version = version_on(worker.get(path).text)
    other.post(path, {"words": "Call the school"}, version=version)
    answer = worker.post(path, {"words": "Call mum"}, version=version)
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Call the school" in said
    assert 'value="Call mum"' in answer.text
    assert "Next action changed" in said
    assert (
        "Call mum" in worker.post(path, {"words": "Call mum"}, version=version_on(answer.text)).text
    )


def test_risk_and_level_are_codes_of_their_lists(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}"
    assert worker.post(f"{path}/risk", {"risk": "enormous"}).status_code == 422
    assert "Risk: high" in text_of(worker.post(f"{path}/risk", {"risk": "high"}))
    assert worker.post(f"{path}/level", {"level": "informed"}).status_code == 422
    assert "Scaffold" in text_of(worker.post(f"{path}/level", {"level": "scaffold"}))


def test_a_release_date_moves_and_the_old_one_stays(world: World, visit: Visits) -> None:
    release = clocks.today() + timedelta(days=60)
    answers = {"reason": ["release"], "strand": "custody", "release_date": release.isoformat()}
    referral = world.refer("resettlement", by=world.referrer, answers=answers, source="prison")
    case = world.accept(referral, by=world.rival_manager, worker=world.rival_worker)
    worker, path = visit(world.rival_worker), f"/cases/{case.id}/dates/release_date"
    first = day_boxes("falls_on", release)
    worker.post(path, first | {"confidence": "expected"})
    moved = clocks.today() + timedelta(days=90)
    page = text_of(worker.post(path, day_boxes("falls_on", moved)))
    assert f"{moved.day} {moved:%B %Y}" in page
    assert "Earlier:" in page
    with world.as_(world.rival_worker) as database:
        kept = database.exec(select(CaseDate).where(col(CaseDate.case_id) == case.id)).all()
    assert {row.falls_on for row in kept} == {release, moved}
    assert worker.get(f"/cases/{case.id}/dates/wedding").status_code == 404


def test_the_persons_details_are_corrected(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/person"
    page = worker.get(path)
    assert "Zebedee" in page.text
    boxes = {
        "preferred_name": "Zeb",
        "family_name": "Testcase",
        "sex": "M",
        "ethnicity": "B1",
        "phone": "07700 900456",
        "may_call": "no",
        "may_text": "yes",
        "may_leave_message": "not-known",
        "area": "E08000026",
        **day_boxes("born_on", date(2009, 5, 6)),
    }
    wrong = worker.post(path, boxes | {"phone": "12", "nhs_number": "999 000 0019"})
    assert wrong.status_code == 422
    assert 'href="#phone"' in wrong.text
    version = version_on(page.text)
    said = text_of(worker.post(path, boxes, version=version))
    assert "Zeb Testcase" in said
    assert "Do not call" in said
    with world.as_(world.worker) as database:
        person = database.find(Person, case.person_id)
        contact = database.find(SafeContact, case.person_id)
    assert (person.born_on, person.area) == (date(2009, 5, 6), "E08000026")
    assert (contact.phone, contact.may_call, contact.may_leave_message) == (
        "+447700900456",
        False,
        None,
    )
    stale = worker.post(path, boxes | {"preferred_name": "Late"}, version=version)
    assert stale.status_code == 409
    assert 'value="Late"' in stale.text
