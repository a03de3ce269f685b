"""A worker's day: what is on today, what is late, what is new, and what still has to be written."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
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
    or_,
    select,
    union_all,
)

from app import clocks
from app.database import Database
from app.models import AttendanceStatus, CaseState, SessionShape, SessionState
from app.queries.absences import led_by_viewer, stood_for
from app.queries.baselines import baseline_due
from app.queries.caseload import of_viewer
from app.queries.concerns_due import concerns_due
from app.queries.tables import (
    ATTENDANCE,
    CASE,
    CLOCK,
    COMMISSION,
    GROUP,
    PERSON,
    SESSION,
    TASK,
)

# How far back a session without an outcome is still asked for here; the case asks for it for ever.
UNRECORDED_DAYS = 28
# Deadlines of the next days stand on the page before they are overdue.
DAYS_AHEAD = 2
MOST = 50


class Today(NamedTuple):
    """A session of today, or an earlier one that nobody recorded."""

    id: UUID
    shape: str
    kind: str
    method: str | None
    state: str
    starts_at: datetime
    minutes: int | None
    place: str | None
    group_id: UUID | None
    group: str | None
    case_id: UUID | None
    reference: str | None
    name: str | None
    status: str | None
    led_by_id: UUID

    @property
    def is_recorded(self) -> bool:
        """Whether it is known how this session went."""
        if self.shape == SessionShape.individual:
            return self.status != AttendanceStatus.expected or self.state == SessionState.cancelled
        return self.state != SessionState.planned


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


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day in England and of the day after it."""
    start = datetime.combine(day, time(0), clocks.LONDON)
    return start, datetime.combine(day + timedelta(days=1), time(0), clocks.LONDON)


def sessions_of_mine(database: Database) -> Sequence[Today]:
    """My sessions of today, and those of the last weeks whose outcome nobody recorded."""
    viewer = database.viewer
    start, end = day_bounds(clocks.today())
    unrecorded = (SESSION.c.state == SessionState.planned) & (
        SESSION.c.starts_at.between(start - timedelta(days=UNRECORDED_DAYS), start)
    )
    rows = database.execute(
        select(
            SESSION.c.id,
            SESSION.c.shape,
            SESSION.c.kind,
            SESSION.c.method,
            SESSION.c.state,
            SESSION.c.starts_at,
            SESSION.c.minutes,
            SESSION.c.place,
            GROUP.c.id,
            GROUP.c.name,
            CASE.c.id,
            CASE.c.reference,
            PERSON.c.preferred_name + literal(" ") + PERSON.c.family_name,
            ATTENDANCE.c.status,
            SESSION.c.led_by_id,
        )
        .select_from(SESSION)
        .outerjoin(GROUP, GROUP.c.id == SESSION.c.group_id)
        .outerjoin(
            ATTENDANCE,
            (ATTENDANCE.c.session_id == SESSION.c.id)
            & (ATTENDANCE.c.organisation_id == SESSION.c.organisation_id)
            & (SESSION.c.shape == SessionShape.individual),
        )
        .outerjoin(CASE, CASE.c.id == ATTENDANCE.c.case_id)
        .outerjoin(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(
            SESSION.c.organisation_id == viewer.organisation_id,
            SESSION.c.side == viewer.side,
            led_by_viewer(database),
            or_((SESSION.c.starts_at >= start) & (SESSION.c.starts_at < end), unrecorded),
            # One-to-one with somebody whose case is not mine to see does not exist for me.
            (SESSION.c.shape != SessionShape.individual) | CASE.c.id.is_not(None),
        )
        .order_by(SESSION.c.starts_at)
        .limit(2 * MOST)
    )
    return [Today(*row) for row in rows]


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
