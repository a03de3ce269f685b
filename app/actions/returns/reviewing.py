"""What is said about a submitted return: a question on a cell, an answer, acceptance."""

from uuid import UUID

from sqlmodel import select

from app import clocks
from app.actions import editions
from app.actions.returns.moves import advance
from app.database import Database
from app.errors import NotFound, Refused
from app.models import OrderReason, Party, QuarterReturn, ReturnRemark, ReturnState, Role
from app.reporting.bridge.cells import CellKey
from app.reporting.periods import Quarter

WHOLE = CellKey("", "", "")
"""Not one cell but the return as a whole."""


def query(
    database: Database, found: QuarterReturn, version_id: UUID, cell: CellKey, words: str
) -> ReturnRemark:
    """Ask the provider about a cell of a version. An accepted return is open to a new version again."""
    advance(found, "query", database.viewer)
    found.accepted_at = found.accepted_by_id = None
    said = _say(database, found, version_id, cell, words, Party.commissioner)
    database.record(found, "queried", version=str(version_id))
    return said


def reply(
    database: Database, found: QuarterReturn, version_id: UUID, cell: CellKey, words: str
) -> ReturnRemark:
    """Answer as the provider, where the commissioner asked. Raises Refused where nobody asked."""
    asked = database.exec(
        select(ReturnRemark.id).where(
            ReturnRemark.version_id == version_id,
            ReturnRemark.measure == cell.measure,
            ReturnRemark.by == cell.by,
            ReturnRemark.value == cell.value,
            ReturnRemark.party == Party.commissioner,
        )
    ).first()
    if asked is None:
        raise Refused("Nobody asked about this number.")
    return _say(database, found, version_id, cell, words, Party.provider)


def accept(database: Database, found: QuarterReturn, *, edition: bool = True) -> None:
    """Accept the newest version of a return, and order an edition of its quarter."""
    advance(found, "accept", database.viewer)
    found.accepted_at = clocks.now()
    found.accepted_by_id = database.viewer.account_id
    database.flush()
    database.record(found, "accepted", version=found.newest)
    if edition:
        quarter = Quarter(found.year, found.quarter)
        editions.order(database, span=quarter, reason=OrderReason.return_)


def _say(
    database: Database,
    found: QuarterReturn,
    version_id: UUID,
    cell: CellKey,
    words: str,
    party: Party,
) -> ReturnRemark:
    viewer = database.viewer
    if (viewer.role is Role.manager) != (party is Party.provider) or viewer.role is Role.evaluator:
        raise NotFound
    if found.state == ReturnState.accepted:
        raise Refused("This return is accepted.")
    made = ReturnRemark(
        return_id=found.id,
        version_id=version_id,
        organisation_id=found.organisation_id,
        commission_id=found.commission_id,
        side=found.side,
        measure=cell.measure,
        by=cell.by,
        value=cell.value,
        party=party,
        by_id=viewer.account_id,
        signed_as=", ".join(filter(None, (viewer.name, viewer.job))),
        words=words,
    )
    database.add(made)
    database.flush()
    database.record(made, "said", measure=cell.measure, by=cell.by)
    return made
