"""What every page of a run asks for: the run, what its file holds, its programme, its boxes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from app.actions import imports
from app.database import Database
from app.interchange.spreadsheets import Sheet
from app.models import ImportRun
from app.programmes.definition import Definition
from app.queries import commissions_open
from app.web import sentences
from app.web.door import Db
from app.web.forms import WHOLE, Form
from app.web.posted import Posted


def find_run(run_id: UUID, database: Db) -> ImportRun:
    """The run of the address. Raises NotFound."""
    return database.find(ImportRun, run_id)


FoundRun = Annotated[ImportRun, Depends(find_run)]


def typed(posted: Posted, asked: set[str]) -> Form[Any]:
    """The boxes of a form that has no model, because its file says what it asks."""
    form: Form[Any] = Form(
        typed={name: texts[0] for name, texts in posted.boxes.items() if name in asked}
    )
    if posted.key:
        form.key = posted.key
    if set(posted.boxes) - asked:
        form.refuse(WHOLE, sentences.UNASKED)
    return form


def own_services(database: Database) -> list[commissions_open.Service]:
    """The services of the viewer's own organisation and side that work with named people."""
    side = str(database.viewer.side)
    return [
        one
        for one in commissions_open.services(database)
        if one.own and side in (one.definition.side_names or ("",))
    ]


def sheet_of(run: ImportRun) -> Sheet:
    """What the spreadsheet of a run holds."""
    kept = imports.sheet_in(run)
    return Sheet(kept["header"], kept["rows"])


def definition_of(database: Database, run: ImportRun) -> Definition:
    """The programme of a run, on the viewer's side."""
    service = commissions_open.service_of(database, run.commission_id)
    return service.definition.for_side(str(database.viewer.side) or None)
