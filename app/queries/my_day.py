"""A worker's day beside the sessions: what is late, what is new, and what still has to be written."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    LargeBinary,
    Select,
    cast,
    literal,
    null,
    select,
    union_all,
)

from app import clocks
from app.database import Database
from app.models import CaseState
from app.queries.absences import stood_for
from app.queries.baselines import baseline_due
from app.queries.caseload import of_viewer
from app.queries.concerns_due import concerns_due
from app.queries.my_sessions import day_bounds
from app.queries.tables import (
    CASE,
    CLOCK,
    COMMISSION,
    PERSON,
    TASK,
)

# Deadlines of the next days stand on the page before they are overdue.
DAYS_AHEAD = 2
MOST = 50


class DueThing(NamedTuple):
    """Something due on a case of mine: a next action, a clock or a task."""

    kind: str
    case_id: UUID
    reference: str
    name: str
    words: str | None
    code: str | None
    due_at: datetime | None
    due_on: date | None
    holder_id: UUID


class Mine(NamedTuple):
    """A case of mine that waits for something."""

    id: UUID
    reference: str
    name: str
    commission: str
    opened_at: datetime
    holder_id: UUID


def due_things(database: Database) -> Sequence[DueThing]:
    """What is overdue or due within two days on my cases, the longest overdue first."""
    concerns = concerns_due(
        database,
        held=CASE.c.worker_id.in_(stood_for(database)),
        until=clocks.now() + timedelta(days=DAYS_AHEAD),
        name=NAME,
        no_words=NO_WORDS,
    )
    found = union_all(_tasks(database), _next_actions(database), _clocks(database), concerns)
    things = [DueThing(*row) for row in database.execute(found)]
    return sorted(things, key=due_moment)[: 2 * MOST]


def due_moment(thing: DueThing) -> datetime:
    """When something has to be done at last: a day ends when the next begins."""
    if thing.due_at:
        return thing.due_at
    return day_bounds(thing.due_on or clocks.today())[1]


NAME = (PERSON.c.preferred_name + literal(" ") + PERSON.c.family_name).label("name")
NO_WORDS = cast(null(), LargeBinary)


def _tasks(database: Database) -> Select[Any]:
    """First in the union: its column of words is decrypted, and the others have none there."""
    viewer = database.viewer
    return (
        select(
            literal("task").label("kind"),
            CASE.c.id,
            CASE.c.reference,
            NAME,
            TASK.c.words,
            TASK.c.kind.label("code"),
            cast(null(), DateTime(timezone=True)).label("due_at"),
            TASK.c.due_on,
            TASK.c.account_id,
        )
        .join(CASE, CASE.c.id == TASK.c.case_id)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(
            TASK.c.organisation_id == viewer.organisation_id,
            TASK.c.side == viewer.side,
            TASK.c.account_id.in_(stood_for(database)),
            TASK.c.done_at.is_(None),
            TASK.c.due_on <= clocks.today() + timedelta(days=DAYS_AHEAD),
        )
        .order_by(TASK.c.due_on)
        .limit(MOST)
    )


def _next_actions(database: Database) -> Select[Any]:
    return (
        select(
            literal("next"),
            CASE.c.id,
            CASE.c.reference,
            NAME,
            NO_WORDS,
            CASE.c.next_action,
            cast(null(), DateTime(timezone=True)),
            CASE.c.next_on,
            CASE.c.worker_id,
        )
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(
            *mine(database),
            CASE.c.state != CaseState.closed,
            CASE.c.next_on <= clocks.today() + timedelta(days=DAYS_AHEAD),
        )
        .order_by(CASE.c.next_on)
        .limit(MOST)
    )


def _clocks(database: Database) -> Select[Any]:
    viewer = database.viewer
    return (
        select(
            literal("clock"),
            CASE.c.id,
            CASE.c.reference,
            NAME,
            NO_WORDS,
            CLOCK.c.name,
            CLOCK.c.due_at,
            cast(null(), Date),
            CASE.c.worker_id,
        )
        .select_from(CLOCK)
        .join(CASE, CASE.c.id == CLOCK.c.case_id)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(
            CLOCK.c.organisation_id == viewer.organisation_id,
            CLOCK.c.side == viewer.side,
            CLOCK.c.stopped_at.is_(None),
            CLOCK.c.paused_at.is_(None),
            CLOCK.c.due_at < clocks.now() + timedelta(days=DAYS_AHEAD),
            # A correction after the end may set a standard going again; nobody can meet it then.
            CASE.c.state != CaseState.closed,
            CASE.c.worker_id.in_(stood_for(database)),
        )
        .order_by(CLOCK.c.due_at)
        .limit(MOST)
    )


def mine(database: Database) -> list[ColumnElement[bool]]:
    """The conditions that a case is held by the viewer, or by somebody they stand in for."""
    return [*of_viewer(database), CASE.c.worker_id.in_(stood_for(database))]


def new_for_me(database: Database) -> Sequence[Mine]:
    """My cases in which nobody has tried to make contact yet, the longest waiting first."""
    untried = CASE.c.first_attempt_at.is_(None) & CASE.c.first_contact_at.is_(None)
    return _mine(database, (CASE.c.state == CaseState.open) & untried)


def outcomes_due(database: Database) -> Sequence[Mine]:
    """My active cases whose programme measures at the start, and where that was not done yet."""
    return _mine(database, baseline_due(database))


def _mine(database: Database, wanted: ColumnElement[bool]) -> Sequence[Mine]:
    rows = database.execute(
        select(
            CASE.c.id,
            CASE.c.reference,
            NAME,
            COMMISSION.c.name,
            CASE.c.opened_at,
            CASE.c.worker_id,
        )
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .join(COMMISSION, COMMISSION.c.id == CASE.c.commission_id)
        .where(*mine(database), wanted)
        .order_by(CASE.c.opened_at)
        .limit(MOST)
    )
    return [Mine(*row) for row in rows]
