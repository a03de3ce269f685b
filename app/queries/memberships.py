"""As whom somebody may work: their live memberships."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.database import Database, Viewer
from app.models import Account, Membership, Organisation, Role, Side, SignIn
from app.queries.sign_ins import hash_of, live, viewer_of


class Place(NamedTuple):
    """One membership as its holder sees it."""

    id: UUID
    organisation: str
    role: Role
    side: Side
    to_day: date | None


def places_of(database: Database, account_id: UUID) -> list[Place]:
    """Return the live memberships of an account in organisations that still work here."""
    rows = database.execute(
        select(
            col(Membership.id),
            col(Organisation.name),
            col(Membership.role),
            col(Membership.side),
            col(Membership.to_day),
        )
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(
            col(Membership.account_id) == account_id,
            live(clocks.today()),
            col(Organisation.active),
        )
        .order_by(col(Organisation.name), col(Membership.role), col(Membership.id))
    ).all()
    return [Place(row[0], row[1], Role(row[2]), Side(row[3]), row[4]) for row in rows]


def viewer_as(database: Database, membership_id: UUID) -> Viewer | None:
    """Return the viewer of a live membership, or None when it does not hold today."""
    row = database.execute(
        select(Account, Membership, Organisation)
        .join(Membership, col(Membership.account_id) == Account.id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(
            col(Membership.id) == membership_id,
            live(clocks.today()),
            col(Organisation.active),
            col(Account.disabled_at).is_(None),
        )
    ).first()
    return None if row is None else viewer_of(*row)


def viewer_behind(database: Database, reference: str) -> Viewer | None:
    """Return whose cookie this is, even when its sign-in has ended: for keeping what they typed."""
    found = select(col(SignIn.membership_id)).where(col(SignIn.token_hash) == hash_of(reference))
    membership_id = database.scalar(found)
    return None if membership_id is None else viewer_as(database, membership_id)
