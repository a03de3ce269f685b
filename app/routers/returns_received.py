"""What a commissioner receives: the list, one return, questions on its cells, acceptance, roll-up."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.access import Permission
from app.actions.returns import reviewing
from app.actions.returns.moves import moves_open_to
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.returns import SayAboutCell
from app.models import QuarterReturn, Role
from app.queries.return_lists import received_returns
from app.queries.return_roll_up import roll_up
from app.queries.return_talk import Received, printed_crossings, received, threads_of
from app.reporting.bridge.cells import CellKey
from app.reporting.bridge.explaining import LABELS, ORDER
from app.reporting.gate.marks import THRESHOLD, Cell, legend
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter, latest_whole
from app.reporting.returns.documents import version_of
from app.reporting.returns.money import money_part
from app.reporting.returns.tables import HEADS, Part, definitions_of, label_of_cell, sheet
from app.reporting.sheets import Value, as_csv
from app.routers.returns.found import FoundCell, money_of, words_for
from app.routers.returns.listing import by_year
from app.routers.returns.sent import labelled
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(prefix="/returns-received", dependencies=[allowed(Permission.commission)])


def find(return_id: UUID, database: Db, version: str = "") -> Received:
    """The version of a return that an address names, or its newest. Raises NotFound."""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else None  # noqa: PLR2004 - nobody submits so often
    return received(database, return_id, number)


FoundReceived = Annotated[Received, Depends(find)]


@router.get("")
def list_received(request: Request, database: Db) -> Response:
    """List returns by what is to be done with them, and every year."""
    lines = received_returns(database)
    return page(
        request,
        "returns/received_list.html",
        to_read=[one for one in lines if one.is_to_read],
        queried=[one for one in lines if one.state == "queried"],
        overdue=[one for one in lines if one.is_overdue],
        years=by_year(lines),
        latest=latest_whole(),
    )


@router.get("/together/{code}")
def show_roll_up(request: Request, database: Db, code: str) -> Response:
    """Show the returns of a quarter beside each other, as they were printed."""
    quarter = Quarter.parse(code)
    if quarter is None or not quarter.has_started:
        raise NotFound
    rolled = roll_up(database, quarter)
    return page(
        request,
        "returns/roll_up.html",
        quarter=quarter,
        rolled=rolled,
        legend=legend(rolled.thresholds),
        says=[(measure.label, measure.says) for measure, _, _ in rolled.rows],
    )


@router.get("/{return_id:uuid}")
def show_received(request: Request, database: Db, found: FoundReceived) -> Response:
    """Show a return as it was printed."""
    words = words_for(database)
    asked = version_of(database, found.version.document_version_id)
    threads = threads_of(database, found.row.id, found.versions)
    cells = found.cells
    return page(
        request,
        "returns/received.html",
        found=found,
        sheet=None
        if cells is None
        else sheet(asked.definition, cells, None, words, money_rows(database, found, cells)),
        texts=labelled(asked.definition, dict(found.words)),
        threads=threads,
        label=lambda cell: label_of_cell(cell, words),
        asked={one.cell for one in threads if one.version_id == found.version.id},
        moves={move.name for move in moves_open_to(database.viewer, found.row)},
        may_ask=database.viewer.role is Role.commissioner,
    )


@router.get("/{return_id:uuid}/cells.csv")
def download_received(database: Db, found: FoundReceived) -> Response:
    """Hand out a return as CSV: the same printed cells, with definitions and marks."""
    if found.cells is None:
        raise NotFound
    database.view(found.row, "downloaded", version=found.version.number)
    words = words_for(database)
    asked = version_of(database, found.version.document_version_id)
    lines: list[tuple[Value, ...]] = [
        (f"{found.name}, {found.provider}, {found.quarter.label}, version {found.version.number}",),
        ("Counted", "Number", "Definition"),
    ]
    for measure, _ in asked.definition.rows:
        for key, cell in found.cells.items():
            if key.measure == measure.key:
                number = cell.mark if cell.is_hidden else int(cell.value or 0)
                says = measure.says if key.by == "all" else None
                lines.append((label_of_cell(key, words), number, says))
    money = money_rows(database, found, found.cells)
    lines += [(label, text, says) for label, says, text in (money.shares if money else ())]
    thresholds = {one.below for one in found.cells.values() if one.is_hidden} or {THRESHOLD}
    lines += [(f"{mark}: {says}",) for mark, says in legend(thresholds)]
    name = f"return-{found.quarter.code}-{found.version.number}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(lines), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{return_id:uuid}/ask", dependencies=[DRAFTED])
def ask_about_cell(
    request: Request, database: Db, found: FoundReceived, cell: FoundCell
) -> Response:
    """Show the talk about a cell, and a box to ask."""
    return draw_talk(request, database, found, cell, Form.empty(SayAboutCell))


@router.post("/{return_id:uuid}/ask", dependencies=[DRAFTED])
def query_cell(
    request: Request,
    database: Db,
    found: FoundReceived,
    cell: FoundCell,
    form: Submitted[SayAboutCell],
) -> Response:
    """Ask the provider about a cell."""
    find_cell(database, found, cell)
    if form.errors:
        return draw_talk(request, database, found, cell, form, status=422)
    try:
        row = database.find(QuarterReturn, found.row.id, lock=True)
        reviewing.query(database, row, found.version.id, cell, form.values.words)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw_talk(request, database, found, cell, form, status=trouble.status)
    return see(request, f"/returns-received/{found.row.id}", message="return-queried")


@router.post("/{return_id:uuid}/accept")
def accept_return(
    request: Request, database: Db, found: FoundReceived, posted: PostedForm
) -> Response:
    """Accept the newest version of a return. Raises Stale where a newer one came since the page."""
    row = database.find(QuarterReturn, found.row.id, lock=True)
    database.expect(row, posted.version)
    reviewing.accept(database, row)
    return see(request, f"/returns-received/{row.id}", message="return-accepted")


@router.get("/{return_id:uuid}/restated/{restatement_id:uuid}")
def show_restated(
    request: Request, database: Db, found: FoundReceived, restatement_id: UUID
) -> Response:
    """Show a restatement as the gate let it through."""
    told = next((one for one in found.restated if one.id == restatement_id), None)
    if told is None:
        raise NotFound
    words = words_for(database)
    rows = printed_crossings(database, restatement_id)
    shown = [row for row in rows if not row.says_nothing]
    used = {reason for row in shown for reason, _, _ in row.steps}
    hidden = {(one.mark, one.reason) for row in shown for one in row.cells if one.is_hidden}
    return page(
        request,
        "returns/restated.html",
        found=found,
        told=told,
        tables=[
            ("In all", [(label_of_cell(row.key, words), row) for row in shown if row.key.by == "all"]),
            ("Broken down", [(label_of_cell(row.key, words), row) for row in shown if row.key.by != "all"]),
        ],
        unsaid=[
            f"{MEASURES[row.key.measure].label}, by {HEADS[By(row.key.by)].lower()}"
            if row.key.by != "all"
            else label_of_cell(row.key, words)
            for row in rows
            if row.says_nothing and row.key.measure in MEASURES
        ],
        reasons=[(str(reason), LABELS[reason]) for reason in ORDER if reason in used],
        labels={str(reason): label for reason, label in LABELS.items()},
        legend=sorted(hidden),
        says=definitions_of(row.key for row in rows),
    )  # fmt: skip


def money_rows(database: Database, found: Received, cells: Mapping[CellKey, Cell]) -> Part | None:
    """The money rows of a version: what was said to be spent when it was submitted, shown counts."""
    definition = version_of(database, found.version.document_version_id).definition
    money = money_of(database, definition, found.row.commission_id, found.version.submitted_at)
    return money_part(definition, money, found.quarter, cells, side=str(found.row.side))


def find_cell(database: Database, found: Received, cell: CellKey) -> Cell | None:
    """How a cell was printed; None for the return as a whole. Raises NotFound.

    A cell in which nobody was counted is nought, and can be asked about like any other.
    """
    if database.viewer.role is not Role.commissioner or found.cells is None:
        raise NotFound
    if not cell.measure:
        return None
    definition = version_of(database, found.version.document_version_id).definition
    for measure, breakdowns in definition.rows:
        if measure.key == cell.measure and cell.by in {"all", *breakdowns}:
            return found.cells.get(cell, Cell(0))
    raise NotFound


def draw_talk(
    request: Request,
    database: Database,
    found: Received,
    cell: CellKey,
    form: Form[SayAboutCell],
    *,
    status: int = 200,
) -> Response:
    """Draw the talk about a cell. Raises NotFound for a cell that this return does not have."""
    printed = find_cell(database, found, cell)
    thread = next(
        (one for one in threads_of(database, found.row.id, found.versions)
         if (one.version_id, one.cell) == (found.version.id, cell)),
        None,
    )  # fmt: skip
    return page(
        request,
        "returns/talk.html",
        status=status,
        thread=thread,
        form=form,
        number=None if printed is None else printed.mark or int(printed.value or 0),
        label=label_of_cell(cell, words_for(database)),
        says=definitions_of([cell]),
        back=f"/returns-received/{found.row.id}?version={found.version.number}",
        caption=f"{found.name}, {found.quarter.label}",
        asks="Your question",
        version=found.version,
    )
