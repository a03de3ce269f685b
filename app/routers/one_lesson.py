"""One session at which heads were counted: shown, corrected, taken back."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import counts
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.fields import moment_of
from app.forms.lessons import CorrectSession
from app.models import Session, SessionShape
from app.programmes.lists import code_list
from app.queries import lessons
from app.queries.delivered import Provision, provision
from app.queries.lessons import Whole
from app.web.counting_grid import audiences, checked, grid_of
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, read
from app.web.found_delivery import deliver
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()

COUNTED = (SessionShape.group, SessionShape.universal)
# These have a field of their own: the number of the lesson, and who of us was there.
OWN_FIELDS = ("lesson_number", "chaperones")


def counted(database: Database, session_id: UUID, *, lock: bool) -> tuple[Whole, Provision]:
    """A session with heads and its commission. Raises NotFound for other kinds of session."""
    deliver(database)
    whole = lessons.one(database, session_id, lock=lock)
    provided = provision(database, whole.session.commission_id)
    other = {kind.code for kind in (*provided.shift_kinds, *provided.course_kinds)}
    if whole.session.shape not in COUNTED or whole.session.kind in other:
        raise NotFound
    return whole, provided


def page_of(session: Session, provided: Provision) -> str | None:
    """Where a session is shown that is a training, a shift or part of a course; else None."""
    if session.shape == SessionShape.training:
        return f"/training/{session.id}"
    if session.kind in {kind.code for kind in provided.shift_kinds}:
        return f"/shifts/{session.id}"
    if session.group_id and session.kind in {kind.code for kind in provided.course_kinds}:
        return f"/groups/{session.group_id}/sessions/{session.id}"
    return None


@router.get("/lessons/{session_id}")
def show_lesson(request: Request, database: Db, session_id: UUID) -> Response:
    """Show one session and how many came; other kinds of session have pages of their own."""
    deliver(database)
    session = database.find(Session, session_id)
    if elsewhere := page_of(session, provision(database, session.commission_id)):
        return see(request, elsewhere)
    whole, provided = counted(database, session_id, lock=False)
    return page(
        request,
        "lessons/one.html",
        whole=whole,
        provided=provided,
        bands={entry.code: entry.label for entry in provided.band_entries()},
        sex_label=code_list("sex").label,
        audience_label=code_list("audience").label,
        counters=grid_of(provided, without=OWN_FIELDS).counters,
    )


@router.get("/lessons/{session_id}/correct", dependencies=[DRAFTED])
def ask_correction(request: Request, database: Db, session_id: UUID) -> Response:
    """The form with the numbers as they stand."""
    whole, provided = counted(database, session_id, lock=False)
    session = whole.session
    local = session.starts_at.astimezone(clocks.LONDON)
    form = Form.empty(
        CorrectSession,
        version=session.version,
        on=local.date(),
        at=local.time(),
        minutes=session.minutes,
        staff=session.staff,
        module=session.module,
        note=session.note,
        audience=whole.heads[0].audience if whole.heads else None,
    )
    grid_of(provided, without=OWN_FIELDS).fill(form, whole.heads, session.counters)
    return draw_correction(request, whole, provided, form)


@router.post("/lessons/{session_id}/correct", dependencies=[DRAFTED])
def correct_lesson(
    request: Request, database: Db, session_id: UUID, posted: PostedForm
) -> Response:
    """Correct the session; what was counted is closed and counted anew."""
    whole, provided = counted(database, session_id, lock=True)
    grid = grid_of(provided, without=OWN_FIELDS)
    form: Form[CorrectSession] = read(CorrectSession, posted, questions=grid.keys)
    heads, counters = checked(form, grid, provided)
    status = 422
    if not form.errors:
        said = form.values
        try:
            database.expect(whole.session, form.version)
            counts.correct(
                database,
                whole.session,
                heads,
                counters=counters,
                sure=said.sure == "yes",
                starts_at=moment_of(said.on, said.at),
                minutes=said.minutes,
                staff=said.staff,
                module=said.module,
                note=said.note,
            )
            return see(request, f"/lessons/{session_id}", message="heads-corrected")
        except Stale as trouble:
            form.troubled(trouble)
            form.version, status = whole.session.version, trouble.status
        except Refused as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_correction(request, whole, provided, form, status)


def draw_correction(
    request: Request, whole: Whole, provided: Provision, form: Form[Any], status: int = 200
) -> Response:
    """Draw the correction; a count above the size of the class asks for a tick."""
    return page(
        request,
        "lessons/correct.html",
        status=status,
        whole=whole,
        provided=provided,
        form=form,
        grid=grid_of(provided, without=OWN_FIELDS),
        audiences=audiences(provided),
        has_number="lesson" in whole.session.kind,
        asks=status >= 400 and bool(whole.group and whole.group.size),  # noqa: PLR2004 - refused
    )


@router.get("/lessons/{session_id}/withdraw")
def ask_withdrawal(request: Request, database: Db, session_id: UUID) -> Response:
    """Ask whether the session was really entered by mistake."""
    whole, provided = counted(database, session_id, lock=False)
    return page(request, "lessons/withdraw.html", whole=whole, provided=provided, form=Form.empty())


@router.post("/lessons/{session_id}/withdraw")
def withdraw_lesson(request: Request, database: Db, session_id: UUID) -> Response:
    """Take the session back: nothing of it counts any more."""
    whole, provided = counted(database, session_id, lock=True)
    counts.withdraw(database, whole.session)
    return see(request, f"/delivery/{provided.id}/lessons", message="session-withdrawn")
