"""The file: choosing it, what became of earlier ones, throwing one away."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.actions import imports
from app.database import Database
from app.errors import NotFound, Refused
from app.interchange import spreadsheets
from app.models import Commission, ImportRun, ImportState
from app.queries.imports import runs
from app.routers.imports.found import FoundRun, own_services, typed
from app.web.door import Db
from app.web.forms import Form
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(prefix="/imports")


@router.get("")
def choose_file(request: Request, database: Db) -> Response:
    """Show what was brought in, and ask for a file."""
    return draw_start(request, database, Form.empty())


@router.post("")
def take_file(request: Request, database: Db, posted: PostedForm) -> Response:
    """Read a file, and lead on to what its columns mean."""
    form = typed(posted, {"commission"})
    services = {str(one.id): one for one in own_services(database)}
    upload = posted.files.get("file")
    if form.text("commission") not in services:
        form.refuse("commission", "Select the service that the cases belong to")
    if upload is None:
        form.refuse("file", "Choose a CSV or XLSX file")
    if form.errors or upload is None:
        return draw_start(request, database, form, status=422)
    try:
        sheet = spreadsheets.read(upload.content)
        run = imports.begin(
            database,
            database.find(Commission, UUID(form.text("commission"))),
            name=upload.name[:120],
            content=upload.content,
            header=sheet.header,
            rows=sheet.rows,
        )
    except Refused as refused:
        return draw_start(request, database, form.refuse("file", refused.sentence), status=422)
    if run.state == ImportState.done:
        return see(request, f"/imports/{run.id}", message="import-known")
    return see(request, f"/imports/{run.id}/columns")


@router.get("/{run_id:uuid}")
def show_run(request: Request, database: Db, run: FoundRun) -> Response:
    """Show what became of a spreadsheet, or go on with it."""
    if run.state == ImportState.begun:
        return RedirectResponse(f"/imports/{run.id}/columns", status_code=303)
    found = next((one for one in runs(database) if one.id == run.id), None)
    if found is None:
        raise NotFound
    return page(request, "imports/show.html", run=found)


@router.post("/{run_id:uuid}/drop")
def throw_away(request: Request, database: Db, run: FoundRun, posted: PostedForm) -> Response:
    """Throw a spreadsheet away; nothing of it is kept."""
    form = typed(posted, set())
    if form.errors:
        return draw_start(request, database, form, status=422)
    imports.drop(database, database.find(ImportRun, run.id, lock=True))
    return see(request, "/imports", message="import-dropped")


def draw_start(
    request: Request, database: Database, form: Form[Any], *, status: int = 200
) -> Response:
    """Draw the first page."""
    return page(
        request,
        "imports/start.html",
        status=status,
        form=form,
        services=[(str(one.id), one.name) for one in own_services(database)],
        runs=runs(database),
        most=spreadsheets.MOST_ROWS,
    )
