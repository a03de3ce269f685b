"""Steps towards goals, and looking at a plan together."""

from datetime import date
from typing import Any

from app import clocks
from app.actions.assessments import refuse_closed
from app.actions.days import refuse_future
from app.database import Database
from app.errors import Refused
from app.models import Case, Goal, GoalStep, PlanReview
from app.models.naming import copied_from_case


def add_step(
    database: Database,
    case: Case,
    goal: Goal,
    *,
    words: str,
    who: str,
    by_day: date | None = None,
) -> GoalStep:
    """Agree on a step towards a goal. Raises Refused when the goal has ended or is another case's."""
    refuse_closed(case)
    if goal.case_id != case.id or goal.result is not None:
        raise Refused("This goal has already ended. Set a new one to go on.")
    step = GoalStep(**copied_from_case(case), goal_id=goal.id, words=words, who=who, by_day=by_day)
    database.add(step)
    database.flush()
    database.record(step, "agreed", who=who)
    return step


def finish_step(database: Database, step: GoalStep) -> None:
    """Say today that a step was taken. Raises Refused if that was said before."""
    if step.done_on is not None:
        raise Refused("This step was marked as done before. Nothing was changed.")
    step.done_on, step.done_by_id = clocks.today(), database.viewer.account_id
    database.flush()
    database.record(step, "done", who=step.who)


def hold_review(
    database: Database,
    case: Case,
    *,
    held_on: date,
    with_whom: str,
    changed: str,
    as_it_stood: dict[str, Any],
    person_view: str | None = None,
    next_on: date | None = None,
) -> PlanReview:
    """Keep that the plan was looked at, and the whole plan as it stood.

    Raises Refused for a review in the future, or a next one that is not after it.
    """
    refuse_closed(case)
    refuse_future(held_on)
    if next_on is not None and next_on <= held_on:
        raise Refused("The next review must be after this one.")
    review = PlanReview(
        **copied_from_case(case),
        held_on=held_on,
        with_whom=with_whom,
        changed=changed,
        person_view=person_view,
        next_on=next_on,
        as_it_stood=as_it_stood,
        by_id=database.viewer.account_id,
    )
    database.add(review)
    database.flush()
    database.record(review, "held", with_whom=with_whom)
    return review
