"""What was submitted: a version, the talk about its cells, and how it differs from today."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions.returns import restating, reviewing
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.returns import SayAboutCell, SendRestatement
from app.models import QuarterReturn, ReturnVersion
from app.queries.return_talk import printed_cells, restated_of, threads_of, words_of
from app.queries.returns import Found, Version, cells_of, restatement, versions_of
from app.reporting.bridge.bridge import Crossing
from app.reporting.bridge.cells import CellKey
from app.reporting.bridge.explaining import LABELS, ORDER
from app.reporting.returns.documents import version_of
from app.reporting.returns.money import money_part
from app.reporting.returns.tables import definitions_of, exact, label_of_cell, sheet
from app.routers.returns.found import (
    FoundCell,
    FoundReturn,
    FoundVersion,
    money_of,
    words_for,
)
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(
    prefix="/returns/{commission_id:uuid}/{code}/versions/{number:int}",
    dependencies=[allowed(Permission.report)],
)


@router.get("")
def show_version(
    request: Request, database: Db, found: FoundReturn, version: FoundVersion
) -> Response:
    """Show a version as it was submitted, and what of it the commissioner reads."""
    words = words_for(database)
    asked = version_of(database, version.document_version_id)
    printed = printed_cells(database, version.id)
    cells = exact(cells_of(database, version.id))
    money = money_of(database, asked.definition, found.commission.id, version.submitted_at)
    rows = money_part(asked.definition, money, found.quarter, cells, side=database.viewer.side)
    return page(
        request,
        "returns/version.html",
        found=found,
        version=version,
        sheet=sheet(asked.definition, cells, None, words, rows),
        hidden=sum(cell.is_hidden for cell in printed.values()) if printed is not None else None,
        texts=labelled(asked.definition, words_of(database, version.id)),
        threads=[one for one in threads(database, found) if one.version_id == version.id],
        restated=restated_of(database, version.id),
        label=lambda cell: label_of_cell(cell, words),
    )


@router.get("/cell", dependencies=[DRAFTED])
def show_talk(
    request: Request, database: Db, found: FoundReturn, version: FoundVersion, cell: FoundCell
) -> Response:
    """Show what was asked about a cell, and ask for the answer."""
    return draw_talk(request, database, found, version, cell, Form.empty(SayAboutCell))


@router.post("/cell", dependencies=[DRAFTED])
def answer_question(
    request: Request,
    database: Db,
    found: FoundReturn,
    version: FoundVersion,
    cell: FoundCell,
    form: Submitted[SayAboutCell],
) -> Response:
    """Answer what the commissioner asked about a cell."""
    if form.errors:
        return draw_talk(request, database, found, version, cell, form, status=422)
    try:
        row = database.find(QuarterReturn, found.row.id if found.row else None, lock=True)
        reviewing.reply(database, row, version.id, cell, form.values.words)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw_talk(request, database, found, version, cell, form, status=trouble.status)
    return see(request, f"{found.path}/versions/{version.number}", message="return-answered")


@router.get("/today", dependencies=[DRAFTED])
def show_bridge(
    request: Request, database: Db, found: FoundReturn, version: FoundVersion
) -> Response:
    """Show a version beside today, and the reason for every difference."""
    return draw_bridge(request, database, found, version, Form.empty(SendRestatement))


@router.post("/today", dependencies=[DRAFTED])
def send_restatement(
    request: Request,
    database: Db,
    found: FoundReturn,
    version: FoundVersion,
    form: Submitted[SendRestatement],
) -> Response:
    """Send the commissioner what changed since, through the gate."""
    if form.errors:
        return draw_bridge(request, database, found, version, form, status=422)
    crossings, moment = restatement(database, found, version)
    try:
        if form.values.seen != seen_of(crossings):
            raise Stale("More changed since you opened this page. Look at it again.")
        stored = database.find(ReturnVersion, version.id)
        restating.restate(database, stored, crossings, known_at=moment, words=form.values.words)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw_bridge(request, database, found, version, form, status=trouble.status)
    return see(request, f"{found.path}/versions/{version.number}", message="return-restated")


def draw_talk(
    request: Request,
    database: Database,
    found: Found,
    version: Version,
    cell: CellKey,
    form: Form[SayAboutCell],
    *,
    status: int = 200,
) -> Response:
    """Draw the talk about a cell. Raises NotFound where nobody asked."""
    thread = next(
        (one for one in threads(database, found) if (one.version_id, one.cell) == (version.id, cell)),
        None,
    )  # fmt: skip
    if thread is None:
        raise NotFound
    return page(
        request,
        "returns/talk.html",
        status=status,
        found=found,
        version=version,
        thread=thread,
        form=form,
        number=cells_of(database, version.id).get(cell, 0) if cell.measure else None,
        label=label_of_cell(cell, words_for(database)),
        says=definitions_of([cell]),
        back=f"{found.path}/versions/{version.number}",
        caption=f"{found.commission.name}, {found.quarter.label}",
        asks="Your answer",
    )


def draw_bridge(
    request: Request,
    database: Database,
    found: Found,
    version: Version,
    form: Form[SendRestatement],
    *,
    status: int = 200,
) -> Response:
    """Draw the bridge between a version and today."""
    crossings, _ = restatement(database, found, version)
    form.typed["seen"] = seen_of(crossings)
    words = words_for(database)
    changed = [one for one in crossings if one.changes]
    used = {change.reason for one in changed for change in one.changes}
    return page(
        request,
        "returns/bridge.html",
        status=status,
        found=found,
        version=version,
        form=form,
        changed=[(label_of_cell(one.key, words), one) for one in changed if one.key.by == "all"],
        detail=[(label_of_cell(one.key, words), one) for one in changed if one.key.by != "all"],
        same=len(crossings) - len(changed),
        reasons=[(reason, LABELS[reason]) for reason in ORDER if reason in used],
        says=definitions_of(one.key for one in changed),
    )


def seen_of(crossings: Sequence[Crossing]) -> str:
    """What of a bridge a page shows, as one short word."""
    told: list[Any] = [
        [*one.key, one.was, one.now, one.changes] for one in crossings if one.changes
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]


def threads(database: Database, found: Found) -> list[Any]:
    """Every talk about a return."""
    if found.row is None:
        return []
    return list(threads_of(database, found.row.id, versions_of(database, found.row.id)))


def labelled(definition: Any, words: dict[str, str]) -> list[tuple[str, str]]:
    """Texts with their labels, in the order of the definition, then why numbers moved."""
    labels = {f"narrative:{one.key}": one.label for one in definition.narrative}
    labels |= {f"change:{row.key}": f"Why “{row.label}” moved" for row, _ in definition.rows}
    return [(label, words[part]) for part, label in labels.items() if words.get(part)]
