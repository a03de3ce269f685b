"""Returns and restatements that a commissioner has read, as printings that later ones must not give away."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.database import Database
from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.gate.spots import Bridge, Issue, Step
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter, Span, Year
from app.reporting.scopes import with_side

KEPT_BACK = Cell(None, "kept-back")
# Figures of a provider's own system stand in no other page: nothing links them with the ledger's.
PRINTED = text(
    """
    SELECT v.id, v.known_at, v.commission_id, v.side, r.year, r.quarter, p.cells, p.below
    FROM return_print p
    JOIN return_version v ON v.id = p.version_id
    JOIN quarter_return r ON r.id = v.return_id
    JOIN commission c ON c.id = v.commission_id
    WHERE c.commissioner_id = :organisation AND r.year = :year AND v.source = 'ledger'
      AND r.quarter BETWEEN :first AND :last
    ORDER BY v.known_at, v.id
    """
)
EXACT = text(
    "SELECT version_id, measure, by, value, n FROM return_cell WHERE version_id = ANY(:ids)"
)
RESTATED = text(
    """
    SELECT s.id, s.version_id, s.known_at, s.crossings, p.crossings AS told, p.below
    FROM restatement_print p JOIN return_restatement s ON s.id = p.restatement_id
    WHERE s.version_id = ANY(:ids) ORDER BY s.known_at, s.id
    """
)


def returned(database: Database, organisation_id: UUID, span: Span) -> tuple[Issue, ...]:
    """What was printed of returns for a commissioner: of a quarter, or of the year a span lies in."""
    quarters = (span.number, span.number) if isinstance(span, Quarter) else (1, 4)
    wanted = {
        "organisation": organisation_id, "year": Year.of(span.start).year,
        "first": quarters[0], "last": quarters[1],
    }  # fmt: skip
    rows = database.execute(PRINTED, wanted).all()
    ids = [row.id for row in rows]
    exact: dict[UUID, dict[CellKey, int]] = {}
    for version_id, measure, by, value, n in database.execute(EXACT, {"ids": ids}):
        exact.setdefault(version_id, {})[CellKey(measure, by, value)] = n
    versions = {row.id: _version(row, exact.get(row.id, {})) for row in rows}
    about = {row.id: with_side(str(row.commission_id), row.side) for row in rows}
    restated = [
        _restated(
            row, versions[row.version_id], about[row.version_id], exact.get(row.version_id, {})
        )
        for row in database.execute(RESTATED, {"ids": ids})
    ]
    return tuple(sorted((*versions.values(), *restated), key=lambda one: one.known_at))


def name_of(version_id: UUID) -> str:
    """The name of the issue that a printed version is."""
    return f"return {version_id}"


def place_in(scope: str, key: CellKey) -> Place:
    """Where a cell of a return stands among all printed counts: in its commission."""
    return Place.of(key.measure, (By.commission, scope), (By(key.by), key.value))


def is_protected(key: CellKey) -> bool:
    """Whether a cell counts people or what happened to them."""
    measure = MEASURES.get(key.measure)
    return measure is None or measure.protected or measure.own_only


def is_shown(key: CellKey) -> bool:
    """Whether a measure is there today, and is not for the provider alone."""
    measure = MEASURES.get(key.measure)
    return measure is not None and not measure.own_only


def is_linked(key: CellKey) -> bool:
    """Whether a cell is linked with what else is printed: a count of people, declared today."""
    return is_protected(key) and is_shown(key)


def cells_now(was: dict[CellKey, int], crossings: Iterable[Any]) -> dict[CellKey, int]:
    """The numbers of a return at the later moment: those that did not change have no crossing."""
    return was | {CellKey(*row[:3]): row[4] for row in crossings}


def _version(row: Any, exact: dict[CellKey, int]) -> Issue:
    scope = with_side(str(row.commission_id), row.side)
    cells = {CellKey(*key): Cell(n, mark, row.below) for *key, n, mark in row.cells}
    values, printed = _told(scope, cells, exact)
    return Issue(name_of(row.id), Quarter(row.year, row.quarter), row.known_at, values, printed, {})


def _told(
    scope: str, cells: dict[CellKey, Cell], exact: dict[CellKey, int]
) -> tuple[dict[Place, int], dict[Place, Cell]]:
    """The counts behind printed cells, and those cells of which something is said."""
    values = {place_in(scope, key): exact.get(key, 0) for key in cells if is_linked(key)}
    printed = {
        place_in(scope, key): cell
        for key, cell in cells.items()
        if is_linked(key) and cell.why != "kept-back"
    }
    return values, printed


def _restated(row: Any, version: Issue, scope: str, was: dict[CellKey, int]) -> Issue:
    """A restatement: what did not change is printed as in its version and has no row of its own.

    A row for a breakdown as a whole (without a value) says only that something of it changed.
    """
    exact = cells_now(was, row.crossings)
    told = {CellKey(*said[:3]): said for said in row.told if said[2] or said[1] == "all"}
    cells = dict.fromkeys(exact, KEPT_BACK)
    cells |= {key: _cell(said[4], row.below) for key, said in told.items()}
    values, printed = _told(scope, cells, exact)
    printed |= {
        place: cell
        for place, cell in version.printed.items()
        if version.values[place] == values[place]
    }
    counts: dict[Step, int] = {}
    steps: dict[Step, Cell] = {}
    for *at, _, _, changes in row.crossings:
        key = CellKey(*at)
        if not is_linked(key):
            continue
        said = {reason: both for reason, *both in told[key][5]} if key in told else {}
        for reason, *numbers in changes:
            for way, n in zip(("came", "went"), numbers, strict=True):
                step = Step(place_in(scope, key), reason, way)
                counts[step] = n
                cell = dict(zip(("came", "went"), said.get(reason, ()), strict=False)).get(way)
                if cell is not None and cell[1] != "kept-back":
                    steps[step] = _cell(cell, row.below)
    bridge = Bridge(version.name, counts, steps)
    return Issue(f"restatement {row.id}", version.span, row.known_at, values, printed, {}, bridge)


def _cell(said: list[Any], below: int) -> Cell:
    return Cell(said[0], said[1], below)
