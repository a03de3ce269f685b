"""A commissioner's year: what funders give it, and what it means to spend that on."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Numeric, Text, UniqueConstraint
from sqlmodel import Field

from app.models.commission import FundingCategory
from app.models.naming import Versioned, a_code, an_id, one_of

A_YEAR = "year BETWEEN 2000 AND 2100"


class Award(Versioned, table=True):
    """What one funder gives a commissioner for a financial year."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "funder"),
        CheckConstraint(A_YEAR, name="year"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    # The calendar year in which the financial year begins.
    year: int
    funder: str = Field(sa_type=Text)
    amount: Decimal = Field(sa_type=Numeric(12, 2))


class BudgetLine(Versioned, table=True):
    """One thing that a commissioner means to spend a year's funding on."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "name"),
        one_of("category", FundingCategory),
        CheckConstraint(A_YEAR, name="year"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    year: int
    category: FundingCategory = a_code()
    name: str = Field(sa_type=Text)
    amount: Decimal = Field(sa_type=Numeric(12, 2))
    # The commission that it pays for, if it pays for one.
    commission_id: UUID | None = Field(default=None, foreign_key="commission.id", index=True)
