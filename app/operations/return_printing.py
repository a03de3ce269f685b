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
from app.reporting.bridge.cells import CellKey
from app.reporting.marks import Cell
from app.reporting.return_gate import Earlier, Printed, print_cells, print_crossings

VERSIONS = text(
    "SELECT v.id, v.number, v.organisation_id, v.commission_id, v.side FROM return_version v"
    " WHERE v.return_id = (SELECT return_id FROM return_version WHERE id = :id)"
    " AND v.number <= (SELECT number FROM return_version WHERE id = :id) ORDER BY v.number"
)
CELLS = text("SELECT measure, by, value, n FROM return_cell WHERE version_id = :id")
PRINTED = text("SELECT cells FROM return_print WHERE version_id = :id")
RESTATEMENT = text(
    "SELECT id, version_id, organisation_id, commission_id, side, crossings"
    " FROM return_restatement WHERE id = :id"
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
        return list(database.execute(VERSIONS, {"id": version_id}).all())


def _print(version: Any) -> bool:
    with transaction(role=DatabaseRole.counting) as database:
        if _printed(database, version.id) is not None:
            return False
        before = [one for one in _versions(version.id) if one.number < version.number]
        earlier = [
            Earlier(_cells(database, one.id), _printed(database, one.id) or {}) for one in before
        ]
        outcome = print_cells(_cells(database, version.id), earlier)
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
                proof=outcome.proof,
            )
        )
    return True


def print_restatement(restatement_id: UUID) -> bool:
    """Print a restatement that a provider sent. Its version is printed first, if it was not yet."""
    with transaction(role=DatabaseRole.counting) as database:
        row = database.execute(RESTATEMENT, {"id": restatement_id}).one()
        if database.scalar(RESTATED, {"id": restatement_id}):
            return False
    print_version(row.version_id)
    with transaction(role=DatabaseRole.counting) as database:
        crossings, proof = print_crossings(row.crossings, _printed(database, row.version_id) or {})
    with transaction(role=DatabaseRole.system) as database:
        database.add(
            RestatementPrint(
                restatement_id=row.id,
                version_id=row.version_id,
                organisation_id=row.organisation_id,
                commission_id=row.commission_id,
                side=row.side,
                crossings=crossings,
                proof=proof,
            )
        )
    return True


def _cells(database: Database, version_id: UUID) -> dict[CellKey, int]:
    rows = database.execute(CELLS, {"id": version_id})
    return {CellKey(measure, by, value): n for measure, by, value, n in rows}


def _printed(database: Database, version_id: UUID) -> Printed | None:
    rows = database.scalar(PRINTED, {"id": version_id})
    return None if rows is None else read_printed(rows)


def read_printed(rows: list[Any]) -> Printed:
    """Printed cells as they are stored."""
    return {CellKey(*key): Cell(n, why) for *key, n, why in rows}
