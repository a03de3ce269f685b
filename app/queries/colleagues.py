"""Who else works on a case: those whose membership covers it, and who are on its list if it has one."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Case, CaseAccess, Role
from app.queries.tables import ACCOUNT, MEMBERSHIP

WORKING = (Role.worker, Role.navigator, Role.manager)


class Colleague(NamedTuple):
    """Somebody who may be given a task on a case or be named in a note."""

    id: UUID
    name: str
    job: str


def colleagues(database: Database, case: Case) -> list[Colleague]:
    """Everybody who covers this case, by name; the viewer is one of them.

    Who covers some services only counts when they hold this very case: which services another
    membership covers is not the viewer's to read.
    """
    today = clocks.today()
    covers = or_(
        func.bool_or(MEMBERSHIP.c.every_commission),
        ACCOUNT.c.id.in_([one for one in (case.worker_id, database.viewer.account_id) if one]),
    )
    wanted = (
        select(ACCOUNT.c.id, ACCOUNT.c.name, ACCOUNT.c.job)
        .join(MEMBERSHIP, MEMBERSHIP.c.account_id == ACCOUNT.c.id)
        .where(
            MEMBERSHIP.c.organisation_id == case.organisation_id,
            MEMBERSHIP.c.side == case.side,
            MEMBERSHIP.c.role.in_(WORKING),
            MEMBERSHIP.c.from_day <= today,
            or_(MEMBERSHIP.c.to_day.is_(None), MEMBERSHIP.c.to_day >= today),
            ACCOUNT.c.disabled_at.is_(None),
        )
        .group_by(ACCOUNT.c.id, ACCOUNT.c.name, ACCOUNT.c.job)
        .having(covers)
        .order_by(ACCOUNT.c.name)
    )
    if case.restricted:
        listed = select(col(CaseAccess.account_id)).where(col(CaseAccess.case_id) == case.id)
        wanted = wanted.where(ACCOUNT.c.id.in_(listed))
    return [Colleague(*row) for row in database.execute(wanted)]
