"""What is still to be done on a case: made, given to a colleague, done, opened again."""

from datetime import date
from uuid import UUID

from app import clocks
from app.database import Database
from app.errors import Refused
from app.models import Case, CaseState, Task
from app.models.naming import copied_from_case
from app.queries.colleagues import colleagues
from app.queries.tasks import FOLLOW_UP

OWN = "own"


def make(
    database: Database, case: Case, *, words: str, due_on: date, account_id: UUID | None = None
) -> Task:
    """Write down a task for a colleague who covers the case (without one, for the viewer).

    Raises Refused for a closed case or somebody who does not cover it.
    """
    if case.state == CaseState.closed:
        raise Refused("This case is closed. Ask a manager to reopen it before you add a task.")
    whose = account_id or database.viewer.account_id
    _refuse_stranger(database, case, whose)
    task = Task(
        **copied_from_case(case),
        account_id=whose,
        given_by_id=database.viewer.account_id,
        kind=OWN,
        words=words,
        due_on=due_on,
    )
    database.add(task)
    database.flush()
    database.record(task, "made", to=whose)
    return task


def change(
    database: Database, case: Case, task: Task, *, words: str | None, due_on: date, account_id: UUID
) -> None:
    """Change what an open task says, when it is due and whose it is.

    `words` None leaves the words of a task that the product made. Raises Refused for one that is
    done, or for somebody who does not cover the case.
    """
    if task.done_at is not None:
        raise Refused("This task is done. Open it again before you change it.")
    if account_id != task.account_id:
        _refuse_stranger(database, case, account_id)
        database.record(task, "given", to=account_id)
    if words is not None and task.kind == OWN:
        task.words = words
    if (task.due_on, task.account_id) == (due_on, account_id):
        database.record(task, "changed")
    elif task.due_on != due_on:
        database.record(task, "moved", due_on=due_on)
    task.due_on, task.account_id = due_on, account_id
    database.flush()


def finish(database: Database, task: Task) -> None:
    """Say that a task is done, by the viewer and now.

    Raises Refused for one that was done before, and for a follow-up: what was heard is recorded with
    it and counted, so it ends with `follow_ups.record` alone.
    """
    if task.kind.startswith(FOLLOW_UP):
        raise Refused("This is a follow-up. Open it and record what became of it; it is done then.")
    end(database, task)


def end(database: Database, task: Task) -> None:
    """End a task of any kind, by the viewer and now. Raises Refused if it was done before."""
    if task.done_at is not None:
        raise Refused("This was marked as done before. Nothing was changed.")
    task.done_at, task.done_by_id = clocks.now(), database.viewer.account_id
    database.flush()
    database.record(task, "done", kind=task.kind)


def open_again(database: Database, task: Task) -> None:
    """Take back that a task is done. Raises Refused for one that is not, or that was asked already."""
    if task.done_at is None:
        raise Refused("This task is not done. Nothing was changed.")
    if task.kind != OWN:
        raise Refused("This task was made by the product and is done. Add a task of your own.")
    task.done_at = task.done_by_id = None
    database.flush()
    database.record(task, "opened-again", kind=task.kind)


def _refuse_stranger(database: Database, case: Case, account_id: UUID) -> None:
    if account_id not in {one.id for one in colleagues(database, case)}:
        raise Refused("This person does not work on this case. Choose somebody from the list.")
