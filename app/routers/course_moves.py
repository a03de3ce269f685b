"""Another time or venue for a planned session of a course."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import planned_sessions
from app.actions.delivery import venues
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.fields import moment_of
from app.forms.groups import ChangeVenue
from app.forms.sessions import MoveSession
from app.models import Session, SessionState
from app.programmes.lists import Entry, code_list
from app.queries import registers
from app.queries.sessions import moves_of_session
from app.web.attempting import change
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_delivery import FoundGroup, OneGroup
from app.web.pages import page, see

router = APIRouter()


def planned(database: Database, found: OneGroup, session_id: UUID, *, lock: bool) -> Session:
    """A planned session of this course. Raises NotFound for any other."""
    session = registers.session_of(database, found.group.id, session_id, lock=lock)
    if session.state != SessionState.planned or found.group.kind != "course":
        raise NotFound
    return session


def listed(name: str) -> tuple[Entry, ...]:
    """The entries of a list that may be chosen today."""
    return code_list(name).on(clocks.today())


@router.get("/groups/{group_id:uuid}/sessions/{session_id:uuid}/move")
def ask_move(request: Request, database: Db, found: FoundGroup, session_id: UUID) -> Response:
    """The form for another time."""
    session = planned(database, found, session_id, lock=False)
    local = session.starts_at.astimezone(clocks.LONDON)
    form = Form.empty(MoveSession, version=session.version, at=local.time(), place=session.place)
    return draw(request, database, found, session, form)


@router.post("/groups/{group_id:uuid}/sessions/{session_id:uuid}/move")
def move_session(
    request: Request,
    database: Db,
    found: FoundGroup,
    session_id: UUID,
    form: Submitted[MoveSession],
) -> Response:
    """Move the session for everybody on the course."""
    session, status = planned(database, found, session_id, lock=True), 422
    for field, name, sentence in (
        ("asked_by", "who-asked", "Select who asked for another time"),
        ("reason", "move-reason", "Select why it is moved"),
    ):
        if form.text(field) not in {entry.code for entry in listed(name)}:
            form.refuse(field, sentence)
    if not form.errors:
        said = form.values
        try:
            database.expect(session, form.version)
            planned_sessions.move(
                database,
                session,
                to=moment_of(said.on, said.at),
                asked_by=said.asked_by,
                reason=said.reason,
                place=said.place,
            )
            return see(request, found.path, message="session-moved")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            form.version, status = session.version, trouble.status
    return draw(request, database, found, session, form, status)


def draw(
    request: Request,
    database: Database,
    found: OneGroup,
    session: Session,
    form: Form[Any],
    status: int = 200,
) -> Response:
    """Draw the form, beside the moves there were."""
    return page(
        request,
        "groups/move.html",
        status=status,
        found=found,
        session=session,
        form=form,
        moves=moves_of_session(database, session.id),
        asking=listed("who-asked"),
        reasons=listed("move-reason"),
        words={entry.code: entry.label for entry in (*listed("who-asked"), *listed("move-reason"))},
    )


@router.get("/groups/{group_id:uuid}/sessions/{session_id:uuid}/venue")
def ask_venue(request: Request, database: Db, found: FoundGroup, session_id: UUID) -> Response:
    """The form for another venue."""
    session = planned(database, found, session_id, lock=False)
    form = Form.empty(ChangeVenue, version=session.version, place=session.place, which="one")
    return draw_venue(request, found, session, form)


@router.post("/groups/{group_id:uuid}/sessions/{session_id:uuid}/venue")
def change_venue(
    request: Request,
    database: Db,
    found: FoundGroup,
    session_id: UUID,
    form: Submitted[ChangeVenue],
) -> Response:
    """Say where it takes place, or it and those that follow."""
    session, said = planned(database, found, session_id, lock=True), form
    status = change(
        database,
        form,
        session,
        lambda: venues.change_venue(
            database, found.group, session, place=said.values.place, which=said.values.which
        ),
    )
    if status is None:
        return see(request, found.path, message="venue-changed")
    return draw_venue(request, found, session, form, status)


def draw_venue(
    request: Request, found: OneGroup, session: Session, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form for another venue."""
    return page(
        request,
        "groups/venue.html",
        status=status,
        found=found,
        session=session,
        form=form,
        choices=[("one", "Only this one"), ("following", "This one and all that follow")],
    )
