"""Supervision: what each worker holds, and the notes that worker and manager keep."""

from typing import NoReturn
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.access import Permission
from app.actions import supervision
from app.database import Database
from app.errors import NotFound
from app.forms.supervision import WriteSupervision
from app.models import Role
from app.queries.allocation import Worker, workers
from app.queries.supervision import holdings, notes_about
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(dependencies=[allowed(Permission.work)])


def is_manager(database: Database) -> bool:
    """Whether the viewer supervises."""
    return database.viewer.role is Role.manager


@router.get("/supervision")
def show_supervision(request: Request, database: Db) -> Response:
    """For a manager what each worker holds; for anybody else the notes about themselves."""
    if not is_manager(database):
        return see(request, f"/supervision/{database.viewer.account_id}")
    return page(request, "supervision/team.html", holdings=holdings(database))


def worker_of(database: Database, account_id: UUID) -> Worker:
    """One of the team: any for a manager, oneself for anybody else. Raises NotFound."""
    if not (is_manager(database) or account_id == database.viewer.account_id):
        _nobody()
    found = next((one for one in workers(database) if one.id == account_id), None)
    return found or _nobody()


def _nobody() -> NoReturn:
    raise NotFound


@router.get("/supervision/{account_id:uuid}")
def show_notes(request: Request, account_id: UUID, database: Db) -> Response:
    """The notes about one worker."""
    worker = worker_of(database, account_id)
    return page(
        request,
        "supervision/notes.html",
        worker=worker,
        notes=notes_about(database, account_id),
        may_write=is_manager(database) and account_id != database.viewer.account_id,
        is_me=account_id == database.viewer.account_id,
    )


def supervised(database: Database, account_id: UUID) -> Worker:
    """A worker whom the viewer may write a note about. Raises NotFound."""
    if not is_manager(database) or account_id == database.viewer.account_id:
        _nobody()
    return worker_of(database, account_id)


@router.get("/supervision/{account_id:uuid}/new", dependencies=[DRAFTED])
def ask_note(request: Request, account_id: UUID, database: Db) -> Response:
    """The form for a note."""
    worker = supervised(database, account_id)
    form = Form.empty(WriteSupervision, met_on=clocks.today())
    return page(request, "supervision/new.html", worker=worker, form=form)


@router.post("/supervision/{account_id:uuid}/new", dependencies=[DRAFTED])
def write_note(
    request: Request, account_id: UUID, database: Db, form: Submitted[WriteSupervision]
) -> Response:
    """Keep a note."""
    worker = supervised(database, account_id)
    if form.errors:
        return page(request, "supervision/new.html", status=422, worker=worker, form=form)
    supervision.write(database, account_id=account_id, **form.values.model_dump())
    return see(request, f"/supervision/{account_id}", message="supervision-saved")
