"""Asking again some months after the end of a case."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, a_code, a_moment, an_id, hangs_on_case, one_of


class FollowUpResult(StrEnum):
    """What became of asking again."""

    reached = "reached"
    not_reached = "not-reached"
    did_not_want = "did-not-want"
    not_safe = "not-safe"


class FollowUp(OnCase, table=True):
    """One follow-up of a closed case: the case stays closed, what was heard is kept here."""

    __tablename__ = "follow_up"
    __table_args__ = (
        *hangs_on_case("follow_up"),
        one_of("result", FollowUpResult),
        Index("one_follow_up_of_a_task", "task_id", unique=True),
    )

    id: UUID = an_id()
    task_id: UUID = Field(foreign_key="task.id")
    # How many months after the end, as the programme says.
    months: int
    asked_on: date
    method: str | None = Field(default=None, sa_type=Text)
    result: FollowUpResult = a_code()
    words: str | None = Field(default=None, sa_type=Encrypted("follow_up.words"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
