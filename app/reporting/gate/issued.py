"""What was printed of a year so far, read back with the counts behind it, as the role that counts."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select
from sqlmodel import col

from app.database import Database
from app.models import Audience, Edition, EditionCell, EditionProof, EditionTable, TableState
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.gate.spots import Issue
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Span, Year, parse

READ = ("edition_id", "measure", "by1", "value1", "by2", "value2", "number", "mark", "below")


class Issued(NamedTuple):
    """Earlier editions as issues, oldest first, and for each table of a span who printed it last."""

    issues: tuple[Issue, ...]
    newest: dict[tuple[str, str], UUID]


def issued(
    database: Database, organisation_id: UUID, span: Span, audiences: Iterable[Audience]
) -> Issued:
    """Everything printed for a commissioner of the financial year that a span lies in."""
    year = Year.of(span.start)
    editions = database.execute(
        select(col(Edition.id), col(Edition.span), col(Edition.known_at), col(Edition.threshold))
        .where(
            col(Edition.organisation_id) == organisation_id,
            col(Edition.audience).in_([str(one) for one in audiences]),
            col(Edition.starts_on) >= year.start,
            col(Edition.ends_on) <= year.end,
        )
        .order_by(col(Edition.known_at), col(Edition.id))
    ).all()
    names = [row[0] for row in editions]
    kept = select(col(EditionProof.edition_id), col(EditionProof.counts)).where(
        col(EditionProof.edition_id).in_(names)
    )
    counts = {name: rows for name, rows in database.execute(kept)}  # noqa: C416 - rows are not tuples
    cells: dict[UUID, list[Any]] = {name: [] for name in names}
    columns = [col(getattr(EditionCell, name)) for name in READ]
    for row in database.execute(select(*columns).where(col(EditionCell.edition_id).in_(names))):
        cells[row.edition_id].append(row)
    found = tuple(_issue(row, cells[row.id], counts.get(row.id, [])) for row in editions)
    return Issued(found, _newest(database, names))


def _newest(database: Database, names: list[UUID]) -> dict[tuple[str, str], UUID]:
    """For each span and table the last edition that printed it."""
    rows = database.execute(
        select(col(Edition.span), col(EditionTable.code), col(Edition.id))
        .join(Edition, col(Edition.id) == col(EditionTable.edition_id))
        .where(col(Edition.id).in_(names), col(EditionTable.state) == str(TableState.printed))
        .order_by(col(Edition.known_at), col(Edition.id))
    )
    return {(span, code): name for span, code, name in rows}


def _issue(edition: Row[Any], rows: list[Row[Any]], counts: list[Any]) -> Issue:
    span = parse(edition.span)
    if span is None:
        raise ValueError(f"{edition.span}: no such span")
    hidden = {place_from(*kept[:5]): kept[5] for kept in counts}
    values: dict[Place, int] = {}
    printed: dict[Place, Cell] = {}
    for row in rows:
        place = place_from(row.measure, row.by1, row.value1, row.by2, row.value2)
        # A measure may have been renamed since; nothing new is printed of it.
        if place.measure not in MEASURES or not MEASURES[place.measure].protected:
            continue
        # A line that is not printed may hold noughts: nothing is said of them.
        if row.mark != "kept-back" or hidden.get(place):
            printed[place] = Cell(row.number, row.mark, row.below or edition.threshold)
        # A number for the public is rounded: what is true stands with the proof.
        values[place] = hidden.get(place, row.number)
    return Issue(str(edition.id), span, edition.known_at, values, printed, {})


def place_from(measure: str, by1: str, value1: str, by2: str, value2: str) -> Place:
    """The place that a stored cell stands at."""
    return Place.of(measure, (By(by1), value1), (By(by2), value2))
