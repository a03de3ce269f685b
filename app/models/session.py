"""Something delivered at a time and place, who came, and how many."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import OnCase, Versioned, a_code, a_moment, an_id, hangs_on_case, one_of


class SessionShape(StrEnum):
    """One-to-one, group and universal delivery are the same spine."""

    individual = "individual"
    group = "group"
    universal = "universal"
    training = "training"


class SessionState(StrEnum):
    """Whether it happened."""

    planned = "planned"
    held = "held"
    cancelled = "cancelled"


class AttendanceStatus(StrEnum):
    """How a named person's place in a session ended (NHS Data Dictionary attendance codes, worded)."""

    expected = "expected"
    attended = "attended"
    late = "late"
    late_not_seen = "late-not-seen"
    did_not_attend = "did-not-attend"
    not_brought = "not-brought"
    cancelled_by_person = "cancelled-by-person"
    cancelled_by_provider = "cancelled-by-provider"


SEEN = (AttendanceStatus.attended, AttendanceStatus.late)


class Group(Versioned, table=True):
    """What a head count counts or a register lists: a course, a class, a mentor group, a route in a term."""

    __table_args__ = (
        one_of("side", Side),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        Index("ix_group_list", "organisation_id", "side", "commission_id"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)
    kind: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    audience: str = Field(default="young-people", sa_type=Text)
    year_group: str | None = Field(default=None, sa_type=Text)
    starts_on: date
    ends_on: date | None = None
    size: int | None = None


class GroupMember(OnCase, table=True):
    """A named case on a course."""

    __tablename__ = "group_member"
    __table_args__ = (*hangs_on_case("group_member"), UniqueConstraint("group_id", "case_id"))

    id: UUID = an_id()
    group_id: UUID = Field(foreign_key="group.id")
    joined_on: date
    left_on: date | None = None


class Session(Versioned, table=True):
    """A session; who came hangs on it as attendance (named) or head counts (nobody named)."""

    __table_args__ = (
        one_of("shape", SessionShape),
        one_of("state", SessionState),
        one_of("side", Side),
        UniqueConstraint("id", "organisation_id", "commission_id", "side"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 0 AND 1440", name="minutes"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_by IS NOT NULL)", name="cancelled_has_whom"
        ),
        Index("ix_session_day", "organisation_id", "side", "starts_at"),
        Index("ix_session_led", "organisation_id", "side", "led_by_id", "starts_at"),
        Index("ix_session_series", "series_id", "starts_at"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    shape: SessionShape = a_code()
    # Codes from the programme's document: kind of session, method; from the lists: purpose.
    kind: str = Field(sa_type=Text)
    method: str | None = Field(default=None, sa_type=Text)
    purpose: str | None = Field(default=None, sa_type=Text)
    state: SessionState = a_code(SessionState.planned)
    starts_at: datetime = a_moment()
    minutes: int | None = None
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)
    place: str | None = Field(default=None, sa_type=Text)
    group_id: UUID | None = Field(default=None, foreign_key="group.id", index=True)
    module: int | None = None
    # A course session in which those who missed the module catch up.
    catch_up: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    # Sessions planned together share this; "all following" are those of the same series.
    series_id: UUID | None = None
    led_by_id: UUID = Field(foreign_key="account.id", index=True)
    cancelled_by: str | None = Field(default=None, sa_type=Text)
    # A route shift: when it was meant to start and end, and the hours people stood.
    checked_in_at: datetime | None = a_moment(optional=True)
    checked_out_at: datetime | None = a_moment(optional=True)
    staff: int | None = None
    # What else the programme counts in a whole session, by the key of its counter.
    counters: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    note: str | None = Field(default=None, sa_type=Encrypted("session.note"))
    made_at: datetime = a_moment(now=True)


def part_of_session(table: str) -> tuple[ForeignKeyConstraint, Index]:
    """The composite key that keeps a row from being attached to somebody else's session."""
    columns = ("session_id", "organisation_id", "commission_id", "side")
    return (
        ForeignKeyConstraint(
            columns,
            ["session.id", *(f"session.{name}" for name in columns[1:])],
            name=f"fk_{table}_session",
        ),
        Index(f"ix_{table}_session", *columns),
    )


class Attendance(OnCase, Versioned, table=True):
    """One named case in one session. The note about this person stays with the case."""

    __table_args__ = (
        *hangs_on_case("attendance"),
        *part_of_session("attendance"),
        one_of("status", AttendanceStatus),
        UniqueConstraint("session_id", "case_id"),
    )

    id: UUID = an_id()
    session_id: UUID
    status: AttendanceStatus = a_code(AttendanceStatus.expected)
    # What came of a try to reach them, of the list `attempt-outcome`.
    outcome: str | None = Field(default=None, sa_type=Text)
    note: str | None = Field(default=None, sa_type=Encrypted("attendance.note"))
    said_at: datetime = a_moment(now=True)


class Headcount(SQLModel, table=True):
    """How many came, by audience; nobody is named. `basis` says counted or estimated.

    `audience` is a professional role at a training session. `year_group` is the first band that the
    programme counts by: a school year, or the age by sight on a route.
    """

    __table_args__ = (
        *part_of_session("headcount"),
        CheckConstraint("n BETWEEN 0 AND 100000", name="n"),
        CheckConstraint("basis IN ('headcount', 'estimate')", name="basis"),
    )

    id: UUID = an_id()
    session_id: UUID
    organisation_id: UUID
    commission_id: UUID
    side: Side = a_code(Side.none)
    group_id: UUID | None = Field(default=None, foreign_key="group.id", index=True)
    basis: str = Field(default="headcount", sa_type=Text)
    audience: str = Field(sa_type=Text)
    year_group: str | None = Field(default=None, sa_type=Text)
    sex: str = Field(default="U", sa_type=Text)
    n: int
    said_at: datetime = a_moment(now=True)


class Incident(SQLModel, table=True):
    """Something that happened on a route, shift or session. First names are not needed."""

    __table_args__ = (*part_of_session("incident"),)

    id: UUID = an_id()
    session_id: UUID
    organisation_id: UUID
    commission_id: UUID
    side: Side = a_code(Side.none)
    kind: str = Field(sa_type=Text)
    severity: str = Field(sa_type=Text)
    happened_at: datetime = a_moment()
    de_escalated: bool | None = None
    # Who was told the same day: codes of the programme (police, school ...).
    told: list[str] = Field(default_factory=list, sa_type=JSONB)
    weapon_seen: bool | None = None
    note: str | None = Field(default=None, sa_type=Encrypted("incident.note"))
    said_at: datetime = a_moment(now=True)
    # A correction is a row of its own in the place of an earlier one; each is replaced once.
    replaces_id: UUID | None = Field(default=None, foreign_key="incident.id", unique=True)
