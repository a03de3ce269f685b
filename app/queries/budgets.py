"""A commissioner's year: its funding, its lines, and what its commissions are meant to cost then."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, union
from sqlmodel import col

from app.database import Database
from app.models import Award, BudgetLine, Commission, FundingCategory
from app.reporting.money.sums import InterventionsTest, interventions_test


class AwardRow(NamedTuple):
    """What a funder gives for the year."""

    id: UUID
    funder: str
    amount: Decimal


class LineRow(NamedTuple):
    """What the year's funding is meant for."""

    id: UUID
    category: FundingCategory
    name: str
    amount: Decimal
    commission_id: UUID | None
    commission: str | None


class Budget(NamedTuple):
    """One financial year of the viewer's organisation, by the year in which it begins."""

    year: int
    awards: tuple[AwardRow, ...]
    lines: tuple[LineRow, ...]
    test: InterventionsTest


def budget(database: Database, year: int) -> Budget:
    """The budget of a year."""
    own = database.viewer.organisation_id
    awards = database.execute(
        select(col(Award.id), col(Award.funder), col(Award.amount))
        .where(col(Award.organisation_id) == own, col(Award.year) == year)
        .order_by(col(Award.amount).desc(), col(Award.funder))
    ).all()
    lines = database.execute(
        select(
            col(BudgetLine.id),
            col(BudgetLine.category),
            col(BudgetLine.name),
            col(BudgetLine.amount),
            col(BudgetLine.commission_id),
            col(Commission.name),
        )
        .outerjoin(Commission, col(Commission.id) == BudgetLine.commission_id)
        .where(col(BudgetLine.organisation_id) == own, col(BudgetLine.year) == year)
        .order_by(col(BudgetLine.amount).desc(), col(BudgetLine.name))
    ).all()
    found = tuple(LineRow(row[0], FundingCategory(row[1]), *row[2:]) for row in lines)
    test = interventions_test(
        [row[2] for row in awards], [(one.category, one.amount) for one in found]
    )
    return Budget(year, tuple(AwardRow(*row) for row in awards), found, test)


def years(database: Database) -> list[int]:
    """The years that have a budget, the newest first."""
    own = database.viewer.organisation_id
    rows = database.scalars(
        union(
            select(col(Award.year)).where(col(Award.organisation_id) == own),
            select(col(BudgetLine.year)).where(col(BudgetLine.organisation_id) == own),
        )
    )
    return sorted(rows, reverse=True)
