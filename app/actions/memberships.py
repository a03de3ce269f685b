"""Giving people roles in organisations, and taking them back."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select

from app import clocks
from app.access import DATABASE_ROLE, DatabaseRole
from app.database import Database
from app.errors import Refused
from app.forms.reasons import EndReason
from app.models import (
    GUESTS,
    Account,
    Membership,
    MembershipCommission,
    Organisation,
    Role,
    Side,
)


def add_membership(
    database: Database,
    account: Account,
    organisation: Organisation,
    *,
    role: Role,
    side: Side = Side.none,
    every_commission: bool = True,
    from_day: date | None = None,
    to_day: date | None = None,
    setting_id: UUID | None = None,
    commissions: Collection[UUID] = (),
) -> Membership:
    """Give somebody a role in an organisation, from today on or from `from_day`.

    `commissions` limits it to these. Raises Refused for a side that the role cannot have, for days
    in the wrong order, and where the organisation is retired.
    """
    _refuse_wrong(organisation, role, side)
    starts = from_day or clocks.today()
    _refuse_order(starts, to_day)
    membership = Membership(
        account_id=account.id,
        organisation_id=organisation.id,
        role=role,
        side=side,
        from_day=starts,
        to_day=to_day,
        every_commission=every_commission and not commissions,
        setting_id=setting_id,
    )
    database.add(membership)
    database.flush()
    _limit(database, membership, commissions)
    database.record(membership, "added", role=role, side=side, account=account.id)
    return membership


def change_membership(
    database: Database,
    membership: Membership,
    *,
    from_day: date,
    to_day: date | None,
    setting_id: UUID | None,
    commissions: Collection[UUID],
) -> None:
    """Change from when to when a role holds and what it covers. Raises Refused.

    The role and the side themselves are never changed: what was done was done in that role.
    """
    _refuse_order(from_day, to_day)
    membership.from_day, membership.to_day = from_day, to_day
    membership.setting_id = setting_id
    membership.every_commission = not commissions
    database.flush()
    _limit(database, membership, commissions)
    database.record(membership, "changed", account=membership.account_id)


def end_membership(database: Database, membership: Membership, *, reason: EndReason) -> None:
    """End a role at once: whoever works in it right now finds no page any more. Raises Refused."""
    viewer = database.viewer_or_none
    if viewer is not None and viewer.membership_id == membership.id:
        raise Refused("You cannot end the role you are working in. Ask another administrator.")
    # The last day counts as a day of the role, so "at once" is yesterday.
    last = clocks.today() - timedelta(days=1)
    membership.from_day = min(membership.from_day, last)
    membership.to_day = min(membership.to_day or last, last)
    database.record(membership, "ended", reason=reason, account=membership.account_id)
    database.flush()


def _limit(database: Database, membership: Membership, commissions: Collection[UUID]) -> None:
    """Make the list of covered commissions exactly this one."""
    of_it = col(MembershipCommission.membership_id) == membership.id
    covered = select(MembershipCommission.commission_id).where(of_it)
    had, wanted = set(database.exec(covered)), set(commissions)
    for commission_id in had - wanted:
        one = of_it & (col(MembershipCommission.commission_id) == commission_id)
        database.execute(delete(MembershipCommission).where(one))
    for commission_id in sorted(wanted - had):
        database.add(MembershipCommission(membership_id=membership.id, commission_id=commission_id))
    database.flush()


def _refuse_wrong(organisation: Organisation, role: Role, side: Side) -> None:
    if organisation.id == GUESTS:
        raise Refused("Nobody works for people with an emailed link: they have no accounts.")
    if not organisation.active:
        raise Refused(f"{organisation.name} is retired. Nobody new can work there.")
    if side is not Side.none and DATABASE_ROLE[role] is not DatabaseRole.casework:
        raise Refused(f"The role {role} works for no side. Choose none.")


def _refuse_order(from_day: date, to_day: date | None) -> None:
    if to_day is not None and to_day < from_day:
        raise Refused("The last day must not be before the first day.")
