"""Tasks in lists: those of one case, mine, those I gave, the team's."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import Account, FollowUp, Task
from app.programmes.definition import Definition
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.keyset import Slice, Turn, one_page
from app.queries.tables import ACCOUNT, CASE, PERSON, TASK

# What a task that the product made asks for; "follow-up-6" is the one of six months.
FOLLOW_UP = "follow-up-"
MADE = {
    "transfer-declined": "The transfer was declined: say what comes next",
    "transfer-blocked": "The transfer was accepted: close the open concern, and this case closes",
}
SHOWN_ON_CASE = 20


class OpenTask(NamedTuple):
    """Something due on the case."""

    id: UUID
    kind: str
    label: str
    due_on: date
    whose: str | None

    @property
    def asks_again(self) -> bool:
        """Whether it is a follow-up, which is done by recording what was heard."""
        return self.kind.startswith(FOLLOW_UP)


def open_tasks(database: Database, file: CaseFile) -> list[OpenTask]:
    """What is still to be done on this case, nearest first."""
    rows = database.execute(
        select(col(Task.id), col(Task.kind), col(Task.words), col(Task.due_on), col(Account.name))
        .outerjoin(Account, col(Account.id) == col(Task.account_id))
        .where(col(Task.case_id) == file.case.id, col(Task.done_at).is_(None))
        .order_by(col(Task.due_on), col(Task.id))
        .limit(SHOWN_ON_CASE)
    ).all()
    return [
        OpenTask(row_id, kind, words or words_in(file.definition, kind), due_on, whose)
        for row_id, kind, words, due_on, whose in rows
    ]


class Asked(NamedTuple):
    """A follow-up that was recorded."""

    months: int
    asked_on: date
    result: str
    words: str | None


def follow_ups(database: Database, file: CaseFile) -> list[Asked]:
    """What was heard after the end of the case, in order."""
    rows = database.execute(
        select(
            col(FollowUp.months), col(FollowUp.asked_on), col(FollowUp.result), col(FollowUp.words)
        )
        .where(col(FollowUp.case_id) == file.case.id)
        .order_by(col(FollowUp.asked_on), col(FollowUp.id))
    ).all()
    results = code_list("follow-up-result")
    return [Asked(months, on, results.label(result), words) for months, on, result, words in rows]


def words_for(kind: str) -> str:
    """A task that the product made, in words."""
    if kind.startswith(FOLLOW_UP):
        return f"Follow-up after {kind.removeprefix(FOLLOW_UP)} months"
    return MADE.get(kind) or kind.replace("-", " ").capitalize()


def words_in(definition: Definition, kind: str) -> str:
    """The same as a case's own programme says it: follow-ups have words of their own there."""
    own = {f"{FOLLOW_UP}{one.months}": one.label for one in definition.follow_up}
    return own.get(kind) or words_for(kind)


def task_of_case(database: Database, file: CaseFile, task_id: UUID, *, lock: bool = False) -> Task:
    """One task of this very case. Raises NotFound."""
    task = database.find(Task, task_id, lock=lock)
    if task.case_id != file.case.id:
        raise NotFound
    return task


class State(StrEnum):
    """Which tasks are listed."""

    open = "open"
    overdue = "overdue"
    done = "done"


class Whose(NamedTuple):
    """Whose tasks are listed: one account's, those somebody gave to others, or everybody's."""

    account_id: UUID | None = None
    given_by_id: UUID | None = None


class TaskRow(NamedTuple):
    """One task in a list."""

    id: UUID
    case_id: UUID
    reference: str
    name: str
    kind: str
    words: str | None
    due_on: date
    done_at: datetime | None
    whose: str | None

    @property
    def label(self) -> str:
        """What is to be done."""
        return self.words or words_for(self.kind)

    @property
    def asks_again(self) -> bool:
        """Whether it is a follow-up."""
        return self.kind.startswith(FOLLOW_UP)


def tasks(database: Database, whose: Whose, state: State, turn: Turn) -> Slice:
    """One page of tasks as `TaskRow`: open ones nearest first, done ones newest first."""
    keys = [TASK.c.done_at if state is State.done else TASK.c.due_on, TASK.c.id]
    # A done task has its moment; the key is never null there.
    statement = (
        select(
            TASK.c.id,
            CASE.c.id.label("case_id"),
            CASE.c.reference,
            func.concat_ws(" ", PERSON.c.preferred_name, PERSON.c.family_name).label("name"),
            TASK.c.kind,
            TASK.c.words,
            TASK.c.due_on,
            TASK.c.done_at,
            ACCOUNT.c.name.label("whose"),
        )
        .join(CASE, CASE.c.id == TASK.c.case_id)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == TASK.c.account_id)
        .where(*wanted(database, whose, state))
    )
    found = one_page(database, statement, keys, turn, descending=state is State.done)
    return found._replace(rows=[TaskRow(*row) for row in found.rows])


def wanted(database: Database, whose: Whose, state: State) -> Sequence[ColumnElement[bool]]:
    """The conditions of a list of tasks, once for lists and for counts."""
    viewer = database.viewer
    found: list[ColumnElement[bool]] = [
        TASK.c.organisation_id == viewer.organisation_id,
        TASK.c.side == viewer.side,
    ]
    if whose.account_id:
        found.append(TASK.c.account_id == whose.account_id)
    if whose.given_by_id:
        found.append(
            and_(TASK.c.given_by_id == whose.given_by_id, TASK.c.account_id != whose.given_by_id)
        )
    if state is State.done:
        return [*found, TASK.c.done_at.is_not(None)]
    found.append(TASK.c.done_at.is_(None))
    return [*found, TASK.c.due_on < clocks.today()] if state is State.overdue else found


def how_many(database: Database, whose: Whose, state: State) -> int:
    """How many tasks there are of a kind of list; each hangs on a case the viewer may see."""
    counted = select(func.count()).select_from(TASK).where(*wanted(database, whose, state))
    return database.scalar(counted) or 0
