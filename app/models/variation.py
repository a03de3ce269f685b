"""Changes to what was commissioned, each with its day and reason: the terms before stay readable."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Numeric, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.commission import FundingCategory
from app.models.naming import a_code, a_moment, an_id, one_of


class VariationReason(StrEnum):
    """Why the terms of a commission changed."""

    demand = "demand"
    more_funding = "more-funding"
    less_funding = "less-funding"
    late_start = "late-start"
    underspend = "underspend"
    extension = "extension"
    handed_over = "handed-over"
    correction = "correction"
    other = "other"


class CommissionVariation(SQLModel, table=True):
    """A dated change of value, last day or places of a commission."""

    __tablename__ = "commission_variation"
    __table_args__ = (
        UniqueConstraint("commission_id", "number"),
        one_of("reason", VariationReason),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("value_before >= 0 AND value_after >= 0", name="values"),
        CheckConstraint("places_before > 0 AND places_after > 0", name="places"),
    )

    id: UUID = an_id()
    commission_id: UUID = Field(foreign_key="commission.id")
    number: int
    takes_effect_on: date
    reason: VariationReason = a_code()
    words: str = Field(default="", sa_type=Text)
    value_before: Decimal = Field(sa_type=Numeric(12, 2))
    value_after: Decimal = Field(sa_type=Numeric(12, 2))
    ends_before: date | None = None
    ends_after: date | None = None
    places_before: int | None = None
    places_after: int | None = None
    made_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)


class VariationFunding(SQLModel, table=True):
    """What a variation changed in one funding stream, in pounds over the whole term."""

    __tablename__ = "variation_funding"
    __table_args__ = (
        one_of("category", FundingCategory),
        CheckConstraint("before >= 0 AND after >= 0 AND before <> after", name="amounts"),
    )

    variation_id: UUID = Field(foreign_key="commission_variation.id", primary_key=True)
    stream: str = Field(sa_type=Text, primary_key=True)
    category: FundingCategory = Field(sa_type=Text, primary_key=True)
    before: Decimal = Field(sa_type=Numeric(12, 2))
    after: Decimal = Field(sa_type=Numeric(12, 2))
