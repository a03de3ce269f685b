"""Asking again some months after the end of a case, without opening it again."""

from datetime import date

from app import clocks, facts
from app.actions import tasks
from app.actions.days import refuse_future
from app.actions.milestones import context
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Case, FollowUp, FollowUpResult, Task
from app.models.naming import copied_from_case
from app.queries.tasks import FOLLOW_UP


def months_of(task: Task) -> int:
    """How many months after the end a follow-up is. Raises Refused for another kind of task."""
    months = task.kind.removeprefix(FOLLOW_UP)
    if not task.kind.startswith(FOLLOW_UP) or not months.isdigit():
        raise Refused("This task is not a follow-up. Mark it as done instead.")
    return int(months)


def record(
    database: Database,
    case: Case,
    task: Task,
    *,
    asked_on: date,
    result: str,
    method: str | None = None,
    words: str | None = None,
) -> FollowUp:
    """Keep what became of a follow-up; its task is done, and the case stays as it is.

    Counted on the day they were asked. Raises Refused for a day in the future or before the end of
    the case, or for a follow-up that was recorded before.
    """
    months = months_of(task)
    if task.done_at is not None:
        raise Refused("This follow-up was recorded before. Nothing was changed.")
    refuse_future(asked_on)
    if case.closed_at and asked_on < case.closed_at.astimezone(clocks.LONDON).date():
        raise Refused("This day is before the end of the case.")
    made = FollowUp(
        **copied_from_case(case),
        task_id=task.id,
        months=months,
        asked_on=asked_on,
        method=method,
        result=FollowUpResult(result),
        words=words,
        by_id=database.viewer.account_id,
    )
    database.add(made)
    tasks.end(database, task)
    database.record(made, "recorded", result=result, months=months)
    definition, referral, person = context(database, case)
    database.state(
        facts.about_person(
            Kind.followed_up,
            referral,
            person,
            definition.code,
            on=asked_on,
            source_id=made.id,
            code=result,
            value=months,
        )
    )
    return made
