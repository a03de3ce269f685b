"""Restricting a case to the people on its list."""

from uuid import UUID

from sqlmodel import select

from app import clocks
from app.actions import joined
from app.database import Database
from app.models import Case, CaseAccess, Membership, Person, Referral, Role
from app.queries.sign_ins import live


def begin(database: Database, case: Case, referral: Referral) -> None:
    """Open a case as restricted: to whoever opens it and the managers of its side."""
    # The list first: what is restricted exists for nobody who is not on it.
    put_on_list(database, case, {database.viewer.account_id, *_managers(database, case)})
    referral.restricted = True
    _guard(database, case)


def restrict(database: Database, case: Case, *, account_ids: set[UUID]) -> None:
    """Restrict the case to the people on this list (always the viewer too)."""
    wanted = account_ids | {database.viewer.account_id}
    listed = database.exec(select(CaseAccess).where(CaseAccess.case_id == case.id)).all()
    put_on_list(database, case, wanted - {row.account_id for row in listed})
    referral = database.find(Referral, case.referral_id)
    case.restricted = referral.restricted = True
    database.flush()
    joined.hide(database, case)
    for row in listed:
        if row.account_id not in wanted:
            database.delete(row)
    database.record(case, "restricted", people=len(wanted))
    database.flush()


def _guard(database: Database, case: Case) -> None:
    """From now on only who is on the list of a restricted case sees how to reach the person."""
    database.find(Person, case.person_id).guarded = True
    database.flush()


def put_on_list(database: Database, case: Case, account_ids: set[UUID]) -> None:
    """Put people who are not on it yet on the list of a restricted case."""
    for account_id in sorted(account_ids):
        database.add(
            CaseAccess(
                case_id=case.id,
                account_id=account_id,
                referral_id=case.referral_id,
                organisation_id=case.organisation_id,
                side=case.side,
            )
        )
    database.flush()


def _managers(database: Database, case: Case) -> list[UUID]:
    mine = select(Membership.account_id).where(
        Membership.organisation_id == case.organisation_id,
        Membership.side == case.side,
        Membership.role == Role.manager,
        live(clocks.today()),
    )
    return list(database.exec(mine).all())
