"""Sessions of a case: recorded, planned, marked, called off, corrected; and attempts at contact."""

import re
from datetime import date, timedelta
from uuid import uuid4

from app import clocks
from app.actions import sessions
from app.actions.sessions import NewSession
from app.models import Attendance, AttendanceStatus, Case, Session, SessionState
from tests.cases.pages import a_session, day_boxes, rows, version_on
from tests.visits import Visits, text_of
from tests.world import World


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
    # A minute ago, but on the day on which the case was opened.
    midnight = clocks.now().astimezone(clocks.LONDON).replace(hour=0, minute=0, second=0)
    starts = max(before + timedelta(minutes=29), midnight) if past else before + timedelta(days=1)
    with clocks.turned_to(before), world.as_(world.worker) as database:
        new = NewSession(kind="community", starts_at=starts)
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
    boxes = {"method": "phone", "at": "0:00"} | day_boxes("on", clocks.today())
    said = text_of(visit(world.worker).post(f"/cases/{case.id}/sessions/attempt", boxes))
    assert "Tried to make contact: not reached" in said
    found = world.again(case, by=world.worker)
    assert found.first_attempt_at is not None
    assert found.first_contact_at is None


def test_what_was_being_typed_comes_back_until_it_is_sent(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/notes/new"
    draft = re.search(r'name="_draft" value="([0-9a-f-]+)"', worker.get(path).text)
    assert draft
    saved = worker.post(f"/drafts/{draft[1]}?form={path}", {"words": "Half a sent"})
    assert "Draft saved" in saved.text
    back = worker.get(path)
    assert "Half a sent" in back.text
    assert "what you were typing" in text_of(back)
    assert "Half a sent" not in visit(world.second_worker).get(path).text
    assert "Half a sent" not in visit(world.manager).get(path).text
    worker.post(path, {"words": "A whole sentence", "_draft": draft[1]})
    assert "Half a sent" not in worker.get(path).text


def test_an_attempt_is_not_marked_as_a_session(world: World, visit: Visits) -> None:
    case = world.case()
    boxes = {"method": "phone", "at": "0:00"} | day_boxes("on", clocks.today())
    worker = visit(world.worker)
    worker.post(f"/cases/{case.id}/sessions/attempt", boxes)
    (tried,) = rows(world, Attendance, case)
    path = f"/cases/{case.id}/sessions/{tried.session_id}"
    assert worker.get(f"{path}/mark").status_code == 404
    assert worker.post(f"{path}/missed", {"status": "did-not-attend"}).status_code == 404
