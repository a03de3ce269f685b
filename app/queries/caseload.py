"""The caseload: an organisation's cases, filtered by plain addresses, fifty at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, exists, func, literal_column, or_, select

from app import clocks
from app.database import Database
from app.models import CaseState
from app.queries.ages import age_from
from app.queries.baselines import baseline_due
from app.queries.keyset import NEVER, NO_DAY, Slice, Turn, one_page
from app.queries.tables import (
    ACCOUNT,
    CASE,
    CLOCK,
    COMMISSION,
    GOAL,
    PERSON,
    PLAN_REVIEW,
    PROGRAMME,
    TASK,
)

# After so many days without contact a case is on the list of those nobody has reached.
SILENT_DAYS = 14
# As the index `ix_case_order` says them: with a parameter in their place it would not be used.
LAST_OF_ALL: ColumnElement[date] = literal_column(f"'{NO_DAY.isoformat()}'::date", Date)
CLOSED: ColumnElement[str] = literal_column(f"'{CaseState.closed}'", Text)
# So many cases of one state are counted for a list; where there are more, it says so.
MOST_COUNTED = 1_000


class Due(StrEnum):
    """What somebody looks for in a caseload beside its state."""

    overdue = "overdue"
    no_contact = "no-contact"
    no_next = "no-next"
    this_week = "this-week"
    stale_plan = "stale-plan"


class Missing(StrEnum):
    """What a record may lack."""

    birth_date = "birth-date"
    ethnicity = "ethnicity"
    baseline = "baseline"


class Sort(StrEnum):
    """The columns a caseload is sorted by."""

    next = "next"
    name = "name"
    opened = "opened"
    contact = "contact"


class CaseFilter(NamedTuple):
    """What the address of a caseload asks for; None is everything.

    Without a state all but closed cases are shown. `nobody` asks for cases that no worker holds.
    """

    worker_id: UUID | None = None
    nobody: bool = False
    state: CaseState | None = None
    programme: str | None = None
    risk: str | None = None
    due: Due | None = None
    missing: Missing | None = None


class CaseRow(NamedTuple):
    """One case in a list."""

    id: UUID
    reference: str
    preferred_name: str
    family_name: str
    born_on: date | None
    age_given: int | None
    age_given_on: date | None
    state: str
    risk: str | None
    next_action: str | None
    next_on: date | None
    last_contact_at: datetime | None
    opened_at: datetime
    commission: str
    worker_id: UUID | None
    worker: str | None
    restricted: bool

    @property
    def name(self) -> str:
        """The name as people say it."""
        return f"{self.preferred_name} {self.family_name}".strip()

    @property
    def age(self) -> int | None:
        """The age today."""
        return age_from(self.born_on, self.age_given, self.age_given_on)


class Facet(NamedTuple):
    """A value that a filter may take, and its words."""

    code: str
    label: str


def cases(
    database: Database, asked: CaseFilter, sort: Sort, turn: Turn, *, descending: bool = False
) -> Slice:
    """One page of the caseload as `CaseRow` rows: its ids in order, then their columns."""
    statement = _joined(select(CASE.c.id), asked, with_person=sort is Sort.name)
    statement = statement.where(*conditions(database, asked), state_of(asked))
    found = one_page(database, statement, keys_of(sort), turn, descending=descending)
    rows = {row.id: row for row in rows_of(database, [row.id for row in found.rows])}
    return found._replace(rows=[rows[row.id] for row in found.rows if row.id in rows])


def rows_of(database: Database, ids: Sequence[UUID]) -> Sequence[CaseRow]:
    """The columns of these cases, as far as they exist for the viewer; in no order."""
    if not ids:
        return []
    statement = (
        select(
            CASE.c.id,
            CASE.c.reference,
            PERSON.c.preferred_name,
            PERSON.c.family_name,
            PERSON.c.born_on,
            PERSON.c.age_given,
            PERSON.c.age_given_on,
            CASE.c.state,
            CASE.c.risk,
            CASE.c.next_action,
            CASE.c.next_on,
            CASE.c.last_contact_at,
            CASE.c.opened_at,
            COMMISSION.c.name,
            CASE.c.worker_id,
            ACCOUNT.c.name,
            CASE.c.restricted,
        )
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .join(COMMISSION, COMMISSION.c.id == CASE.c.commission_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == CASE.c.worker_id)
        .where(CASE.c.id.in_(ids))
    )
    return [CaseRow(*row) for row in database.execute(statement)]


def keys_of(sort: Sort) -> list[ColumnElement[Any]]:
    """What a caseload is sorted by; none of it is ever null, and the id decides at last."""
    by: dict[Sort, list[ColumnElement[Any]]] = {
        Sort.next: [func.coalesce(CASE.c.next_on, LAST_OF_ALL), CASE.c.opened_at],
        Sort.name: [func.lower(PERSON.c.preferred_name), func.lower(PERSON.c.family_name)],
        Sort.opened: [CASE.c.opened_at],
        Sort.contact: [func.coalesce(CASE.c.last_contact_at, NEVER)],
    }
    return [*by[sort], CASE.c.id]


def conditions(database: Database, asked: CaseFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter but for the state; the statement is joined as `_joined` does."""
    found = [*of_viewer(database)]
    if asked.worker_id:
        found.append(CASE.c.worker_id == asked.worker_id)
    if asked.nobody:
        found.append(CASE.c.worker_id.is_(None))
    if asked.programme:
        found.append(PROGRAMME.c.code == asked.programme)
    if asked.risk:
        found.append(CASE.c.risk == asked.risk)
    if asked.due:
        found.append(due_conditions(database)[asked.due])
    if asked.missing is Missing.baseline:
        found.append(baseline_due(database))
    elif asked.missing:
        found.append(MISSING[asked.missing])
    return found


def state_of(asked: CaseFilter) -> ColumnElement[bool]:
    """The state that a filter asks for: without one, all but closed."""
    return CASE.c.state == asked.state if asked.state else CASE.c.state != CLOSED


def of_viewer(database: Database) -> list[ColumnElement[bool]]:
    """The cases of the viewer's organisation and side: conditions that let the index be used."""
    viewer = database.viewer
    return [
        CASE.c.organisation_id == viewer.organisation_id,
        CASE.c.side == viewer.side,
    ]


MISSING: Mapping[Missing, ColumnElement[bool]] = {
    Missing.birth_date: PERSON.c.born_on.is_(None),
    # NK: nobody asked or wrote it down. "Not stated" is an answer.
    Missing.ethnicity: PERSON.c.ethnicity == "NK",
}


def due_conditions(database: Database) -> Mapping[Due, ColumnElement[bool]]:
    """What "overdue", "no contact" and the like mean, once for lists and for counts."""
    viewer, now, today = database.viewer, clocks.now(), clocks.today()
    late_clocks = select(CLOCK.c.case_id).where(
        CLOCK.c.organisation_id == viewer.organisation_id,
        CLOCK.c.side == viewer.side,
        CLOCK.c.stopped_at.is_(None),
        CLOCK.c.paused_at.is_(None),
        CLOCK.c.due_at < now,
        CLOCK.c.case_id.is_not(None),
    )
    late_tasks = select(TASK.c.case_id).where(
        TASK.c.organisation_id == viewer.organisation_id,
        TASK.c.side == viewer.side,
        TASK.c.done_at.is_(None),
        TASK.c.due_on < today,
    )
    worked = CASE.c.state.in_([CaseState.open, CaseState.active])
    return {
        Due.overdue: or_(
            CASE.c.next_on < today, CASE.c.id.in_(late_clocks), CASE.c.id.in_(late_tasks)
        ),
        Due.no_contact: worked
        & (
            func.coalesce(CASE.c.last_contact_at, CASE.c.opened_at)
            < now - timedelta(days=SILENT_DAYS)
        ),
        Due.no_next: worked & CASE.c.next_action.is_(None),
        Due.stale_plan: worked & stale_plan(today),
        Due.this_week: CASE.c.next_on.between(today, today + timedelta(days=7)),
    }


def stale_plan(today: date) -> ColumnElement[bool]:
    """A plan nobody looked at in time: an open goal's day is past, or the next review is."""
    later = PLAN_REVIEW.alias("later")
    late_goals = select(GOAL.c.case_id).where(GOAL.c.result.is_(None), GOAL.c.aimed_on < today)
    late_reviews = select(PLAN_REVIEW.c.case_id).where(
        PLAN_REVIEW.c.next_on < today,
        ~exists().where(
            later.c.case_id == PLAN_REVIEW.c.case_id, later.c.said_at > PLAN_REVIEW.c.said_at
        ),
    )
    return or_(CASE.c.id.in_(late_goals), CASE.c.id.in_(late_reviews))


def _joined(statement: Select[Any], asked: CaseFilter, *, with_person: bool = False) -> Select[Any]:
    """Join what the conditions of a filter speak of, and nothing else."""
    if with_person or asked.missing in MISSING:
        statement = statement.join(PERSON, PERSON.c.id == CASE.c.person_id)
    if asked.programme:
        statement = statement.join(COMMISSION, COMMISSION.c.id == CASE.c.commission_id).join(
            PROGRAMME, PROGRAMME.c.id == COMMISSION.c.programme_id
        )
    return statement


def state_counts(database: Database, asked: CaseFilter) -> Mapping[CaseState, int]:
    """How many cases there are in each state under the rest of the filter, up to `MOST_COUNTED`.

    A service of many years has hundreds of thousands of closed cases; to go through them all would
    make every list slow, and nobody reads the number.
    """
    rest = conditions(database, asked)
    each = []
    for state in CaseState:
        found = _joined(select(CASE.c.id).select_from(CASE), asked)
        some = found.where(*rest, CASE.c.state == state).limit(MOST_COUNTED).subquery()
        each.append(select(func.count()).select_from(some).scalar_subquery())
    counted = zip(CaseState, database.execute(select(*each)).one(), strict=True)
    return {state: n for state, n in counted if n}


def programmes(database: Database) -> Sequence[Facet]:
    """The programmes that the viewer's organisation delivers, for the filter."""
    rows = database.execute(
        select(PROGRAMME.c.code, PROGRAMME.c.name)
        .join(COMMISSION, COMMISSION.c.programme_id == PROGRAMME.c.id)
        .where(COMMISSION.c.provider_id == database.viewer.organisation_id)
        .distinct()
        .order_by(PROGRAMME.c.name)
    )
    return [Facet(*row) for row in rows]
