"""What commissioned work is meant to cost, what it did cost, and what it is held against.

Nothing here is overwritten: the newest number of a series holds, the earlier ones stay readable.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Numeric, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.membership import Side
from app.models.naming import a_code, a_moment, an_id, one_of

A_QUARTER = "quarter BETWEEN 1 AND 4 AND year BETWEEN 2000 AND 2100"


class SpendProfile(SQLModel, table=True):
    """How the value of a commission is meant to be spent, quarter by quarter; its quarters add up to it."""

    __tablename__ = "spend_profile"
    __table_args__ = (
        UniqueConstraint("commission_id", "number"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("number > 0", name="number"),
    )

    id: UUID = an_id()
    commission_id: UUID = Field(foreign_key="commission.id")
    number: int
    value: Decimal = Field(sa_type=Numeric(12, 2))
    made_by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)


class ProfileQuarter(SQLModel, table=True):
    """What one quarter of a profile is meant to cost."""

    __tablename__ = "profile_quarter"
    __table_args__ = (
        CheckConstraint(A_QUARTER, name="a_quarter"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    profile_id: UUID = Field(foreign_key="spend_profile.id", primary_key=True)
    # The calendar year in which the financial year begins.
    year: int = Field(primary_key=True)
    quarter: int = Field(primary_key=True)
    amount: Decimal = Field(sa_type=Numeric(12, 2))


class SpendStatement(SQLModel, table=True):
    """What somebody says was spent on a commission in a quarter; the newest of a quarter holds."""

    __tablename__ = "spend_statement"
    __table_args__ = (
        UniqueConstraint("commission_id", "year", "quarter", "number"),
        CheckConstraint(A_QUARTER, name="a_quarter"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("number > 0", name="number"),
    )

    id: UUID = an_id()
    commission_id: UUID = Field(foreign_key="commission.id")
    year: int
    quarter: int
    number: int
    amount: Decimal = Field(sa_type=Numeric(12, 2))
    note: str = Field(default="", sa_type=Text)
    # The provider's manager, or the commissioner.
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    stated_by_id: UUID = Field(foreign_key="account.id", index=True)
    stated_at: datetime = a_moment(now=True)


class CommissionTarget(SQLModel, table=True):
    """What a measure of a commission is held against in a quarter; without an amount it is given up."""

    __tablename__ = "commission_target"
    __table_args__ = (
        UniqueConstraint("commission_id", "side", "measure", "year", "quarter", "number"),
        one_of("side", Side),
        CheckConstraint(A_QUARTER, name="a_quarter"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("number > 0", name="number"),
    )

    id: UUID = an_id()
    commission_id: UUID = Field(foreign_key="commission.id")
    # Of a programme with two sides, each is held against its own.
    side: Side = a_code(Side.none)
    measure: str = Field(sa_type=Text)
    year: int
    quarter: int
    number: int
    # A count, or per cent where the measure is a share.
    amount: Decimal | None = Field(default=None, sa_type=Numeric(12, 2))
    set_by_id: UUID = Field(foreign_key="account.id", index=True)
    set_at: datetime = a_moment(now=True)
