"""Who holds a case."""

from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.actions import restriction
from app.database import Database
from app.errors import Refused
from app.models import Account, Allocation, Case, CaseAccess, CaseState, Membership
from app.models.naming import copied_from_case
from app.queries.allocation import HOLDERS

NO_HOLDER = "This person cannot hold cases here. Choose one of the workers in the list."


def allocate(
    database: Database, case: Case, *, account_id: UUID, is_holder: bool = False
) -> Allocation:
    """Give a case to a worker of the same organisation and side; the earlier holder's time ends.

    Raises Refused for a closed case or somebody who cannot hold it (`is_holder`: that was asked
    before, for many cases at once). Take the case with a lock.
    """
    if case.state == CaseState.closed:
        raise Refused("This case is closed. Reopen it before you allocate it.")
    if not is_holder:
        refuse_outsider(database, account_id, NO_HOLDER)
    now = clocks.now()
    current = None
    if database.held(Allocation, case) is None:
        current = database.exec(
            select(Allocation).where(Allocation.case_id == case.id, col(Allocation.to_at).is_(None))
        ).first()
    if current and current.account_id == account_id:
        return current
    if current:
        current.to_at = now
        database.flush()
    made = Allocation(**copied_from_case(case), account_id=account_id, from_at=now)
    database.add(made)
    case.worker_id = account_id
    if case.restricted and database.get(CaseAccess, (case.id, account_id)) is None:
        restriction.put_on_list(database, case, {account_id})
    database.flush()
    database.record(made, "allocated", to=account_id)
    return made


def refuse_outsider(database: Database, account_id: UUID, sentence: str) -> None:
    """Refuse somebody who holds no cases here today, on the viewer's side; `sentence` says so."""
    today, viewer = clocks.today(), database.viewer
    holds = database.exec(
        select(Membership.id)
        .join(Account, col(Account.id) == Membership.account_id)
        .where(
            Membership.account_id == account_id,
            Membership.organisation_id == viewer.organisation_id,
            Membership.side == viewer.side,
            col(Membership.role).in_(HOLDERS),
            col(Membership.from_day) <= today,
            (col(Membership.to_day).is_(None)) | (col(Membership.to_day) >= today),
            col(Account.disabled_at).is_(None),
        )
    ).first()
    if holds is None:
        raise Refused(sentence)
