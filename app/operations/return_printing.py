"""Printing returns: what was submitted goes through the gate once, as a job, and is kept as printed.

Counted cells are read as `counting`, as the gate reads everything; what may be printed is written as
`system`. A version that was printed is never printed again.
"""

from typing import Any
from uuid import UUID

from procrastinate import App, RetryStrategy
from sqlalchemy import text

from app.access import DatabaseRole
from app.database import Database, transaction
from app.models import RestatementPrint, ReturnPrint
from app.reporting.agreed import threshold_for
from app.reporting.asked import may_ask_about
from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import Cell
from app.reporting.periods import Quarter
from app.reporting.returns.gate import Earlier, Outcome, Printed, print_cells
from app.reporting.returns.linking import Reported, print_linked, print_restated

VERSION = (
    "SELECT v.id, v.number, v.source, v.known_at, v.organisation_id, v.commission_id, v.side,"
    " v.return_id, r.year, r.quarter, c.commissioner_id FROM return_version v"
    " JOIN quarter_return r ON r.id = v.return_id JOIN commission c ON c.id = v.commission_id"
)
OF_RETURN = text(
    f"{VERSION} WHERE v.return_id = (SELECT return_id FROM return_version WHERE id = :id)"  # noqa: S608 - our own
    " AND v.number <= (SELECT number FROM return_version WHERE id = :id) ORDER BY v.number"
)
CELLS = text("SELECT measure, by, value, n FROM return_cell WHERE version_id = :id")
PRINTED = text("SELECT cells, below FROM return_print WHERE version_id = :id")
RESTATEMENT = text(
    "SELECT s.id, s.version_id, s.organisation_id, s.commission_id, s.side, s.crossings, s.known_at,"
    " r.year, r.quarter, c.commissioner_id FROM return_restatement s"
    " JOIN return_version v ON v.id = s.version_id JOIN quarter_return r ON r.id = v.return_id"
    " JOIN commission c ON c.id = s.commission_id WHERE s.id = :id"
)
RESTATED = text("SELECT EXISTS (SELECT FROM restatement_print WHERE restatement_id = :id)")


def tasks(app: App, patient: RetryStrategy) -> None:
    """Name the jobs of this module."""

    @app.task(name="return", retry=patient)
    def print_return(id: str) -> None:
        print_version(UUID(id))

    @app.task(name="restatement", retry=patient)
    def print_change(id: str) -> None:
        print_restatement(UUID(id))


def print_version(version_id: UUID) -> bool:
    """Print a submitted version, and the versions before it that are not printed yet."""
    done = False
    for one in _versions(version_id):
        done = _print(one) or done
    return done


def _versions(version_id: UUID) -> list[Any]:
    with transaction(role=DatabaseRole.counting) as database:
        return list(database.execute(OF_RETURN, {"id": version_id}).all())


def _print(version: Any) -> bool:
    with transaction(role=DatabaseRole.counting) as database:
        if _printed(database, version.id) is not None:
            return False
        cells = _cells(database, version.id)
    if version.source == "ledger":
        # Linked with the page of the quarter, editions, and every return of that quarter.
        outcome = print_linked(_about(version), version.known_at, cells)
    else:
        outcome = _alone(version, cells)
    rows = [
        [*key, None if cell.is_hidden else int(cell.value or 0), cell.why]
        for key, cell in outcome.printed.items()
    ]
    with transaction(role=DatabaseRole.system) as database:
        database.add(
            ReturnPrint(
                version_id=version.id,
                organisation_id=version.organisation_id,
                commission_id=version.commission_id,
                side=version.side,
                cells=rows,
                below=outcome.below,
                proof=outcome.proof,
            )
        )
    return True


def _alone(version: Any, cells: dict[CellKey, int]) -> Outcome:
    """Figures of the provider's own system stand nowhere else: linked with their own versions."""
    before = [one for one in _versions(version.id) if one.number < version.number]
    with transaction(role=DatabaseRole.counting) as database:
        earlier = [
            Earlier(_cells(database, one.id), _printed(database, one.id) or {}) for one in before
        ]
        asked = may_ask_about(database, version.commissioner_id)
    own = next(one for one in asked.commissions if one.id == version.commission_id)
    below = threshold_for(own.agreed, Quarter(version.year, version.quarter))
    return print_cells(cells, earlier, below)


def _about(row: Any) -> Reported:
    quarter = Quarter(row.year, row.quarter)
    return Reported(row.commissioner_id, quarter, row.commission_id, row.side)


def print_restatement(restatement_id: UUID) -> bool:
    """Print a restatement that a provider sent. Its version is printed first, if it was not yet."""
    with transaction(role=DatabaseRole.counting) as database:
        row = database.execute(RESTATEMENT, {"id": restatement_id}).one()
        if database.scalar(RESTATED, {"id": restatement_id}):
            return False
    print_version(row.version_id)
    with transaction(role=DatabaseRole.counting) as database:
        was = _cells(database, row.version_id)
    crossings, proof, below = print_restated(
        _about(row), row.known_at, row.version_id, was, row.crossings
    )
    with transaction(role=DatabaseRole.system) as database:
        database.add(
            RestatementPrint(
                restatement_id=row.id,
                version_id=row.version_id,
                organisation_id=row.organisation_id,
                commission_id=row.commission_id,
                side=row.side,
                crossings=crossings,
                below=below,
                proof=proof,
            )
        )
    return True


def _cells(database: Database, version_id: UUID) -> dict[CellKey, int]:
    rows = database.execute(CELLS, {"id": version_id})
    return {CellKey(measure, by, value): n for measure, by, value, n in rows}


def _printed(database: Database, version_id: UUID) -> Printed | None:
    row = database.execute(PRINTED, {"id": version_id}).one_or_none()
    return None if row is None else read_printed(row.cells, row.below)


def read_printed(rows: list[Any], below: int) -> Printed:
    """Printed cells as they are stored."""
    return {CellKey(*key): Cell(n, why, below) for *key, n, why in rows}
