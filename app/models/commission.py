"""What was bought: a programme from a provider, for areas, from a day to a day."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Numeric, Text
from sqlmodel import Field, SQLModel

from app.models.naming import Versioned, a_code, an_id, one_of


class Tier(StrEnum):
    """Prevention tier, as the Home Office asks for it."""

    primary = "primary"
    secondary = "secondary"
    tertiary = "tertiary"


class FundingCategory(StrEnum):
    """What money is meant for, as grant agreements divide it."""

    interventions = "interventions"
    team = "team"
    data = "data"
    evaluation = "evaluation"
    workforce = "workforce"
    communications = "communications"
    other = "other"


class Followed(StrEnum):
    """How a commission came after another one."""

    renewed = "renewed"
    retendered = "retendered"
    handed_over = "handed-over"


class Commission(Versioned, table=True):
    """A programme bought from a provider by a commissioner."""

    __table_args__ = (
        one_of("tier", Tier),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("places IS NULL OR places > 0", name="places"),
        one_of("followed_how", Followed, optional=True),
        CheckConstraint("(follows_id IS NULL) = (followed_how IS NULL)", name="follows"),
    )

    id: UUID = an_id()
    name: str = Field(sa_type=Text, unique=True)
    programme_id: UUID = Field(foreign_key="programme.id", index=True)
    provider_id: UUID = Field(foreign_key="organisation.id", index=True)
    commissioner_id: UUID = Field(foreign_key="organisation.id", index=True)
    tier: Tier = a_code()
    starts_on: date
    ends_on: date | None = None
    places: int | None = None
    # Whether people without an account may ask for a link to its form.
    takes_guests: bool = False
    # The commission that this one came after, and how.
    follows_id: UUID | None = Field(default=None, foreign_key="commission.id", index=True)
    followed_how: Followed | None = a_code(None)


class CommissionArea(SQLModel, table=True):
    """An area (GSS code) that a commission serves."""

    __tablename__ = "commission_area"

    commission_id: UUID = Field(foreign_key="commission.id", primary_key=True)
    area: str = Field(sa_type=Text, primary_key=True)


class CommissionFunding(SQLModel, table=True):
    """What one funding stream pays towards a commission, in pounds over its whole term."""

    __tablename__ = "commission_funding"
    __table_args__ = (
        one_of("category", FundingCategory),
        CheckConstraint("amount >= 0", name="amount"),
    )

    commission_id: UUID = Field(foreign_key="commission.id", primary_key=True)
    stream: str = Field(sa_type=Text, primary_key=True)
    category: FundingCategory = Field(
        default=FundingCategory.interventions, sa_type=Text, primary_key=True
    )
    amount: Decimal = Field(sa_type=Numeric(12, 2))
