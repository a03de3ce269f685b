"""Making an edition: counting a span, linking it with all that is printed, deciding once, proving.

Runs in a job, as the role that counts; a screen never decides about a cross-table. What comes out is
rows to be stored as they are.
"""

import json
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from app.access import DatabaseRole
from app.database import transaction
from app.errors import Refused
from app.models import Audience, TableState
from app.reporting.asked import Asked, may_ask_about
from app.reporting.counting import figures_of, follow
from app.reporting.curves import printed_lines
from app.reporting.editions.catalogue import TABLES
from app.reporting.editions.span_counts import SpanCounts, count_span, with_finest
from app.reporting.gate.issued import Issued, issued
from app.reporting.gate.linking import Linked, linked
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place, place_of, stored
from app.reporting.gate.protection import Decided, decide, holds
from app.reporting.gate.spots import Issue, Link
from app.reporting.ledger.columns import Snapshot
from app.reporting.measure import SCOPES, By
from app.reporting.measures import MEASURES
from app.reporting.periods import Month, Quarter, Span, Year, parts_of
from app.reporting.returns.returned import returned
from app.reporting.scopes import threshold_in

TOTALS = "totals"
NEW = "new"
STANDS = "Too little changed to make it again without showing who came; the earlier one stands."
NOTHING = "Nothing was counted."
LEFT_OUT = "It could not be shown without giving small numbers away."


class MadeTable(NamedTuple):
    """A table, what became of it, the edition whose printing stands, and lines that are not printed."""

    code: str
    state: TableState
    stands_id: UUID | None = None
    note: str = ""
    lines_left_out: tuple[str, ...] = ()


class MadeEdition(NamedTuple):
    """An edition, ready to be stored. `counts` are the true counts of hidden cells."""

    known_at: int
    threshold: int
    definition: str
    hash: str
    words: dict[str, dict[str, str]]
    tables: tuple[MadeTable, ...]
    cells: tuple[dict[str, Any], ...]
    counts: tuple[list[Any], ...]
    witnesses: str
    frozen: dict[str, Any]


def make(organisation_id: UUID, span: Span) -> MadeEdition:
    """Make an edition of a span for a commissioner. Raises Refused where nothing can be proved."""
    snapshot = follow()
    with transaction(role=DatabaseRole.counting) as database:
        asked = may_ask_about(database, organisation_id)
        before = issued(database, organisation_id, span, (Audience.commissioner,))
        returns = returned(database, organisation_id, span)
    if not asked.commissions:
        raise Refused("Nothing is commissioned, so there is nothing to print.")
    pairs = [(table.measure, table.by) for table in TABLES]
    counts = count_span(asked, snapshot, span, snapshot.known_at, with_finest(pairs))
    pages = quarter_pages(asked, snapshot, span)
    tables = _tables(counts)
    earlier = sorted((*before.issues, *returns), key=lambda issue: issue.known_at)
    lost: set[str] = set()
    while True:
        kept = {place: line for place, line in tables.items() if table_of(line) not in lost}
        new = Issue(NEW, span, snapshot.known_at, counts.protected, {}, kept)
        one = linked((*earlier, *pages, new), counts.scopes)
        decided = decide(one.problem)
        told = {
            table_of(one.changes.get(key, "")) for key in decided.told if isinstance(key, Link)
        } - {"", *lost}
        if not told:
            break
        # What changed since the last printing would show: that printing stands.
        lost |= told
    if not holds(one.problem, decided):
        raise Refused("The proof did not hold, so no edition was made.")
    return _written(asked, counts, one, decided, kept, before)


def quarter_pages(asked: Asked, snapshot: Snapshot, span: Span) -> list[Issue]:
    """The pages of quarters as they are now: what everybody of the organisation can read any day."""
    quarters: tuple[Span, ...] = (Quarter.of(span.start),) if isinstance(span, Month) else (span,)
    if isinstance(span, Year):
        quarters = tuple(one for one in parts_of(span) if one.has_started)
    found = []
    for quarter in quarters:
        if not isinstance(quarter, Quarter):
            continue
        protected = figures_of(asked, snapshot, quarter, None).protected
        counts = count_span(asked, snapshot, quarter, snapshot.known_at, ())
        printed = {
            place_of(key): cell
            for key, cell in protected.counts.items()
            if MEASURES[key[0]].protected
        }
        values = {place: n for place, n in counts.protected.items() if place in printed}
        lines = printed_lines(asked, snapshot, quarter)
        values |= lines
        printed |= {place: Cell(n) for place, n in lines.items()}
        found.append(Issue(f"page {quarter.code}", quarter, snapshot.known_at, values, printed, {}))
    return found


def _tables(counts: SpanCounts) -> dict[Place, str]:
    """The table and line that each place is printed in: a line is printed or left out as a whole."""
    of = {(table.measure, frozenset(table.by)): table for table in TABLES}
    found = {}
    for place in counts.crossed:
        table = of.get((place.measure, frozenset(place.by)))
        if table is not None:
            found[place] = f"{table.code}|{dict(place.where)[table.by[0]]}"
    for place in counts.single:
        if MEASURES[place.measure].protected:
            found[place] = f"{TOTALS}|{place.measure} {' '.join(place.by)}"
    return found


def table_of(line: str) -> str:
    """The code of the table that a line is of."""
    return line.partition("|")[0]


def _written(
    asked: Asked,
    counts: SpanCounts,
    one: Linked,
    decided: Decided,
    kept: dict[Place, str],
    before: Issued,
) -> MadeEdition:
    spots, values = one.spots[NEW], one.problem.values
    cells: list[dict[str, Any]] = []
    hidden: list[list[Any]] = []
    for place, line in sorted(kept.items(), key=repr):
        spot = spots[place]
        if line in decided.left_out and spot not in one.problem.printed:
            continue
        cell = one.problem.printed.get(spot) or decided.cells[spot]
        cells.append(row_of(table_of(line), place, cell))
        if cell.is_hidden:
            hidden.append([*stored(place), values[spot]])
    for place, n in sorted(counts.single.items(), key=repr):
        if not MEASURES[place.measure].protected:
            cells.append(row_of(TOTALS, place, Cell(n)))
    tables = tuple(
        _table(code, kept, decided, counts.span, before)
        for code in (TOTALS, *(table.code for table in TABLES))
    )
    body = json.dumps([cells, tables], sort_keys=True, default=str)
    return MadeEdition(
        known_at=counts.known_at,
        threshold=threshold_in(counts.scopes, ()),
        definition=definition(),
        hash=sha256(body.encode()).hexdigest(),
        words=names_of(asked, counts),
        tables=tables,
        cells=tuple(cells),
        counts=tuple(hidden),
        witnesses=decided.proof.as_text(),
        frozen={},
    )


def _table(
    code: str, kept: dict[Place, str], decided: Decided, span: Span, before: Issued
) -> MadeTable:
    own = {line for line in kept.values() if table_of(line) == code}
    lost = own & decided.left_out
    if own and lost != own:
        names = tuple(sorted(line.partition("|")[2] for line in lost))
        return MadeTable(code, TableState.printed, lines_left_out=names)
    stands = before.newest.get((span.code, code))
    if stands is not None:
        return MadeTable(code, TableState.stands, stands, STANDS)
    # Nothing was counted: there is nothing to hide either.
    return MadeTable(code, TableState.left_out, None, LEFT_OUT if lost else NOTHING)


def row_of(table: str, place: Place, cell: Cell) -> dict[str, Any]:
    """A printed cell as it is stored."""
    measure, by1, value1, by2, value2 = stored(place)
    return {
        "table_code": table, "measure": measure, "by1": by1, "value1": value1, "by2": by2,
        "value2": value2, "number": None if cell.is_hidden else cell.value, "mark": cell.why,
        "below": cell.below if cell.is_hidden else None,
    }  # fmt: skip


def names_of(asked: Asked, counts: SpanCounts) -> dict[str, dict[str, str]]:
    """Names as they are today; an edition keeps them, whatever is renamed later."""
    choices = asked.choices(counts.scopes)
    return {str(by): dict(choices.get(by, {})) for by in (*SCOPES, By.reason, By.stage, By.scale)}


def definition() -> str:
    """A fingerprint of how things are counted and what may be asked."""
    said = repr([MEASURES[key] for key in sorted(MEASURES)]) + repr(TABLES)
    return sha256(said.encode()).hexdigest()
