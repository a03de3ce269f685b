"""An approach that did not become a referral: counted, never named."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field, SQLModel

from app.models.membership import Side
from app.models.naming import a_code, a_moment, an_id, one_of


class ApproachOutcome(StrEnum):
    """How an approach ended that did not become a referral."""

    declined = "declined"
    not_approached = "not-approached"


class Approach(SQLModel, table=True):
    """Somebody was offered help and said no, or could not be approached. No name, no birth date."""

    __table_args__ = (
        one_of("outcome", ApproachOutcome),
        CheckConstraint(
            "outcome = 'declined' OR reason IS NOT NULL", name="not_approached_has_reason"
        ),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    side: Side = a_code(Side.none)
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)
    outcome: ApproachOutcome = a_code()
    reason: str | None = Field(default=None, sa_type=Text)
    happened_on: date
    made_at: datetime = a_moment(now=True)
