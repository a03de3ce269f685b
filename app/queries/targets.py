"""What measures of commissions are held against, quarter by quarter."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from app.database import Database
from app.models import CommissionTarget
from app.reporting.periods import Quarter


class Target(NamedTuple):
    """What is held against something: a measure or share, on one side of a commission."""

    commission_id: UUID
    side: str
    measure: str


class Held(NamedTuple):
    """The number that a measure is held against in a quarter, and how often it was set."""

    amount: Decimal | None
    number: int


def series_of(database: Database, target: Target) -> dict[Quarter, Held]:
    """Every quarter of one target, given up ones included."""
    return _targets(database, (target.commission_id,), None, target).get(target, {})


def targets(
    database: Database, ids: Collection[UUID] | None = None, *, quarter: Quarter | None = None
) -> dict[Target, dict[Quarter, Decimal]]:
    """What the viewer's commissions are held against, by quarter; perhaps of one quarter only."""
    held = _targets(database, ids, quarter, None)
    kept = {
        target: {one: said.amount for one, said in of.items() if said.amount is not None}
        for target, of in held.items()
    }
    return {target: of for target, of in kept.items() if of}


def _targets(
    database: Database,
    ids: Collection[UUID] | None,
    quarter: Quarter | None,
    target: Target | None,
) -> Mapping[Target, dict[Quarter, Held]]:
    T = CommissionTarget  # noqa: N806 - a table
    series = (col(T.commission_id), col(T.side), col(T.measure), col(T.year), col(T.quarter))
    statement = (
        select(*series, col(T.amount), col(T.number))
        .order_by(*series, col(T.number).desc())
        .ext(distinct_on(*series))
    )
    if ids is not None:
        statement = statement.where(col(T.commission_id).in_(ids))
    if quarter is not None:
        statement = statement.where(col(T.year) == quarter.year, col(T.quarter) == quarter.number)
    if target is not None:
        statement = statement.where(col(T.side) == target.side, col(T.measure) == target.measure)
    found: dict[Target, dict[Quarter, Held]] = defaultdict(dict)
    for commission_id, side, measure, year, number, amount, times in database.execute(statement):
        held = found[Target(commission_id, side, measure)]
        held[Quarter(year, number)] = Held(amount, times)
    return found
