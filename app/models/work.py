"""What keeps the work moving: notes, hand-overs, clocks and tasks."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import OnCase, Versioned, a_code, a_moment, an_id, hangs_on_case, one_of


class NoteKind(StrEnum):
    """What a note is for."""

    note = "note"
    handover = "handover"


class Note(OnCase, table=True):
    """A note on a case. It is corrected by an addendum (`adds_to_id`), never changed.

    A pinned one stands on top of the case file until somebody takes it down.
    """

    __table_args__ = (*hangs_on_case("note"), one_of("kind", NoteKind))

    id: UUID = an_id()
    by_id: UUID = Field(foreign_key="account.id", index=True)
    words: str = Field(sa_type=Encrypted("note.words"))
    adds_to_id: UUID | None = Field(default=None, foreign_key="note.id", index=True)
    kind: NoteKind = a_code(NoteKind.note)
    pinned: bool = False
    made_at: datetime = a_moment(now=True)


class Handover(SQLModel, table=True):
    """A note from one shift to the next at a site."""

    __table_args__ = (Index("ix_handover_list", "organisation_id", "side", "made_at"),)

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    side: Side = a_code(Side.none)
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)
    by_id: UUID = Field(foreign_key="account.id", index=True)
    words: str = Field(sa_type=Encrypted("handover.words"))
    made_at: datetime = a_moment(now=True)


class Clock(SQLModel, table=True):
    """A standard that runs for a referral or the case it became, until its milestone or its deadline.

    `due_at` is worked out when the clock starts (and again when a date it runs towards moves).
    """

    __table_args__ = (
        one_of("side", Side),
        Index("one_clock_of_a_name", "organisation_id", "side", "referral_id", "name", unique=True),
        Index(
            "ix_clock_running",
            "organisation_id",
            "side",
            "due_at",
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index("ix_clock_case", "case_id"),
        CheckConstraint(
            "(paused_at IS NULL) = (left_seconds IS NULL)"
            " AND (paused_at IS NULL) = (pause_reason IS NULL)",
            name="paused_keeps_what_is_left",
        ),
    )

    id: UUID = an_id()
    # Who owes it: the provider of the referral.
    organisation_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    referral_id: UUID = Field(foreign_key="referral.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    name: str = Field(sa_type=Text)
    started_at: datetime = a_moment()
    due_at: datetime = a_moment()
    stopped_at: datetime | None = a_moment(optional=True)
    # Ended without its milestone: the referral was declined or the case closed.
    void: bool = False
    # While it rests: since when, why, and what was left (of office hours for a clock of working days).
    paused_at: datetime | None = a_moment(optional=True)
    pause_reason: str | None = Field(default=None, sa_type=Text)
    left_seconds: int | None = None
    # Working minutes of all its pauses that ended; they do not count as time taken.
    paused_minutes: int = 0


class Task(OnCase, Versioned, table=True):
    """Something due on a case."""

    __table_args__ = (
        *hangs_on_case("task"),
        CheckConstraint("done_at IS NULL OR done_by_id IS NOT NULL", name="done_by_somebody"),
        Index(
            "ix_task_open",
            "organisation_id",
            "side",
            "account_id",
            "due_on",
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: UUID = an_id()
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    # Who asked for it; None for what the product made by itself.
    given_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    # A code for a task the product made (such as follow-up-6), and the words of one a person made.
    kind: str = Field(default="own", sa_type=Text)
    words: str | None = Field(default=None, sa_type=Encrypted("task.words"))
    due_on: date
    done_at: datetime | None = a_moment(optional=True)
    done_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
