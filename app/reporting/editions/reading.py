"""Editions as they are read: whatever was printed, cell by cell, never counted or decided anew."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.errors import NotFound
from app.models import (
    Account,
    Audience,
    Edition,
    EditionCell,
    EditionOrder,
    EditionTable,
    TableState,
)
from app.reporting.editions.catalogue import BY_CODE, TABLES, Permitted
from app.reporting.gate.issued import place_from
from app.reporting.gate.marks import THRESHOLD, Cell
from app.reporting.gate.places import Place
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Span, parse
from app.reporting.tables import Figure, Shown
from app.reporting.values import NOT_KNOWN, known_values, label_of

NEWEST = 60  # orders on the list: more than a year's


class Listed(NamedTuple):
    """An order and what came of it, as a line of the list."""

    id: UUID
    span: Span
    audience: Audience
    reason: str
    state: str
    ordered_at: datetime
    ordered_by: str | None
    edition_id: UUID | None
    said: str


class TableLine(NamedTuple):
    """A table of an edition, as a line of its list."""

    table: Permitted
    state: TableState
    note: str
    stands_id: UUID | None
    lines_left_out: tuple[str, ...]


class EditionPage(NamedTuple):
    """An edition and its tables."""

    edition: Edition
    span: Span
    tables: tuple[TableLine, ...]

    def table(self, code: str) -> TableLine:
        """The table of this code. Raises NotFound."""
        for line in self.tables:
            if line.table.code == code:
                return line
        raise NotFound


def listed(database: Database, audience: Audience = Audience.commissioner) -> list[Listed]:
    """The orders of the viewer's organisation, the newest first."""
    rows = database.execute(
        select(
            col(EditionOrder.id),
            col(EditionOrder.span),
            col(EditionOrder.audience),
            col(EditionOrder.reason),
            col(EditionOrder.state),
            col(EditionOrder.ordered_at),
            col(Account.name),
            col(EditionOrder.edition_id),
            col(EditionOrder.said),
        )
        .outerjoin(Account, col(Account.id) == EditionOrder.ordered_by_id)
        .where(col(EditionOrder.audience) == str(audience))
        .order_by(col(EditionOrder.ordered_at).desc(), col(EditionOrder.id).desc())
        .limit(NEWEST)
    )
    return [Listed(row[0], span_of(row[1]), *row[2:]) for row in rows]


def span_of(code: str) -> Span:
    """The span of a stored code. Raises NotFound for one that never was."""
    span = parse(code)
    if span is None:
        raise NotFound
    return span


def edition_of(database: Database, edition_id: UUID) -> EditionPage:
    """An edition with its tables in the order of the catalogue. Raises NotFound."""
    edition = database.find(Edition, edition_id)
    rows = database.execute(
        select(
            col(EditionTable.code),
            col(EditionTable.state),
            col(EditionTable.note),
            col(EditionTable.stands_id),
            col(EditionTable.lines_left_out),
        ).where(col(EditionTable.edition_id) == edition_id)
    )
    kept = {row[0]: row for row in rows}
    lines = tuple(
        TableLine(table, TableState(row[1]), row[2], row[3], tuple(row[4]))
        for table in TABLES
        if (row := kept.get(table.code))
    )
    return EditionPage(edition, span_of(edition.span), lines)


def cells_of(
    database: Database, edition_id: UUID, table: str | None = None, measure: str | None = None
) -> dict[Place, Cell]:
    """What an edition prints, by place; only one table's or measure's if asked for."""
    query = select(
        col(EditionCell.measure),
        col(EditionCell.by1),
        col(EditionCell.value1),
        col(EditionCell.by2),
        col(EditionCell.value2),
        col(EditionCell.number),
        col(EditionCell.mark),
        col(EditionCell.below),
    ).where(col(EditionCell.edition_id) == edition_id)
    if table is not None:
        query = query.where(col(EditionCell.table_code) == table)
    if measure is not None:
        query = query.where(col(EditionCell.measure) == measure)
    return {
        place_from(*row[:5]): Cell(row[5], row[6], row[7] or THRESHOLD)
        for row in database.execute(query)
        if row[0] in MEASURES
    }


def cross_table(database: Database, page: EditionPage, code: str) -> Figure:
    """A table of an edition, ready to be drawn and to be a file. Raises NotFound where none is printed."""
    line = page.table(code)
    if line.state is not TableState.printed:
        raise NotFound
    table = BY_CODE[code]
    cells = cells_of(database, page.edition.id, table=code)
    margins = cells_of(database, page.edition.id, table="totals", measure=table.measure)
    down, across = table.by
    words = page.edition.words
    rows = _values(margins, table.measure, down, words)
    columns = _values(margins, table.measure, across, words)
    drawn = []
    for value in rows:
        shown = [
            show(cells.get(Place.of(table.measure, (down, value), (across, one))))
            for one in columns
        ]
        shown.append(show(margins.get(Place.of(table.measure, (down, value)))))
        drawn.append((name_of(down, value, words), tuple(shown)))
    total = [show(margins.get(Place.of(table.measure, (across, one)))) for one in columns]
    total.append(show(margins.get(Place.of(table.measure))))
    drawn.append(("In all", tuple(total)))
    measure = MEASURES[table.measure]
    head = ("", *(name_of(across, one, words) for one in columns), "In all")
    return Figure(
        code, table.title, _finding(measure.label, drawn, head, line), head, tuple(drawn),
        ((measure.label, measure.says),),
    )  # fmt: skip


def show(cell: Cell | None) -> Shown:
    """A printed cell; one that is not there belongs to a line that was left out."""
    cell = cell or Cell(None, "kept-back")
    if cell.is_hidden:
        return Shown(cell.mark, cell.reason, cell.mark, cell.why)
    return Shown(f"{cell.value:,.0f}", "", int(cell.value or 0))


def name_of(by: By, value: str, words: dict[str, dict[str, str]]) -> str:
    """The words for a value: the name as it was when the edition was made."""
    return words.get(str(by), {}).get(value) or label_of(by, value)


def _values(
    margins: dict[Place, Cell], measure: str, by: By, words: dict[str, dict[str, str]]
) -> list[str]:
    """The values of a breakdown that were counted, in the order people expect."""
    found = {
        place.where[0][1]
        for place, cell in margins.items()
        if place.measure == measure and place.by == (by,) and (cell.is_hidden or cell.value)
    }
    expected = list(known_values(by))
    place = {value: number for number, value in enumerate(expected)}
    return sorted(
        found,
        key=lambda value: (
            value == NOT_KNOWN, place.get(value, len(expected)), name_of(by, value, words).casefold(),
        ),
    )  # fmt: skip


def _finding(
    label: str, drawn: list[tuple[str, tuple[Shown, ...]]], head: tuple[str, ...], line: TableLine
) -> str:
    """What a table shows, in a sentence, from nothing but what is printed."""
    numbers = [
        (shown.value, row, head[place + 1])
        for row, cells in drawn[:-1]
        for place, shown in enumerate(cells[:-1])
        if isinstance(shown.value, int)
    ]
    whole = drawn[-1][1][-1].text
    if not numbers or max(numbers)[0] == 0:
        return f"{label}: {whole} in all; no part of it can be shown."
    most = max(numbers, key=lambda one: one[0])
    sentence = f"{label}: {whole} in all. The largest number shown: {most[0]:,}, {most[1]}, {most[2].lower()}."
    if line.lines_left_out:
        sentence += f" {len(line.lines_left_out)} of {len(drawn) - 1} lines are left out."
    return sentence


def newest_with(database: Database, code: str) -> tuple[UUID, Span] | None:
    """The newest edition that printed a table, with its span; None where there is none."""
    row = database.execute(
        select(col(Edition.id), col(Edition.span))
        .join(EditionTable, col(EditionTable.edition_id) == Edition.id)
        .where(
            col(Edition.audience) == str(Audience.commissioner),
            col(EditionTable.code) == code,
            col(EditionTable.state) == str(TableState.printed),
        )
        .order_by(col(Edition.ends_on).desc(), col(Edition.known_at).desc())
        .limit(1)
    ).first()
    return (row[0], span_of(row[1])) if row else None
