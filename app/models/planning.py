"""What planning leaves behind: moved sessions, more sessions than usual, tries to reach somebody."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import OnCase, a_code, a_moment, an_id, hangs_on_case, one_of
from app.models.session import part_of_session


class SessionMove(SQLModel, table=True):
    """A planned session was moved. Each move is a row, so that the way it went stays readable.

    `asked_by` is of the list `who-asked`, `reason` of the list `move-reason`.
    """

    __tablename__ = "session_move"
    __table_args__ = (
        *part_of_session("session_move"),
        CheckConstraint("from_at <> to_at", name="moves"),
    )

    id: UUID = an_id()
    session_id: UUID
    organisation_id: UUID
    commission_id: UUID
    side: Side = a_code(Side.none)
    from_at: datetime = a_moment()
    to_at: datetime = a_moment()
    asked_by: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    by_id: UUID = Field(foreign_key="account.id", index=True)
    moved_at: datetime = a_moment(now=True)


class SessionCap(OnCase, table=True):
    """A manager allowed more sessions than the programme gives at this level; the newest counts."""

    __tablename__ = "session_cap"
    __table_args__ = (
        *hangs_on_case("session_cap"),
        CheckConstraint("most BETWEEN 1 AND 500", name="most"),
    )

    id: UUID = an_id()
    most: int
    reason: str = Field(sa_type=Encrypted("session_cap.reason"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    allowed_at: datetime = a_moment(now=True)


class OfferAttempt(SQLModel, table=True):
    """A try to reach somebody who was offered and not accepted yet: codes and a moment only."""

    __tablename__ = "offer_attempt"
    __table_args__ = (
        one_of("side", Side),
        Index("ix_offer_attempt_referral", "referral_id", "tried_at"),
    )

    id: UUID = an_id()
    referral_id: UUID = Field(foreign_key="referral.id")
    # Who tried: the receiver of the offer.
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    method: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=Text)
    by_id: UUID = Field(foreign_key="account.id", index=True)
    tried_at: datetime = a_moment()
