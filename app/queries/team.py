"""The manager's view of the team: who holds how much, and what is missing from the records.

Each number here leads to the list it was counted from: both use the conditions of `caseload`.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app import clocks
from app.database import Database
from app.models import CaseState, SessionState
from app.queries import allocation
from app.queries.baselines import takes_baseline, unmeasured
from app.queries.caseload import MISSING, Due, Missing, due_conditions, of_viewer
from app.queries.tables import CASE, PERSON, SESSION


class Member(NamedTuple):
    """One member of the team and what they hold; sessions are those held in the last week."""

    id: UUID
    name: str
    job: str
    open_cases: int
    sessions: int
    overdue: int
    no_contact: int


class Quality(NamedTuple):
    """How many open cases lack something, by what; and those that nobody holds or reached."""

    missing: Mapping[Missing, int]
    unallocated: int
    overdue: int
    no_contact: int
    open_cases: int


def members(database: Database) -> Sequence[Member]:
    """Everybody who may hold a case, with what they hold; three statements."""
    due = due_conditions(database)
    counts = {
        worker: (overdue, silent)
        for worker, overdue, silent in database.execute(
            select(
                CASE.c.worker_id,
                func.count().filter(due[Due.overdue]),
                func.count().filter(due[Due.no_contact]),
            )
            .where(*of_viewer(database), CASE.c.state != CaseState.closed)
            .group_by(CASE.c.worker_id)
        )
    }
    sessions = _held_last_week(database)
    return [
        Member(
            worker.id,
            worker.name,
            worker.job,
            worker.open_cases,
            sessions.get(worker.id, 0),
            *counts.get(worker.id, (0, 0)),
        )
        for worker in allocation.workers(database)
    ]


def _held_last_week(database: Database) -> Mapping[UUID, int]:
    viewer, now = database.viewer, clocks.now()
    rows = database.execute(
        select(SESSION.c.led_by_id, func.count())
        .where(
            SESSION.c.organisation_id == viewer.organisation_id,
            SESSION.c.side == viewer.side,
            SESSION.c.starts_at.between(now - timedelta(days=7), now),
            SESSION.c.state == SessionState.held,
        )
        .group_by(SESSION.c.led_by_id)
    )
    return {row[0]: row[1] for row in rows}


def quality(database: Database) -> Quality:
    """What is missing from open cases, and what is late; one statement."""
    due = due_conditions(database)
    rows = database.execute(
        select(
            CASE.c.programme_version_id,
            func.count().filter(MISSING[Missing.birth_date]).label("birth_date"),
            func.count().filter(MISSING[Missing.ethnicity]).label("ethnicity"),
            func.count().filter(unmeasured()).label("baseline"),
            func.count().filter(CASE.c.worker_id.is_(None)).label("unallocated"),
            func.count().filter(due[Due.overdue]).label("overdue"),
            func.count().filter(due[Due.no_contact]).label("no_contact"),
            func.count().label("open_cases"),
        )
        .select_from(CASE)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(*of_viewer(database), CASE.c.state != CaseState.closed)
        .group_by(CASE.c.programme_version_id)
    ).all()
    measured = [row for row in rows if takes_baseline(database, row.programme_version_id)]
    return Quality(
        {
            Missing.birth_date: sum(row.birth_date for row in rows),
            Missing.ethnicity: sum(row.ethnicity for row in rows),
            Missing.baseline: sum(row.baseline for row in measured),
        },
        unallocated=sum(row.unallocated for row in rows),
        overdue=sum(row.overdue for row in rows),
        no_contact=sum(row.no_contact for row in rows),
        open_cases=sum(row.open_cases for row in rows),
    )
