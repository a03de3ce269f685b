"""Figures from the provider's own system: the file to fill in, and bringing it back."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions.returns import preparing
from app.database import Database
from app.errors import Refused, Stale
from app.forms.returns import BringFigures
from app.interchange import return_files, spreadsheets
from app.queries.returns import Found, figures_now
from app.reporting.sheets import as_csv
from app.routers.returns.found import FoundReturn, begun
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(
    prefix="/returns/{commission_id:uuid}/{code}", dependencies=[allowed(Permission.report)]
)


@router.get("/file.csv")
def download_empty_file(database: Db, found: FoundReturn) -> Response:
    """Hand out the file to fill in: the rows and columns of the definition, with its meanings."""
    database.view(found.commission, "downloaded", file="return", quarter=found.quarter.code)
    body = as_csv(return_files.template(found.definition, found.provision.areas))
    name = f"return-{found.quarter.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/file")
def ask_for_file(request: Request, database: Db, found: FoundReturn) -> Response:
    """Ask for a file of figures."""
    return draw(request, database, found, Form.empty(BringFigures))


@router.post("/file")
def take_file(
    request: Request,
    database: Db,
    found: FoundReturn,
    posted: PostedForm,
    form: Submitted[BringFigures],
) -> Response:
    """Take the figures of a return from a file, if all of it is right."""
    upload = posted.files.get("file")
    if upload is None:
        form.refuse("file", "Choose a CSV or XLSX file")
    if form.errors or upload is None:
        return draw(request, database, found, form, status=422)
    try:
        sheet = spreadsheets.read(upload.content)
        told = return_files.read(sheet, found.definition, found.provision.areas)
        if told.wrong:
            form.refuse("file", "Some of this file cannot be. What, stands below")
            return draw(request, database, found, form, wrong=told.wrong, status=422)
        preparing.bring_file(
            database,
            begun(database, found, lock=True),
            name=upload.name[:120],
            system=form.values.system,
            cells=list(told.cells.items()),
        )
    except (Refused, Stale) as trouble:
        form.refuse("file", trouble.sentence)
        return draw(request, database, found, form, status=422)
    return see(request, found.path, message="return-file-taken")


@router.post("/file/drop")
def drop_file(request: Request, database: Db, found: FoundReturn) -> Response:
    """Count from Throughline's own records again."""
    form: Form[Any] = Form.empty(BringFigures)
    try:
        preparing.drop_file(database, begun(database, found, lock=True))
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw(request, database, found, form, status=trouble.status)
    return see(request, found.path, message="return-file-dropped")


def draw(
    request: Request,
    database: Database,
    found: Found,
    form: Form[Any],
    *,
    wrong: list[return_files.Wrong] | None = None,
    status: int = 200,
) -> Response:
    """Draw the page that asks for a file."""
    return page(
        request,
        "returns/file.html",
        status=status,
        found=found,
        form=form,
        wrong=wrong or [],
        brought=figures_now(database, found).file,
    )
