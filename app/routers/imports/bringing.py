"""The dry run, and the one press that brings every good row in."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.actions import imports
from app.database import Database
from app.errors import Refused, Stale
from app.interchange import dry_run
from app.interchange.dry_run import Plan
from app.interchange.incoming import Wrong
from app.models import ImportRun, ImportState
from app.routers.imports.found import FoundRun, sheet_of, typed
from app.web import sentences
from app.web.door import Db
from app.web.forms import Form
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(prefix="/imports")


@router.get("/{run_id:uuid}/check")
def show_dry_run(request: Request, database: Db, run: FoundRun) -> Response:
    """Show what would become of every row."""
    if run.state != ImportState.begun:
        return RedirectResponse(f"/imports/{run.id}", status_code=303)
    return draw_check(request, run, planned(database, run), Form.empty(version=run.version))


@router.post("/{run_id:uuid}/check")
def bring_in(request: Request, database: Db, run: FoundRun, posted: PostedForm) -> Response:
    """Bring in every row that can come in, all or none."""
    run = database.find(ImportRun, run.id, lock=True)
    if run.state != ImportState.begun:
        return see(request, f"/imports/{run.id}")
    plan = planned(database, run)
    form = typed(posted, {one.box for one in plan.ready if one.alike})
    form.version = posted.version
    try:
        if form.errors:
            return draw_check(request, run, plan, form, status=422)
        database.expect(run, form.version)
        found, wrong = dry_run.decided(database, run, plan.ready, form.text)
        for box, sentence in wrong.items():
            form.refuse(box, sentence)
        if form.errors:
            return draw_check(request, run, plan, form, status=422)
        imports.bring_in(database, run, found, refused=plan.refused)
    except (Refused, Stale) as trouble:
        form.version = run.version
        return draw_check(request, run, plan, form.troubled(trouble), status=409)
    return see(request, f"/imports/{run.id}", message="import-done")


def planned(database: Database, run: ImportRun) -> Plan:
    """The dry run under what was kept of columns and values."""
    kept, sheet = imports.mapping_of(database, run), sheet_of(run)
    columns = {k: c for k, c in (kept.columns if kept else {}).items() if c in sheet.header}
    return dry_run.plan(database, run, sheet, columns, kept.values if kept else {})


def reason(one: Wrong) -> str:
    """What is wrong with a cell and what would be right, in a sentence."""
    return sentences.sentence(one.code, one.title, one.details)


def draw_check(
    request: Request, run: ImportRun, plan: Plan, form: Form[Any], *, status: int = 200
) -> Response:
    """Draw the dry run."""
    return page(
        request, "imports/check.html", status=status, run=run, plan=plan, form=form, reason=reason
    )
