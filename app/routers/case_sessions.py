"""Sessions of one case: record, plan, mark, call off, and tries to reach the person."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import sessions
from app.errors import Refused, Stale
from app.forms.sessions import MarkSession, Missed, RecordSession, TriedContact
from app.models import AttendanceStatus, SessionState
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.contact_tries import tries_of_case
from app.queries.group_history import all_ahead, courses_of_case, waits_of_case
from app.queries.session_caps import cap_for
from app.queries.sessions import OneSession, latest_kind, session_of_case, tally
from app.queries.timeline import Show, place_of, timeline
from app.web.case_forms import draw
from app.web.case_marks import (
    CANCELLED,
    check_choices,
    check_moment,
    check_next,
    missed,
    new_session,
    plan_next,
    session_choices,
)
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.pages import page, see
from app.web.programme_choices import listed, methods

router = APIRouter()

# The part of a template that the case file may show without leaving the page.
IN_PLACE = "in_place"


@router.get("/cases/{case_id}/sessions")
def list_sessions_of_case(
    request: Request, file: OpenCase, database: Db, after: str = ""
) -> Response:
    """What is planned, and what became of each session so far, fifty at a time."""
    told = tally(database, file)
    return page(
        request,
        "cases/sessions.html",
        file=file,
        planned=all_ahead(database, file),
        missed=missed(file.is_child),
        tally=told,
        cap=cap_for(database, file.case, file.definition, used=told.used, planned=told.planned),
        tries=tries_of_case(database, file.case, file.definition.attempts),
        courses=courses_of_case(database, file),
        # Whose case is closed waits no longer.
        waits=waits_of_case(database, file) if file.is_live else [],
        place=place_of(after),
        timeline=timeline(database, file, show=Show.sessions, place=place_of(after)),
    )


@router.get("/cases/{case_id}/sessions/new")
def ask_session(
    request: Request, file: WorkedCase, database: Db, session: UUID | None = None
) -> Response:
    """The form for a session that took place; for a planned one, its own form."""
    if session is not None:
        return see(request, f"{file.path}/sessions/{session}/mark")
    now = clocks.now().astimezone(clocks.LONDON)
    form = Form.empty(
        RecordSession,
        on=now.date(),
        status=AttendanceStatus.attended,
        kind=latest_kind(database, file),
    )
    context = session_choices(file)
    return draw(
        request, database, file, form, "cases/session_record.html", block=IN_PLACE, **context
    )


@router.post("/cases/{case_id}/sessions/new")
def record_session(
    request: Request, file: WorkedCase, database: Db, form: Submitted[RecordSession]
) -> Response:
    """Record a session with everything about it, and plan the next one in the same press."""
    trouble = None
    check_choices(form, file)
    at = check_moment(form, file)
    check_next(form)
    if not form.errors and at is not None:
        said = form.values
        try:
            new = new_session(
                file,
                said.kind,
                at,
                method=said.method,
                purpose=said.purpose,
                minutes=said.minutes,
                place=said.place,
                note=said.note,
            )
            sessions.record(database, file.case, new, status=said.status)
            plan_next(database, file, said, said.kind)
            place = f"{file.path}/sessions/new" if said.then else file.path
            return see(request, place, message="session-recorded")
        except (Refused, Stale) as caught:
            trouble = caught
    context = session_choices(file)
    return draw(
        request,
        database,
        file,
        form,
        "cases/session_record.html",
        trouble=trouble,
        block=IN_PLACE,
        **context,
    )


@router.get("/cases/{case_id}/sessions/attempt")
def ask_attempt(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a try to reach the person."""
    now = clocks.now().astimezone(clocks.LONDON)
    form = Form.empty(
        TriedContact, on=now.date(), at=now.time(), method="phone", outcome="no-answer"
    )
    return draw(request, database, file, form, "cases/attempt.html", **ways(database, file))


def ways(database: Db, file: CaseFile) -> dict[str, Any]:
    """What the form for an attempt offers, and how many there were."""
    return {
        "methods": methods(file),
        "outcomes": listed("attempt-outcome"),
        "tries": tries_of_case(database, file.case, file.definition.attempts),
    }


@router.post("/cases/{case_id}/sessions/attempt")
def record_attempt(
    request: Request, file: WorkedCase, database: Db, form: Submitted[TriedContact]
) -> Response:
    """Keep that contact was tried and the person not reached."""
    trouble = None
    check_choices(form, file)
    at = check_moment(form, file)
    if not form.errors and at is not None:
        said = form.values
        try:
            sessions.attempt(
                database,
                file.case,
                at=at,
                method=said.method,
                outcome=said.outcome,
                note=said.note,
            )
            return see(request, file.path, message="attempt-recorded")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "cases/attempt.html",
        trouble=trouble,
        **ways(database, file),
    )


@router.get("/cases/{case_id}/sessions/{session_id}/mark")
def ask_mark(request: Request, file: WorkedCase, session_id: UUID, database: Db) -> Response:
    """The form that says how a planned session ended, or corrects what was said."""
    one = session_of_case(database, file, session_id)
    known = one.attendance.status != AttendanceStatus.expected
    form = Form.empty(
        MarkSession,
        version=one.attendance.version,
        status=one.attendance.status if known else AttendanceStatus.attended,
        minutes=one.session.minutes,
        note=one.attendance.note,
    )
    return draw(
        request,
        database,
        file,
        form,
        "cases/session_mark.html",
        block=IN_PLACE,
        **mark_context(file, one),
    )


def mark_context(file: CaseFile, one: OneSession) -> dict[str, Any]:
    """What the page of one session shows beside the form."""
    return {"one": one, "known": one.attendance.status != "expected"} | session_choices(file)


@router.post("/cases/{case_id}/sessions/{session_id}/mark")
def mark_session(
    request: Request, file: WorkedCase, session_id: UUID, database: Db, form: Submitted[MarkSession]
) -> Response:
    """Say how a planned session ended, or correct it."""
    one, trouble = session_of_case(database, file, session_id, lock=True), None
    context = mark_context(file, one)
    stands = (("Recorded as", code_list("attendance").label(one.attendance.status)),)
    check_choices(form, file)
    check_next(form)
    if not form.errors:
        said = form.values
        try:
            database.expect(one.attendance, form.version)
            say(database, file, one, said.status, minutes=said.minutes, note=said.note)
            plan_next(database, file, said, one.session.kind)
            return see(request, file.path, message="session-recorded")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "cases/session_mark.html",
        trouble=trouble,
        block=IN_PLACE,
        row=one.attendance,
        now=stands,
        **context,
    )


@router.post("/cases/{case_id}/sessions/{session_id}/missed")
def mark_missed(
    request: Request, file: WorkedCase, session_id: UUID, database: Db, form: Submitted[Missed]
) -> Response:
    """Nobody came, or it was called off: the second of two clicks beside a planned session."""
    one = session_of_case(database, file, session_id, lock=True)
    if form.errors or form.values.status not in dict(missed(file.is_child)):
        return see(request, f"{file.path}/sessions/{session_id}/mark")
    database.expect(one.attendance, form.version)
    say(database, file, one, form.values.status)
    day = one.session.starts_at.astimezone(clocks.LONDON).date()
    pages = {"day": "/", "calendar": f"/sessions?day={day}"}
    return see(request, pages.get(form.values.back, file.path), message="session-recorded")


def say(
    database: Db,
    file: CaseFile,
    one: OneSession,
    status: AttendanceStatus,
    *,
    minutes: int | None = None,
    note: str | None = None,
) -> None:
    """Call a planned session off, or mark what became of it. Raises Refused."""
    if status in CANCELLED and one.session.state == SessionState.planned:
        sessions.cancel(database, one.session, by=CANCELLED[status], of=file.case, note=note)
        return
    sessions.mark(database, one.attendance, status=status, minutes=minutes, note=note)
