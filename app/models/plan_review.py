"""The steps of a goal, and the reviews in which a plan is looked at together."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, Versioned, a_moment, an_id, hangs_on_case


class GoalStep(OnCase, Versioned, table=True):
    """One step towards a goal: what, who does it (list `step-by`), by when, and when it was done."""

    __tablename__ = "goal_step"
    __table_args__ = (
        *hangs_on_case("goal_step"),
        CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
    )

    id: UUID = an_id()
    goal_id: UUID = Field(foreign_key="goal.id", index=True)
    words: str = Field(sa_type=Encrypted("goal_step.words"))
    who: str = Field(sa_type=Text)
    by_day: date | None = None
    done_on: date | None = None
    # Who said that it was done.
    done_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)


class PlanReview(OnCase, table=True):
    """A plan was looked at: with whom (list `review-with`), what changed, when again.

    `as_it_stood` keeps the whole plan of that day, so that it stays readable as it was.
    """

    __tablename__ = "plan_review"
    __table_args__ = (
        *hangs_on_case("plan_review"),
        CheckConstraint("next_on IS NULL OR next_on > held_on", name="next_is_later"),
    )

    id: UUID = an_id()
    held_on: date
    with_whom: str = Field(sa_type=Text)
    changed: str = Field(sa_type=Encrypted("plan_review.changed"))
    person_view: str | None = Field(default=None, sa_type=Encrypted("plan_review.person_view"))
    next_on: date | None = None
    as_it_stood: Any = Field(sa_type=Encrypted("plan_review.as_it_stood"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    said_at: datetime = a_moment(now=True)
