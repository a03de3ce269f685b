"""Commissions with their money, as far as they exist for the viewer."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.access import DatabaseRole
from app.database import Database
from app.models import (
    Account,
    Commission,
    CommissionArea,
    CommissionFunding,
    MembershipCommission,
    Organisation,
    ProfileQuarter,
    Programme,
    SpendProfile,
    SpendStatement,
)
from app.reporting.measure import By
from app.reporting.money.sums import Funding, Money
from app.reporting.periods import Quarter
from app.reporting.values import label_of

MOST_STATEMENTS = 60


class Said(NamedTuple):
    """One statement about a quarter's spend, as it is read."""

    quarter: Quarter
    amount: Decimal
    note: str
    by: str
    organisation: str
    at: datetime
    holds: bool


def moneys(
    database: Database, ids: Collection[UUID] | None = None, *, until: datetime | None = None
) -> list[Money]:
    """The commissions of the viewer by name, or of those the ones with these ids.

    A commissioner's and an evaluator's own; of a provider's staff those that it provides. `until`
    leaves out what was said about spend later than that.
    """
    rows = database.execute(_commissions(database, ids)).mappings().all()
    found = [row["id"] for row in rows]
    areas, funding = _areas(database, found), _funding(database, found)
    profile, spent = _profile(database, found), _spent(database, found, until)
    return [
        Money(
            **row,
            areas=tuple(sorted(areas.get(row["id"], []))),
            funding=tuple(funding.get(row["id"], [])),
            profile=profile.get(row["id"], {}),
            spent=spent.get(row["id"], {}),
        )
        for row in rows
    ]


def _commissions(database: Database, ids: Collection[UUID] | None) -> Select[Any]:
    provider, buyer = aliased(Organisation), aliased(Organisation)
    statement = (
        select(
            col(Commission.id),
            col(Commission.name),
            col(Programme.name).label("programme"),
            col(provider.name).label("provider"),
            col(buyer.name).label("commissioner"),
            *(
                col(getattr(Commission, name))
                for name in (
                    "tier", "starts_on", "ends_on", "places", "follows_id", "followed_how",
                    "provider_id", "commissioner_id",
                )
            ),
        )
        .join(Programme, col(Programme.id) == Commission.programme_id)
        .join(provider, col(provider.id) == Commission.provider_id)
        .join(buyer, col(buyer.id) == Commission.commissioner_id)
        .order_by(col(Commission.name))
    )  # fmt: skip
    if ids is not None:
        statement = statement.where(col(Commission.id).in_(ids))
    if database.role is not DatabaseRole.casework:
        return statement
    # Everybody may read what there is to refer to: whose money it is, decides who provides it.
    viewer = database.viewer
    statement = statement.where(col(Commission.provider_id) == viewer.organisation_id)
    if not viewer.every_commission:
        covered = select(col(MembershipCommission.commission_id)).where(
            col(MembershipCommission.membership_id) == viewer.membership_id
        )
        statement = statement.where(col(Commission.id).in_(covered))
    return statement


def _areas(database: Database, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = database.execute(
        select(col(CommissionArea.commission_id), col(CommissionArea.area)).where(
            col(CommissionArea.commission_id).in_(ids)
        )
    )
    for commission_id, area in rows:
        found[commission_id].append(label_of(By.area, area))
    return found


def _funding(database: Database, ids: Collection[UUID]) -> dict[UUID, list[Funding]]:
    found: dict[UUID, list[Funding]] = defaultdict(list)
    rows = database.execute(
        select(
            col(CommissionFunding.commission_id),
            col(CommissionFunding.stream),
            col(CommissionFunding.category),
            col(CommissionFunding.amount),
        )
        .where(col(CommissionFunding.commission_id).in_(ids))
        .order_by(
            col(CommissionFunding.amount).desc(),
            col(CommissionFunding.stream),
            col(CommissionFunding.category),
        )
    )
    for commission_id, *one in rows:
        found[commission_id].append(Funding(*one))
    return found


def _profile(database: Database, ids: Collection[UUID]) -> dict[UUID, dict[Quarter, Decimal]]:
    newest = (
        select(col(SpendProfile.id), col(SpendProfile.commission_id))
        .where(col(SpendProfile.commission_id).in_(ids))
        .order_by(col(SpendProfile.commission_id), col(SpendProfile.number).desc())
        .ext(distinct_on(col(SpendProfile.commission_id)))
        .subquery()
    )
    found: dict[UUID, dict[Quarter, Decimal]] = defaultdict(dict)
    rows = database.execute(
        select(
            newest.c.commission_id,
            col(ProfileQuarter.year),
            col(ProfileQuarter.quarter),
            col(ProfileQuarter.amount),
        ).join(newest, newest.c.id == ProfileQuarter.profile_id)
    )
    for commission_id, year, quarter, amount in rows:
        found[commission_id][Quarter(year, quarter)] = amount
    return found


def _spent(
    database: Database, ids: Collection[UUID], until: datetime | None
) -> dict[UUID, dict[Quarter, Decimal]]:
    series = (
        col(SpendStatement.commission_id),
        col(SpendStatement.year),
        col(SpendStatement.quarter),
    )
    statement = (
        select(*series, col(SpendStatement.amount))
        .where(col(SpendStatement.commission_id).in_(ids))
        .order_by(*series, col(SpendStatement.number).desc())
        .ext(distinct_on(*series))
    )
    if until is not None:
        statement = statement.where(col(SpendStatement.stated_at) <= until)
    found: dict[UUID, dict[Quarter, Decimal]] = defaultdict(dict)
    for commission_id, year, quarter, amount in database.execute(statement):
        found[commission_id][Quarter(year, quarter)] = amount
    return found


def statements_of(database: Database, commission_id: UUID) -> list[Said]:
    """What was said about the spend of a commission, the newest first; which statements hold."""
    rows = database.execute(
        select(
            col(SpendStatement.year),
            col(SpendStatement.quarter),
            col(SpendStatement.amount),
            col(SpendStatement.note),
            col(Account.name),
            col(Organisation.name),
            col(SpendStatement.stated_at),
        )
        .join(Account, col(Account.id) == SpendStatement.stated_by_id)
        .join(Organisation, col(Organisation.id) == SpendStatement.organisation_id)
        .where(col(SpendStatement.commission_id) == commission_id)
        .order_by(
            col(SpendStatement.year).desc(),
            col(SpendStatement.quarter).desc(),
            col(SpendStatement.number).desc(),
        )
        .limit(MOST_STATEMENTS)
    )
    found: list[Said] = []
    for year, quarter, *rest in rows:
        one = Quarter(year, quarter)
        holds = not found or found[-1].quarter != one
        found.append(Said._make([one, *rest, holds]))
    return found


def profile_number(database: Database, commission_id: UUID) -> int:
    """The number of the profile that holds; 0 where there is none yet."""
    statement = (
        select(col(SpendProfile.number))
        .where(col(SpendProfile.commission_id) == commission_id)
        .order_by(col(SpendProfile.number).desc())
        .limit(1)
    )
    return database.scalar(statement) or 0


def statement_number(database: Database, commission_id: UUID, quarter: Quarter) -> int:
    """The number of the statement that holds for a quarter; 0 where there is none yet."""
    statement = (
        select(col(SpendStatement.number))
        .where(
            col(SpendStatement.commission_id) == commission_id,
            col(SpendStatement.year) == quarter.year,
            col(SpendStatement.quarter) == quarter.number,
        )
        .order_by(col(SpendStatement.number).desc())
        .limit(1)
    )
    return database.scalar(statement) or 0
