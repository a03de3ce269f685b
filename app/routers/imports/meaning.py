"""What the columns of a file hold, and what the texts in its coded columns mean."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.actions import imports
from app.database import Database
from app.interchange import incoming
from app.interchange.incoming import FIELDS
from app.interchange.spreadsheets import Sheet
from app.models import ImportRun, ImportState
from app.routers.imports.found import FoundRun, definition_of, sheet_of, typed
from app.web.door import Db
from app.web.forms import Form
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(prefix="/imports")


@router.get("/{run_id:uuid}/columns")
def ask_for_columns(request: Request, database: Db, run: FoundRun) -> Response:
    """Ask which column holds what, starting from the last file or from the headings."""
    if run.state != ImportState.begun:
        return RedirectResponse(f"/imports/{run.id}", status_code=303)
    sheet, kept = sheet_of(run), imports.mapping_of(database, run)
    form: Form[Any] = Form.empty()
    before = {k: c for k, c in (kept.columns if kept else {}).items() if c in sheet.header}
    for key, column in {**incoming.guessed_columns(sheet.header), **before}.items():
        form.fill(key, column)
    return draw_columns(request, run, sheet, form)


@router.post("/{run_id:uuid}/columns")
def take_columns(request: Request, database: Db, run: FoundRun, posted: PostedForm) -> Response:
    """Keep which column holds what."""
    if run.state != ImportState.begun:
        return see(request, f"/imports/{run.id}")
    sheet = sheet_of(run)
    form = typed(posted, {field.key for field in FIELDS})
    columns = {field.key: form.text(field.key) for field in FIELDS if form.text(field.key)}
    for field in FIELDS:
        column = columns.get(field.key)
        if field.required and not column:
            form.refuse(field.key, f"Select the column that holds {field.title}")
        elif column and column not in sheet.header:
            form.refuse(field.key, "Select a column of this file")
        elif column and field.kind == "code":
            different = len(incoming.texts_of(sheet, column))
            if different > incoming.MOST_VALUES:
                form.refuse(
                    field.key,
                    f"“{column}” has {different} different values. Is it the right column?",
                )
    if form.errors:
        return draw_columns(request, run, sheet, form, status=422)
    imports.remember(database, run, columns=columns)
    coded = any(key in columns for key in incoming.CODED)
    return see(request, f"/imports/{run.id}/{'values' if coded else 'check'}")


@router.get("/{run_id:uuid}/values")
def ask_for_values(request: Request, database: Db, run: FoundRun) -> Response:
    """Ask what the texts of coded columns mean."""
    if run.state != ImportState.begun:
        return RedirectResponse(f"/imports/{run.id}", status_code=303)
    asked = values_asked(database, run)
    form: Form[Any] = Form.empty()
    for one in asked:
        for box, _text, guess in one["texts"]:
            form.fill(box, guess or None)
    return page(request, "imports/values.html", run=run, asked=asked, form=form)


@router.post("/{run_id:uuid}/values")
def take_values(request: Request, database: Db, run: FoundRun, posted: PostedForm) -> Response:
    """Keep what they mean. A text without a meaning refuses its rows in the dry run."""
    if run.state != ImportState.begun:
        return see(request, f"/imports/{run.id}")
    asked = values_asked(database, run)
    form = typed(posted, {box for one in asked for box, _text, _guess in one["texts"]})
    chosen: dict[str, dict[str, str]] = {}
    for one in asked:
        codes = {code for code, _label in one["choices"]}
        for box, text, _guess in one["texts"]:
            if form.text(box) in codes:
                chosen.setdefault(one["field"].key, {})[text] = form.text(box)
            elif form.text(box):
                form.refuse(box, f"Choose a meaning for “{text}” from the list")
    if form.errors:
        return page(request, "imports/values.html", status=422, run=run, asked=asked, form=form)
    imports.remember(database, run, values=chosen)
    return see(request, f"/imports/{run.id}/check")


def values_asked(database: Database, run: ImportRun) -> list[dict[str, Any]]:
    """The coded columns with their different texts, each with its box and what it likely means."""
    sheet, kept = sheet_of(run), imports.mapping_of(database, run)
    definition = definition_of(database, run)
    found = []
    for number, field in enumerate(FIELDS):
        column = (kept.columns if kept else {}).get(field.key)
        if field.kind != "code" or column not in sheet.header:
            continue
        codes = incoming.choices(field.key, definition)
        known = kept.values.get(field.key, {}) if kept else {}
        texts = [
            (f"v-{number}-{place}", text, known.get(text) or incoming.guessed_code(text, codes))
            for place, text in enumerate(incoming.texts_of(sheet, column))
        ]
        found.append({"field": field, "column": column, "choices": codes, "texts": texts})
    return found


def draw_columns(
    request: Request, run: ImportRun, sheet: Sheet, form: Form[Any], *, status: int = 200
) -> Response:
    """Draw the page of columns, each heading with the first texts below it."""
    columns = [
        (
            name,
            f"{name} ({', '.join(seen)})" if (seen := incoming.texts_of(sheet, name)[:2]) else name,
        )
        for name in sheet.header
    ]
    return page(
        request,
        "imports/columns.html",
        status=status,
        run=run,
        form=form,
        fields=FIELDS,
        columns=columns,
    )
