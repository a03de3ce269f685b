"""Round a course: who leads it, who waits for a place, and the weeks in which schools are closed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.models.membership import Side
from app.models.naming import OnCase, a_code, a_moment, an_id, hangs_on_case, one_of


class GroupFacilitator(SQLModel, table=True):
    """Somebody who leads a course: its sessions stand in their calendar."""

    __tablename__ = "group_facilitator"
    __table_args__ = (
        one_of("side", Side),
        UniqueConstraint("group_id", "account_id"),
    )

    id: UUID = an_id()
    group_id: UUID = Field(foreign_key="group.id")
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    since: date


class GroupWaiting(OnCase, table=True):
    """Somebody who waits for a place on a course, from when on; ended by a place or by leaving."""

    __tablename__ = "group_waiting"
    __table_args__ = (
        *hangs_on_case("group_waiting"),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_has_how"),
        CheckConstraint("ended_as IS NULL OR ended_as IN ('joined', 'left')", name="ended_as"),
        Index("ix_group_waiting_group", "group_id", "since"),
        # Nobody waits twice for the same course.
        Index(
            "one_wait_for_a_course",
            "group_id",
            "case_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = an_id()
    group_id: UUID = Field(foreign_key="group.id")
    since: datetime = a_moment(now=True)
    ended_at: datetime | None = a_moment(optional=True)
    ended_as: str | None = Field(default=None, sa_type=Text)


class SchoolBreak(SQLModel, table=True):
    """Days on which schools are closed: at one school, or (without a place) at all of them.

    Schools and councils set their own dates, so the provider keeps them; courses and series of
    sessions at school leave these days out.
    """

    __tablename__ = "school_break"
    __table_args__ = (
        CheckConstraint("to_day >= from_day", name="days_in_order"),
        Index("ix_school_break_days", "organisation_id", "to_day"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)
    name: str = Field(sa_type=Text)
    from_day: date
    to_day: date
