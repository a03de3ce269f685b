"""One return as it is prepared: its figures, what is missing, its texts."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions.returns import preparing
from app.database import Database
from app.errors import Refused, Stale
from app.queries.return_studies import studies_of
from app.queries.return_talk import threads_of
from app.queries.returns import (
    Found,
    Now,
    answers_of,
    big_changes,
    completeness,
    figures_now,
    versions_of,
)
from app.reporting.returns.money import is_unsaid, money_part
from app.reporting.returns.tables import exact, label_of_cell, sheet
from app.routers.returns.found import FoundReturn, begun, money_of, words_for
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, read
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(
    prefix="/returns/{commission_id:uuid}/{code}", dependencies=[allowed(Permission.report)]
)


@router.get("")
def show_return(request: Request, database: Db, found: FoundReturn) -> Response:
    """Show a return as it stands: what is missing, its figures, what was sent and what was asked."""
    now = figures_now(database, found)
    words = words_for(database)
    versions = versions_of(database, found.row.id) if found.row else []
    before = None if now.before is None else exact(now.before)
    cells = exact(now.figures.cells)
    money = money_of(database, found.definition, found.commission.id)
    rows = money_part(found.definition, money, found.quarter, cells, side=database.viewer.side)
    return page(
        request,
        "returns/one.html",
        found=found,
        now=now,
        sheet=sheet(found.definition, cells, before, words, rows, explains=found.quarter.is_over),
        # What was counted here can be looked at line by line; what came in a file cannot.
        behind=None
        if now.file
        else urlencode({"period": found.quarter.code, "commission": str(found.commission.id)}),
        spend_unsaid=is_unsaid(found.definition, money, found.quarter),
        completeness=completeness(now.figures.cells),
        missing=missing(database, found, now),
        versions=versions,
        threads=threads_of(database, found.row.id, versions) if found.row else [],
        label=lambda cell: label_of_cell(cell, words),
        studies=studies_of(database, found.row.id) if found.row else [],
    )


@router.get("/write", dependencies=[DRAFTED])
def ask_for_texts(request: Request, database: Db, found: FoundReturn) -> Response:
    """Ask for the texts of a return, and for why numbers moved."""
    form: Form[Any] = Form.empty()
    for part, words in answers_of(database, found.row).items():
        form.fill(box_of(part), words)
    return draw(request, found, figures_now(database, found), form)


@router.post("/write", dependencies=[DRAFTED])
def keep_texts(request: Request, database: Db, found: FoundReturn, posted: PostedForm) -> Response:
    """Keep the texts of a return."""
    now = figures_now(database, found)
    parts = {box_of(part): part for part, _ in texts_of(found, now)}
    form: Form[Any] = read(None, posted, questions=list(parts))
    if form.errors:
        return draw(request, found, now, form, status=422)
    try:
        row = begun(database, found, lock=True)
        for box, part in parts.items():
            preparing.answer(database, row, part, next(iter(form.answers.get(box, [])), None))
    except (Refused, Stale) as trouble:
        return draw(request, found, now, form.troubled(trouble), status=trouble.status)
    return see(request, found.path, message="return-written")


def box_of(part: str) -> str:
    """The name of the box for a part: `narrative:summary` is `narrative-summary`."""
    return part.replace(":", "-")


def texts_of(found: Found, now: Now) -> list[tuple[str, str]]:
    """Every text that a return asks for: its part and its label."""
    narrative = [(f"narrative:{one.key}", one.label) for one in found.definition.narrative]
    return narrative + [(f"change:{key}", label) for key, label, _, _ in moved_in(found, now)]


def moved_in(found: Found, now: Now) -> list[tuple[str, str, int, int]]:
    """What moved so far that it wants a sentence; while the quarter runs nothing does."""
    if not found.quarter.is_over:
        return []
    return big_changes(found.definition, now.figures.cells, now.before)


def missing(database: Database, found: Found, now: Now) -> list[str]:
    """What is still to be written, in words; what is required first."""
    said = answers_of(database, found.row)
    required = [
        f"{one.label} (needed)"
        for one in found.definition.narrative
        if one.required and not said.get(f"narrative:{one.key}")
    ]
    return required + [
        f"Why “{label}” went from {was:,} to {is_now:,}"
        for key, label, is_now, was in moved_in(found, now)
        if not said.get(f"change:{key}")
    ]


def draw(
    request: Request, found: Found, now: Now, form: Form[Any], *, status: int = 200
) -> Response:
    """Draw the page of texts."""
    return page(
        request,
        "returns/write.html",
        status=status,
        found=found,
        form=form,
        moved=moved_in(found, now),
    )
