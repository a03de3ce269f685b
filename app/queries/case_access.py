"""Who may see a restricted case, out of those who work here."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Account, CaseAccess, Membership, Role
from app.queries.case_file import CaseFile


class Colleague(NamedTuple):
    """Somebody who could be on the list of a restricted case."""

    account_id: UUID
    name: str
    job: str
    listed: bool


def colleagues(database: Database, file: CaseFile) -> list[Colleague]:
    """Staff of this organisation and side who work with cases, by name."""
    day = clocks.today()
    rows = database.execute(
        select(col(Account.id), col(Account.name), col(Account.job), col(CaseAccess.case_id))
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .outerjoin(
            CaseAccess,
            (col(CaseAccess.account_id) == col(Account.id))
            & (col(CaseAccess.case_id) == file.case.id),
        )
        .where(
            col(Membership.organisation_id) == file.case.organisation_id,
            col(Membership.side) == file.case.side,
            col(Membership.role).in_([Role.worker, Role.manager, Role.navigator, Role.guardian]),
            col(Membership.from_day) <= day,
            col(Membership.to_day).is_(None) | (col(Membership.to_day) >= day),
            col(Account.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Account.name), col(Account.id))
        .limit(500)
    ).all()
    return [Colleague(row_id, name, job, listed is not None) for row_id, name, job, listed in rows]
