"""What each worker holds and what is late in it, and the notes of supervision.

Each number leads to the list it was counted from: both use the conditions of `caseload` and `tasks`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app.database import Database
from app.models import Account, CaseState, SupervisionNote
from app.queries import allocation
from app.queries.baselines import baseline_due
from app.queries.caseload import Due, due_conditions, of_viewer
from app.queries.tables import CASE, TASK
from app.queries.tasks import State, Whose, wanted

MOST_NOTES = 100


class Holding(NamedTuple):
    """One worker: how many cases they hold, and in how many something is late."""

    id: UUID
    name: str
    job: str
    open_cases: int
    no_contact: int
    no_baseline: int
    stale_plan: int
    overdue_tasks: int
    last_met: date | None


def holdings(database: Database) -> Sequence[Holding]:
    """Every worker of the team with these numbers; four statements however large the team."""
    due = due_conditions(database)
    counts = {
        worker: (silent, unmeasured, stale)
        for worker, silent, unmeasured, stale in database.execute(
            select(
                CASE.c.worker_id,
                func.count().filter(due[Due.no_contact]),
                func.count().filter(baseline_due(database)),
                func.count().filter(due[Due.stale_plan]),
            )
            .where(*of_viewer(database), CASE.c.state != CaseState.closed)
            .group_by(CASE.c.worker_id)
        )
    }
    tasks = {
        row[0]: row[1]
        for row in database.execute(
            select(TASK.c.account_id, func.count())
            .where(*wanted(database, Whose(), State.overdue))
            .group_by(TASK.c.account_id)
        )
    }
    met = {
        row[0]: row[1]
        for row in database.execute(
            select(col(SupervisionNote.account_id), func.max(col(SupervisionNote.met_on)))
            .where(
                col(SupervisionNote.organisation_id) == database.viewer.organisation_id,
                col(SupervisionNote.side) == database.viewer.side,
            )
            .group_by(col(SupervisionNote.account_id))
        )
    }
    return [
        Holding(
            worker.id,
            worker.name,
            worker.job,
            worker.open_cases,
            *counts.get(worker.id, (0, 0, 0)),
            tasks.get(worker.id, 0),
            met.get(worker.id),
        )
        for worker in allocation.workers(database)
    ]


class SupervisionLine(NamedTuple):
    """One note of supervision."""

    id: UUID
    met_on: date
    words: str
    agreed: str | None
    next_on: date | None
    by: str | None
    made_at: datetime


def notes_about(database: Database, account_id: UUID) -> list[SupervisionLine]:
    """The notes about one worker that the viewer may read, the newest first."""
    rows = database.execute(
        select(
            col(SupervisionNote.id),
            col(SupervisionNote.met_on),
            col(SupervisionNote.words),
            col(SupervisionNote.agreed),
            col(SupervisionNote.next_on),
            col(Account.name),
            col(SupervisionNote.made_at),
        )
        .outerjoin(Account, col(Account.id) == col(SupervisionNote.by_id))
        .where(
            col(SupervisionNote.organisation_id) == database.viewer.organisation_id,
            col(SupervisionNote.side) == database.viewer.side,
            col(SupervisionNote.account_id) == account_id,
        )
        .order_by(col(SupervisionNote.met_on).desc(), col(SupervisionNote.id).desc())
        .limit(MOST_NOTES)
    ).all()
    return [SupervisionLine(*row) for row in rows]
