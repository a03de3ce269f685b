"""What a case works towards, and how that is measured."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, Versioned, a_code, a_moment, an_id, hangs_on_case, one_of


class GoalResult(StrEnum):
    """How a goal ended."""

    achieved = "achieved"
    partly = "partly"
    not_achieved = "not-achieved"


class Occasion(StrEnum):
    """When a measure is taken."""

    baseline = "baseline"
    review = "review"
    exit = "exit"
    follow_up = "follow-up"


class Goal(OnCase, Versioned, table=True):
    """A goal in the person's own words."""

    __table_args__ = (
        *hangs_on_case("goal"),
        one_of("result", GoalResult, optional=True),
        CheckConstraint("(result IS NULL) = (result_on IS NULL)", name="result_has_day"),
    )

    id: UUID = an_id()
    words: str = Field(sa_type=Encrypted("goal.words"))
    domain: str = Field(sa_type=Text)
    set_on: date
    aimed_on: date | None = None
    result: GoalResult | None = a_code(None)
    result_on: date | None = None


class MeasureTaken(OnCase, table=True):
    """A score, or why it was not asked. A correction is a new row that replaces the old one."""

    __tablename__ = "measure"
    __table_args__ = (
        *hangs_on_case("measure"),
        one_of("occasion", Occasion),
        CheckConstraint("(score IS NULL) = (not_asked IS NOT NULL)", name="score_or_why"),
        Index(
            "one_baseline_and_exit",
            "organisation_id",
            "side",
            "case_id",
            "key",
            "occasion",
            unique=True,
            postgresql_where=text("occasion IN ('baseline', 'exit') AND NOT replaced"),
        ),
    )

    id: UUID = an_id()
    key: str = Field(sa_type=Text)
    occasion: Occasion = a_code()
    score: float | None = None
    not_asked: str | None = Field(default=None, sa_type=Text)
    taken_on: date
    said_at: datetime = a_moment(now=True)
    replaced: bool = False
