"""Who may hold a case, how much they hold already, and which cases nobody holds."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, or_, select

from app import clocks
from app.database import Database
from app.models import CaseState, Role
from app.queries.caseload import of_viewer
from app.queries.tables import ACCOUNT, CASE, MEMBERSHIP

HOLDERS = (Role.worker, Role.navigator, Role.manager)


class Worker(NamedTuple):
    """Somebody of the viewer's team, and how many cases they hold that are not closed."""

    id: UUID
    name: str
    job: str
    open_cases: int
    some_services: bool

    @property
    def load(self) -> str:
        """The caseload in words: "14 open"."""
        return f"{self.open_cases} open" + (", some services only" if self.some_services else "")


def workers(database: Database, *, loads: bool = True) -> Sequence[Worker]:
    """Everybody who may hold a case of the viewer's organisation and side, by name.

    Without `loads` their cases are not counted: where only names are chosen from.
    """
    viewer, today = database.viewer, clocks.today()
    held = (
        select(CASE.c.worker_id, func.count().label("n"))
        .where(*of_viewer(database), CASE.c.state != CaseState.closed)
        .group_by(CASE.c.worker_id)
        .subquery()
    )
    load: ColumnElement[int] = func.coalesce(func.max(held.c.n), 0) if loads else literal(0)
    people = select(
        ACCOUNT.c.id,
        ACCOUNT.c.name,
        ACCOUNT.c.job,
        load,
        ~func.bool_or(MEMBERSHIP.c.every_commission),
    ).join(MEMBERSHIP, MEMBERSHIP.c.account_id == ACCOUNT.c.id)
    if loads:
        people = people.outerjoin(held, held.c.worker_id == ACCOUNT.c.id)
    rows = database.execute(
        people.where(
            MEMBERSHIP.c.organisation_id == viewer.organisation_id,
            MEMBERSHIP.c.side == viewer.side,
            MEMBERSHIP.c.role.in_(HOLDERS),
            MEMBERSHIP.c.from_day <= today,
            or_(MEMBERSHIP.c.to_day.is_(None), MEMBERSHIP.c.to_day >= today),
            ACCOUNT.c.disabled_at.is_(None),
        )
        .group_by(ACCOUNT.c.id, ACCOUNT.c.name, ACCOUNT.c.job)
        .order_by(ACCOUNT.c.name)
    )
    return [Worker(*row) for row in rows]


def unallocated(database: Database) -> int:
    """How many cases nobody holds."""
    counted = select(func.count()).where(
        *of_viewer(database), CASE.c.state != CaseState.closed, CASE.c.worker_id.is_(None)
    )
    return database.scalar(counted) or 0
