"""A label: what somebody says a person is or is part of, with who says so and until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, Versioned, a_moment, an_id, hangs_on_case, taken_once


class Label(OnCase, Versioned, table=True):
    """Gang association, exploitation, MAPPA …: it lapses from lists when past its review date."""

    __table_args__ = (
        *hangs_on_case("label"),
        taken_once("label"),
        CheckConstraint("victim IN ('yes', 'no', 'both', 'not-known')", name="victim"),
        CheckConstraint("review_by > said_on", name="days_in_order"),
        CheckConstraint("(disputed IS NULL) = (disputed_on IS NULL)", name="disputed_has_day"),
    )

    id: UUID = an_id()
    # A code of the list `label-kind`, what exactly in words of the list it names, and who says so.
    kind: str = Field(sa_type=Text)
    detail: str | None = Field(default=None, sa_type=Text)
    victim: str = Field(default="not-known", sa_type=Text)
    said_by: str = Field(sa_type=Text)
    said_on: date
    ground: str = Field(sa_type=Encrypted("label.ground"))
    review_by: date
    # What the person says to it, and since when that stands beside it.
    disputed: str | None = Field(default=None, sa_type=Encrypted("label.disputed"))
    disputed_on: date | None = None
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    ended_on: date | None = None
    ended_why: str | None = Field(default=None, sa_type=Encrypted("label.ended_why"))
    # The label of an earlier case that this one was taken over from.
    taken_from_id: UUID | None = None
