"""Planning ahead in a case: a session or a series, another time, calling off, more than usual."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import planned_sessions, sessions
from app.actions.planned_sessions import Rhythm
from app.errors import NotFound, Refused, Stale
from app.forms.fields import moment_of
from app.forms.sessions import AllowMore, CancelSession, MoveSession, PlanSession
from app.models import SessionState
from app.queries.allocation import workers
from app.queries.case_file import CaseFile
from app.queries.school_breaks import closed_at_school
from app.queries.session_caps import cap_of
from app.queries.sessions import OneSession, latest_kind, session_of_case
from app.web.case_forms import draw
from app.web.case_marks import check_choices, new_session, session_choices
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import codes, listed

router = APIRouter()

ONCE = "once"


@router.get("/cases/{case_id}/sessions/plan")
def ask_plan(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a session to come, or the first of a series."""
    kind = latest_kind(database, file)
    form = Form.empty(PlanSession, every=ONCE, led_by=database.viewer.account_id, kind=kind)
    return draw_plan(request, database, file, form)


@router.post("/cases/{case_id}/sessions/plan")
def plan_session(
    request: Request, file: WorkedCase, database: Db, form: Submitted[PlanSession]
) -> Response:
    """Plan a session, or a series of them."""
    trouble = None
    check_choices(form, file)
    check_rhythm(form)
    if form.text("led_by") and form.text("led_by") not in dict(team(database)):
        form.refuse("led_by", "Select who meets them from the list")
    if not form.errors:
        said = form.values
        try:
            new = new_session(
                file,
                said.kind,
                moment_of(said.on, said.at),
                method=said.method,
                place=said.place,
                purpose=said.purpose,
                led_by_id=said.led_by,
            )
            if said.every == ONCE:
                sessions.plan(database, file.case, new)
                return see(request, file.path, message="session-planned")
            rhythm = Rhythm(int(said.every), number=said.number, until=said.until)
            if said.school:
                closed = closed_at_school(database)
                planned_sessions.plan_series(database, file.case, new, rhythm, closed=closed)
            else:
                planned_sessions.plan_series(database, file.case, new, rhythm)
            return see(request, f"{file.path}/sessions", message="series-planned")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_plan(request, database, file, form, trouble)


def team(database: Db) -> list[tuple[str, str]]:
    """Everybody here who may meet people: id and name."""
    return [(str(one.id), one.name) for one in workers(database)]


def check_rhythm(form: Form[PlanSession]) -> None:
    """Refuse a time that is past, and a series without an end or with two."""
    if form.errors:
        return
    said = form.values
    if moment_of(said.on, said.at) <= clocks.now():
        form.refuse("at", "The session must be in the future. Record it instead if it was")
    if said.every == ONCE:
        return
    if said.number is None and said.until is None:
        form.refuse("number", "Enter how many sessions there are, or the last day")
    elif said.number is not None and said.until is not None:
        form.refuse("until", "Enter the number of sessions or the last day, not both")
    elif said.until is not None and said.until < said.on:
        form.refuse("until", "The last day must be after the first session")


def draw_plan(
    request: Request,
    database: Db,
    file: CaseFile,
    form: Form[PlanSession],
    trouble: Refused | Stale | None = None,
) -> Response:
    """Draw the form for planning, with how many sessions are left."""
    return draw(
        request,
        database,
        file,
        form,
        "cases/session_plan.html",
        trouble=trouble,
        cap=cap_of(database, file.case, file.definition),
        team=team(database),
        **session_choices(file),
    )


def planned_one(database: Db, file: CaseFile, session_id: UUID, *, lock: bool) -> OneSession:
    """A planned session of this case. Raises NotFound for one that is not planned any more."""
    one = session_of_case(database, file, session_id, lock=lock)
    if one.session.state != SessionState.planned:
        raise NotFound("This session is not planned any more. Look at the sessions of the case.")
    return one


@router.get("/cases/{case_id}/sessions/{session_id}/move")
def ask_move(request: Request, file: WorkedCase, session_id: UUID, database: Db) -> Response:
    """The form for another time."""
    one = planned_one(database, file, session_id, lock=False)
    local = one.session.starts_at.astimezone(clocks.LONDON)
    form = Form.empty(
        MoveSession, version=one.session.version, at=local.time(), place=one.session.place
    )
    return draw_move(request, database, file, one, form)


@router.post("/cases/{case_id}/sessions/{session_id}/move")
def move_session(
    request: Request, file: WorkedCase, session_id: UUID, database: Db, form: Submitted[MoveSession]
) -> Response:
    """Move the session; the time it had stays readable."""
    one, trouble = planned_one(database, file, session_id, lock=True), None
    for field, name, sentence in (
        ("asked_by", "who-asked", "Select who asked for another time"),
        ("reason", "move-reason", "Select why it is moved"),
    ):
        if form.text(field) not in codes(listed(name)):
            form.refuse(field, sentence)
    if not form.errors:
        said = form.values
        try:
            database.expect(one.session, form.version)
            planned_sessions.move(
                database,
                one.session,
                to=moment_of(said.on, said.at),
                asked_by=said.asked_by,
                reason=said.reason,
                place=said.place,
            )
            return see(request, f"{file.path}/sessions", message="session-moved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_move(request, database, file, one, form, trouble)


def draw_move(
    request: Request,
    database: Db,
    file: CaseFile,
    one: OneSession,
    form: Form[MoveSession],
    trouble: Refused | Stale | None = None,
) -> Response:
    """Draw the form for another time."""
    return draw(
        request,
        database,
        file,
        form,
        "cases/session_move.html",
        trouble=trouble,
        row=one.session,
        now=(("Planned for", in_england(one.session.starts_at)),),
        one=one,
        back=f"{file.path}/sessions",
        asking=listed("who-asked"),
        reasons=listed("move-reason"),
        words=move_words(),
    )


def move_words() -> dict[str, str]:
    """The codes of a move in words."""
    entries = [*listed("who-asked"), *listed("move-reason")]
    return {entry.code: entry.label for entry in entries}


def in_england(moment: datetime) -> str:
    """A moment in words, as read off a clock in England."""
    local = moment.astimezone(clocks.LONDON)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


@router.get("/cases/{case_id}/sessions/{session_id}/cancel")
def ask_cancelling(request: Request, file: WorkedCase, session_id: UUID, database: Db) -> Response:
    """Ask who calls a session of a series off, and whether those after it as well."""
    one = planned_one(database, file, session_id, lock=False)
    form = Form.empty(CancelSession, version=one.session.version, which="one")
    return draw_cancelling(request, database, file, one, form)


@router.post("/cases/{case_id}/sessions/{session_id}/cancel")
def cancel_session(
    request: Request,
    file: WorkedCase,
    session_id: UUID,
    database: Db,
    form: Submitted[CancelSession],
) -> Response:
    """Call off one session, or it and those of its series that follow."""
    one, trouble = planned_one(database, file, session_id, lock=True), None
    if not form.errors:
        said = form.values
        try:
            database.expect(one.session, form.version)
            if said.which == "following":
                planned_sessions.cancel_following(database, file.case, one.session, by=said.by)
            else:
                sessions.cancel(database, one.session, by=said.by, of=file.case)
            return see(request, f"{file.path}/sessions", message="sessions-cancelled")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_cancelling(request, database, file, one, form, trouble)


def draw_cancelling(
    request: Request,
    database: Db,
    file: CaseFile,
    one: OneSession,
    form: Form[CancelSession],
    trouble: Refused | Stale | None = None,
) -> Response:
    """Draw the form for calling off."""
    later = len(planned_sessions.following(database, file.case, one.session))
    return draw(
        request,
        database,
        file,
        form,
        "cases/session_cancel.html",
        trouble=trouble,
        row=one.session,
        one=one,
        later=later,
        back=f"{file.path}/sessions",
    )


def check_manager(file: CaseFile) -> None:
    """Only who allocates may allow more, also before there is a limit. Raises NotFound."""
    if not file.may_manage:
        raise NotFound


@router.get("/cases/{case_id}/sessions/more")
def ask_for_more(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form in which a manager allows more sessions than usual."""
    check_manager(file)
    return draw_more(request, database, file, Form.empty(AllowMore))


@router.post("/cases/{case_id}/sessions/more")
def allow_more(
    request: Request, file: WorkedCase, database: Db, form: Submitted[AllowMore]
) -> Response:
    """Allow more sessions, with the reason."""
    check_manager(file)
    if not form.errors:
        said = form.values
        planned_sessions.allow_more(database, file.case, most=said.most, reason=said.reason)
        return see(request, f"{file.path}/sessions", message="more-allowed")
    return draw_more(request, database, file, form)


def draw_more(request: Request, database: Db, file: CaseFile, form: Form[AllowMore]) -> Response:
    """Draw the form for more sessions, beside what was used so far."""
    return draw(
        request,
        database,
        file,
        form,
        "cases/session_more.html",
        cap=cap_of(database, file.case, file.definition),
        back=f"{file.path}/sessions",
    )
