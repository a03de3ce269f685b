"""Away, and who stands in; and the private address under which somebody reads their calendar."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.models.membership import Side
from app.models.naming import Versioned, a_code, a_moment, an_id, one_of


class Absence(Versioned, table=True):
    """Somebody is away from a day to a day (both inclusive), and a named colleague covers.

    Cases stay allocated as they are. Why somebody is away is nobody's business here.
    """

    __table_args__ = (
        one_of("side", Side),
        CheckConstraint("to_day >= from_day", name="days_in_order"),
        CheckConstraint("cover_id <> account_id", name="somebody_else"),
        Index("ix_absence_list", "organisation_id", "side", "to_day"),
        Index("ix_absence_account", "account_id", "to_day"),
        Index("ix_absence_cover", "cover_id", "to_day"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    side: Side = a_code(Side.none)
    account_id: UUID = Field(foreign_key="account.id")
    cover_id: UUID = Field(foreign_key="account.id")
    from_day: date
    to_day: date
    # Planned by mistake, or ended before it began: it never covered anything.
    called_off: bool = False
    made_by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)


class CalendarFeed(SQLModel, table=True):
    """A secret address for one membership's calendar. Only a hash of the secret is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        one_of("side", Side),
        Index("uq_calendar_feed_token", "token_hash", unique=True),
        Index("ix_calendar_feed_membership", "membership_id", "ended_at"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    side: Side = a_code(Side.none)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    membership_id: UUID = Field(foreign_key="membership.id")
    token_hash: str = Field(sa_type=Text)
    made_at: datetime = a_moment(now=True)
    read_at: datetime | None = a_moment(optional=True)
    ended_at: datetime | None = a_moment(optional=True)
