"""The returns of one quarter beside each other, from what was printed of each."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Commission, QuarterReturn, ReturnPrint, ReturnSource, ReturnVersion
from app.queries.return_lists import SIDES
from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import MARKS, Cell
from app.reporting.measure import Measure
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter


class Column(NamedTuple):
    """One return: where it is, and whether its figures came from the provider's own system."""

    id: UUID
    name: str
    own_system: bool


class Together(NamedTuple):
    """Measures as rows, returns as columns, and what they come to where that can be said."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Measure, tuple[str, ...], str], ...]
    thresholds: tuple[int, ...]


def roll_up(database: Database, quarter: Quarter) -> Together:
    """Every return of a quarter that was submitted and printed, its newest version."""
    found = database.execute(
        select(
            col(QuarterReturn.id),
            col(Commission.name),
            col(QuarterReturn.side),
            col(ReturnVersion.source),
            col(ReturnPrint.cells),
            col(ReturnPrint.below),
        )
        .join(Commission, col(Commission.id) == QuarterReturn.commission_id)
        .join(
            ReturnVersion,
            (col(ReturnVersion.return_id) == QuarterReturn.id)
            & (col(ReturnVersion.number) == QuarterReturn.newest),
        )
        .join(ReturnPrint, col(ReturnPrint.version_id) == ReturnVersion.id)
        .where(
            col(QuarterReturn.year) == quarter.year, col(QuarterReturn.quarter) == quarter.number
        )
        .order_by(col(Commission.name), col(QuarterReturn.side))
    ).all()
    columns = tuple(
        Column(row.id, f"{row.name}, {SIDES[row.side]}" if row.side else row.name, row.source == ReturnSource.own_system)
        for row in found
    )  # fmt: skip
    printed = [
        {CellKey(*key): Cell(n, why, row.below) for *key, n, why in row.cells if key[1] == "all"}
        for row in found
    ]
    rows = []
    for measure in MEASURES.values():
        key = CellKey(measure.key, "all", "")
        cells = [one.get(key) for one in printed]
        if any(cell is not None for cell in cells):
            rows.append((measure, tuple(_text(cell) for cell in cells), _sum(measure, cells)))
    return Together(columns, tuple(rows), tuple(sorted({row.below for row in found})))


def _text(cell: Cell | None) -> str:
    if cell is None:
        return "\u2013"
    return cell.mark if cell.is_hidden else f"{cell.value or 0:,.0f}"


def _sum(measure: Measure, cells: list[Cell | None]) -> str:
    """What cells come to. People are never added up; a hidden number hides the sum."""
    there = [cell for cell in cells if cell is not None]
    if measure.overlaps:
        return "not added"
    if any(cell.is_hidden for cell in there):
        return MARKS["rests-on"]
    return f"{sum(cell.value or 0 for cell in there):,.0f}"
