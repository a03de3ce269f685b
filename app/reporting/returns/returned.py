"""The returns of a year that a commissioner has read, as printings that later ones must not give away."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.database import Database
from app.reporting.gate.linking import Issue
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter, Span, Year
from app.reporting.scopes import with_side

# Figures of a provider's own system stand in no other page: nothing links them with the ledger's.
PRINTED = text(
    """
    SELECT v.id, v.known_at, v.commission_id, v.side, r.year, r.quarter, p.cells
    FROM return_print p
    JOIN return_version v ON v.id = p.version_id
    JOIN quarter_return r ON r.id = v.return_id
    JOIN commission c ON c.id = v.commission_id
    WHERE c.commissioner_id = :organisation AND r.year = :year AND v.source = 'ledger'
    ORDER BY v.known_at, v.id
    """
)
EXACT = text("SELECT measure, by, value, n FROM return_cell WHERE version_id = :version")


def returned(database: Database, organisation_id: UUID, span: Span) -> tuple[Issue, ...]:
    """Every return that was printed for a commissioner of the financial year that a span lies in."""
    rows = database.execute(
        PRINTED, {"organisation": organisation_id, "year": Year.of(span.start).year}
    ).all()
    return tuple(_issue(database, row) for row in rows)


def _issue(database: Database, row: Any) -> Issue:
    scope = with_side(str(row.commission_id), row.side)
    exact = {
        (measure, by, value): n
        for measure, by, value, n in database.execute(EXACT, {"version": row.id})
    }
    values: dict[Place, int] = {}
    printed: dict[Place, Cell] = {}
    for measure, by, value, n, mark in row.cells:
        declared = MEASURES.get(measure)
        if declared is None or declared.own_only or not declared.protected or mark == "kept-back":
            continue
        place = Place.of(measure, (By.commission, scope), (By(by), value))
        values[place] = exact.get((measure, by, value), 0)
        printed[place] = Cell(n, mark)
    return Issue(
        f"return {row.id}", Quarter(row.year, row.quarter), row.known_at, values, printed, {}
    )
