"""Safeguarding concerns: of a case, one with its actions, and all that are open."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Text, case, func, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import Account, Case, Concern, ConcernAction, DashScore, Mappa, Person
from app.queries.case_file import CaseFile

MOST = 200


class ConcernLine(NamedTuple):
    """One concern in a list; `due_at` is when the next thing must have happened."""

    id: UUID
    category: str
    at_risk: str
    in_danger: bool
    raised_at: datetime
    raised_by: str
    closed_at: datetime | None
    outcome: str | None
    due_at: datetime | None
    due_kind: str | None
    overdue: int

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return self.closed_at is None


class OpenConcern(NamedTuple):
    """A concern in the list of a whole service, with whose case it is on."""

    line: ConcernLine
    case_id: UUID
    reference: str
    name: str
    worker: str | None


def concerns_of(database: Database, file: CaseFile) -> list[ConcernLine]:
    """Every concern of a case: open ones first, the newest on top."""
    rows = database.execute(
        _lines(clocks.now())
        .where(col(Concern.case_id) == file.case.id)
        .order_by(col(Concern.closed_at).is_not(None), col(Concern.raised_at).desc())
        .limit(MOST)
    ).all()
    return [ConcernLine(*row) for row in rows]


def open_concerns(database: Database, *, mine: bool = False) -> list[OpenConcern]:
    """Every open concern of the viewer's side, what is longest overdue first.

    `mine` keeps to cases that the viewer holds.
    """
    viewer, due = database.viewer, func.min(col(ConcernAction.due_at))
    worker = aliased(Account)
    wanted: list[ColumnElement[bool]] = [
        col(Concern.organisation_id) == viewer.organisation_id,
        col(Concern.side) == viewer.side,
        col(Concern.closed_at).is_(None),
    ]
    if mine:
        wanted.append(col(Case.worker_id) == viewer.account_id)
    name = col(Person.preferred_name) + " " + col(Person.family_name)
    rows = database.execute(
        _lines(clocks.now())
        .add_columns(col(Case.id), col(Case.reference), name, col(worker.name))
        .join(Case, col(Case.id) == col(Concern.case_id))
        .join(Person, col(Person.id) == col(Case.person_id))
        .outerjoin(worker, col(worker.id) == col(Case.worker_id))
        .group_by(col(Case.id), col(Person.id), col(worker.id))
        .where(*wanted)
        .order_by(due.nulls_last(), col(Concern.raised_at))
        .limit(MOST)
    ).all()
    return [OpenConcern(ConcernLine(*row[:11]), *row[11:]) for row in rows]


def _lines(now: datetime) -> Any:
    """The columns of a line, one row for each concern."""
    due = col(ConcernAction.due_at)
    # The kind of whatever is due first.
    first = func.array_agg(
        aggregate_order_by(col(ConcernAction.kind), due.nulls_last()), type_=ARRAY(Text)
    )
    return (
        select(
            col(Concern.id),
            col(Concern.category),
            col(Concern.at_risk),
            col(Concern.in_danger),
            col(Concern.raised_at),
            col(Account.name),
            col(Concern.closed_at),
            col(Concern.outcome),
            func.min(due),
            first[1],
            func.coalesce(func.sum(case((due < now, 1), else_=0)), 0),
        )
        .join(Account, col(Account.id) == col(Concern.raised_by_id))
        .outerjoin(ConcernAction, col(ConcernAction.concern_id) == col(Concern.id))
        .group_by(col(Concern.id), col(Account.id))
    )


class ActionLine(NamedTuple):
    """Something to do or done about a concern."""

    id: UUID
    kind: str
    due_at: datetime | None
    made_at: datetime | None
    by: str | None
    words: str | None
    outcome: str | None
    feedback: str | None
    feedback_on: date | None

    @property
    def is_overdue(self) -> bool:
        """Whether it, or an answer to it, should have come by now."""
        return self.due_at is not None and self.due_at < clocks.now()


class ConcernInFull(NamedTuple):
    """A concern with what was written when it was raised, and everything done about it."""

    line: ConcernLine
    row: Concern
    actions: list[ActionLine]


def actions_of(database: Database, concern_id: UUID) -> list[ActionLine]:
    """What is to be done first, by when; then what was done, in its order."""
    return [action for _, action in _actions(database, [concern_id])]


def _actions(database: Database, concerns: Iterable[UUID]) -> list[tuple[UUID, ActionLine]]:
    rows = database.execute(
        select(
            col(ConcernAction.concern_id),
            col(ConcernAction.id),
            col(ConcernAction.kind),
            col(ConcernAction.due_at),
            col(ConcernAction.made_at),
            col(Account.name),
            col(ConcernAction.words),
            col(ConcernAction.outcome),
            col(ConcernAction.feedback),
            col(ConcernAction.feedback_on),
        )
        .outerjoin(Account, col(Account.id) == col(ConcernAction.by_id))
        .where(col(ConcernAction.concern_id).in_(list(concerns)))
        .order_by(
            col(ConcernAction.made_at).is_not(None),
            col(ConcernAction.due_at),
            col(ConcernAction.made_at),
            col(ConcernAction.id),
        )
        .limit(MOST)
    ).all()
    return [(row[0], ActionLine(*row[1:])) for row in rows]


def in_full(database: Database, file: CaseFile) -> list[ConcernInFull]:
    """Every concern of a case with all that was written and done, as they were raised."""
    lines = {line.id: line for line in concerns_of(database, file)}
    concerns = database.scalars(
        select(Concern).where(col(Concern.id).in_(lines)).order_by(col(Concern.raised_at))
    ).all()
    done: dict[UUID, list[ActionLine]] = {one: [] for one in lines}
    for concern_id, action in _actions(database, lines):
        done[concern_id].append(action)
    return [ConcernInFull(lines[one.id], one, done[one.id]) for one in concerns]


def concern_of_case(
    database: Database, file: CaseFile, concern_id: UUID, *, lock: bool = False
) -> Concern:
    """One concern of this very case. Raises NotFound."""
    concern = database.find(Concern, concern_id, lock=lock)
    if concern.case_id != file.case.id:
        raise NotFound
    return concern


def action_of(
    database: Database, concern: Concern, action_id: UUID, *, lock: bool = False
) -> ConcernAction:
    """One action of this very concern. Raises NotFound."""
    action = database.find(ConcernAction, action_id, lock=lock)
    if action.concern_id != concern.id:
        raise NotFound
    return action


def dash_scores(database: Database, file: CaseFile) -> Sequence[DashScore]:
    """Every DASH score of a case, the newest first."""
    return database.scalars(
        select(DashScore)
        .where(col(DashScore.case_id) == file.case.id)
        .order_by(col(DashScore.done_on).desc(), col(DashScore.said_at).desc())
        .limit(50)
    ).all()


def dash_of_case(
    database: Database, file: CaseFile, dash_id: UUID, *, lock: bool = False
) -> DashScore:
    """One DASH score of this very case. Raises NotFound."""
    dash = database.find(DashScore, dash_id, lock=lock)
    if dash.case_id != file.case.id:
        raise NotFound
    return dash


def mappa_of(database: Database, file: CaseFile) -> Sequence[Mappa]:
    """How somebody is managed under MAPPA, the newest first."""
    return database.scalars(
        select(Mappa)
        .where(col(Mappa.case_id) == file.case.id)
        .order_by(col(Mappa.said_at).desc(), col(Mappa.id).desc())
        .limit(20)
    ).all()
