"""A commission's return for a quarter, while it is worked on: where it stands, its texts, its file."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import Versioned, a_code, a_moment, an_id, one_of


class ReturnState(StrEnum):
    """Where a return stands."""

    open = "open"
    submitted = "submitted"
    queried = "queried"
    accepted = "accepted"


RETURN_COLUMNS = ("return_id", "organisation_id", "commission_id", "side")


class QuarterReturn(Versioned, table=True):
    """What one provider reports to its commissioner about one commission (and side) for a quarter.

    `year` is the calendar year in which the financial year starts; `newest` the number of the newest
    version that was submitted, nought before the first.
    """

    __tablename__ = "quarter_return"
    __table_args__ = (
        one_of("state", ReturnState),
        one_of("side", Side),
        UniqueConstraint("organisation_id", "side", "commission_id", "year", "quarter"),
        # What hangs on a return repeats these, so that it cannot hang on somebody else's.
        UniqueConstraint("id", "organisation_id", "commission_id", "side"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
        CheckConstraint("(state = 'open') = (newest = 0)", name="submitted_has_version"),
        CheckConstraint("(state = 'accepted') = (accepted_at IS NOT NULL)", name="accepted_has_moment"),
        Index("ix_quarter_return_quarter", "commission_id", "year", "quarter"),
    )  # fmt: skip

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    side: Side = a_code(Side.none)
    commission_id: UUID = Field(foreign_key="commission.id")
    year: int
    quarter: int
    state: ReturnState = a_code(ReturnState.open)
    due_on: date
    newest: int = 0
    accepted_at: datetime | None = a_moment(optional=True)
    accepted_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)


class OnReturn(SQLModel):
    """What everything that hangs on a return carries, so that its row policy is a plain comparison."""

    return_id: UUID
    organisation_id: UUID
    commission_id: UUID
    side: str = Field(sa_type=Text)


def hangs_on_return(table: str) -> tuple[ForeignKeyConstraint, Index]:
    """The composite key that keeps a row from being attached to somebody else's return."""
    return (
        ForeignKeyConstraint(
            RETURN_COLUMNS,
            ["quarter_return.id", *(f"quarter_return.{name}" for name in RETURN_COLUMNS[1:])],
            name=f"fk_{table}_return",
        ),
        Index(f"ix_{table}_return", *RETURN_COLUMNS),
    )


def copied_from_return(found: QuarterReturn) -> dict[str, Any]:
    """The columns that a new row takes over from the return it hangs on."""
    return {
        "return_id": found.id,
        **{name: getattr(found, name) for name in RETURN_COLUMNS[1:]},
    }


class ReturnAnswer(OnReturn, Versioned, table=True):
    """What the provider writes for the next version: a text that is asked for, or why a number moved.

    `part` is `narrative:<key>` or `change:<measure>`.
    """

    __tablename__ = "return_answer"
    __table_args__ = (*hangs_on_return("return_answer"), UniqueConstraint("return_id", "part"))

    id: UUID = an_id()
    part: str = Field(sa_type=Text)
    words: str = Field(sa_type=Encrypted("return_answer.words"))
    saved_at: datetime = a_moment(now=True)


class ReturnFile(OnReturn, table=True):
    """Counts that a provider brings from its own system, until they are submitted.

    `cells` holds `[measure, by, value, n]`; the last file that was brought counts.
    """

    __tablename__ = "return_file"
    __table_args__ = (*hangs_on_return("return_file"), UniqueConstraint("return_id"))

    id: UUID = an_id()
    name: str = Field(sa_type=Encrypted("return_file.name"))
    system: str = Field(sa_type=Text)
    cells: list[Any] = Field(sa_type=JSONB)
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
