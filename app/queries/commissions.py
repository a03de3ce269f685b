"""What is bought from whom, as the administrator keeps it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import Database
from app.models import (
    Commission,
    CommissionArea,
    CommissionFunding,
    Organisation,
    Programme,
    ProgrammeVersion,
    Tier,
)
from app.queries.keyset import Slice, Turn, one_page


class CommissionRow(NamedTuple):
    """One commission in the list; `areas` are GSS codes."""

    id: UUID
    name: str
    programme: str
    provider: str
    commissioner: str
    tier: Tier
    starts_on: date
    ends_on: date | None
    places: int | None
    areas: Sequence[str]


class CommissionFilter(NamedTuple):
    """Which commissions are asked for."""

    programme: UUID | None = None
    provider: UUID | None = None


class VersionRow(NamedTuple):
    """One version of a programme's document."""

    id: UUID
    programme: str
    code: str
    number: int
    loaded_at: datetime
    document: dict[str, Any]


def commissions(database: Database, asked: CommissionFilter, turn: Turn) -> Slice:
    """Return one page of commissions by name, as `CommissionRow` rows."""
    statement = _listed()
    if asked.programme is not None:
        statement = statement.where(col(Commission.programme_id) == asked.programme)
    if asked.provider is not None:
        statement = statement.where(col(Commission.provider_id) == asked.provider)
    found = one_page(database, statement, (col(Commission.name), col(Commission.id)), turn)
    areas = areas_of(database, [row[0] for row in found.rows])
    return found._replace(rows=[_row(row, areas) for row in found.rows])


def commission(database: Database, commission_id: UUID) -> CommissionRow | None:
    """Return one commission with its names."""
    row = database.execute(_listed().where(col(Commission.id) == commission_id)).first()
    return _row(row, areas_of(database, [commission_id])) if row else None


def _listed() -> Select[*tuple[Any, ...]]:
    provider, buyer = aliased(Organisation), aliased(Organisation)
    return (
        select(
            col(Commission.id),
            col(Commission.name),
            col(Programme.name),
            col(provider.name),
            col(buyer.name),
            col(Commission.tier),
            col(Commission.starts_on),
            col(Commission.ends_on),
            col(Commission.places),
        )
        .join(Programme, col(Programme.id) == Commission.programme_id)
        .join(provider, col(provider.id) == Commission.provider_id)
        .join(buyer, col(buyer.id) == Commission.commissioner_id)
    )


def _row(row: Any, areas: dict[UUID, list[str]]) -> CommissionRow:
    return CommissionRow._make([*row, areas.get(row[0], [])])


def areas_of(database: Database, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the GSS codes of the areas of these commissions."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for commission_id, area in database.execute(
        select(col(CommissionArea.commission_id), col(CommissionArea.area))
        .where(col(CommissionArea.commission_id).in_(ids))
        .order_by(col(CommissionArea.area))
    ):
        found[commission_id].append(area)
    return found


def funding_of(database: Database, commission_id: UUID) -> list[tuple[str, str, Decimal]]:
    """Return the funding streams of a commission, what they are for, and pounds over its term."""
    rows = database.execute(
        select(
            col(CommissionFunding.stream),
            col(CommissionFunding.category),
            col(CommissionFunding.amount),
        )
        .where(col(CommissionFunding.commission_id) == commission_id)
        .order_by(col(CommissionFunding.amount).desc(), col(CommissionFunding.stream))
    )
    return [(row[0], row[1], row[2]) for row in rows]


def choices(database: Database, provider_id: UUID | None = None) -> list[tuple[UUID, str]]:
    """Return id and name of commissions: all, or those of one provider or commissioner."""
    statement = select(col(Commission.id), col(Commission.name))
    if provider_id is not None:
        statement = statement.where(
            (col(Commission.provider_id) == provider_id)
            | (col(Commission.commissioner_id) == provider_id)
        )
    return [(row[0], row[1]) for row in database.execute(statement.order_by(Commission.name))]


def of_setting_kind(database: Database, kind: str) -> list[tuple[UUID, str]]:
    """Return the commissions whose programme works, or ever worked, in places of this kind."""
    of_kind = (
        select(col(ProgrammeVersion.programme_id))
        .where(
            col(ProgrammeVersion.document)["settings"]["kind"].astext == str(kind),
        )
        .distinct()
    )
    rows = database.execute(
        select(col(Commission.id), col(Commission.name))
        .where(col(Commission.programme_id).in_(of_kind))
        .order_by(Commission.name)
    )
    return [(row[0], row[1]) for row in rows]


def programmes(database: Database) -> list[tuple[UUID, str]]:
    """Return id and name of every programme."""
    rows = database.execute(select(col(Programme.id), col(Programme.name)).order_by(Programme.name))
    return [(row[0], row[1]) for row in rows]


def versions(database: Database) -> list[VersionRow]:
    """Return every version of every programme, the newest of each first."""
    rows = database.execute(
        select(
            col(ProgrammeVersion.id),
            col(Programme.name),
            col(Programme.code),
            col(ProgrammeVersion.number),
            col(ProgrammeVersion.loaded_at),
            col(ProgrammeVersion.document),
        )
        .join(Programme, col(Programme.id) == ProgrammeVersion.programme_id)
        .order_by(Programme.name, col(ProgrammeVersion.number).desc())
    )
    return [VersionRow(*row) for row in rows]
