"""As whom a job goes on with what somebody sent: whoever sent it, or else a manager of theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case as choose
from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.database import Database, Viewer
from app.models import Account, Membership, Organisation, ReferralState, Role
from app.queries.sign_ins import live, viewer_of
from app.queries.tables import REFERRAL

MOST = 200


class Sender(NamedTuple):
    """Whose referral it is."""

    organisation_id: UUID
    side: str
    sent_by_id: UUID | None


def sender_of(database: Database, referral_id: UUID) -> Sender | None:
    """Whose referral this is, for a job (role `system`)."""
    row = database.execute(
        select(REFERRAL.c.organisation_id, REFERRAL.c.sender_side, REFERRAL.c.sent_by_id).where(
            REFERRAL.c.id == referral_id
        )
    ).first()
    return Sender(*row) if row else None


def unacted(database: Database, now: datetime) -> Sequence[UUID]:
    """Referrals that nobody acted on by their day, and of which that was not noted yet."""
    return list(
        database.execute(
            select(REFERRAL.c.id)
            .where(
                REFERRAL.c.state == ReferralState.sent,
                REFERRAL.c.unacted_at.is_(None),
                # A guest has no colleagues here; their status page says what there is to say.
                REFERRAL.c.sent_by_id.is_not(None),
                REFERRAL.c.act_by < now,
            )
            .order_by(REFERRAL.c.act_by)
            .limit(MOST)
        ).scalars()
    )


def unsettled(database: Database) -> Sequence[UUID]:
    """Transfers that were accepted, and whose first case is not closed yet."""
    return list(
        database.execute(
            select(REFERRAL.c.id)
            .where(
                REFERRAL.c.transfer,
                REFERRAL.c.state == ReferralState.accepted,
                REFERRAL.c.handed_over_at.is_(None),
            )
            .order_by(REFERRAL.c.id)
            .limit(MOST)
        ).scalars()
    )


def viewers_for(database: Database, sender: Sender) -> list[Viewer]:
    """Who may go on with it (role `signing_in`): who sent it first, then managers, then workers."""
    first = choose((col(Membership.account_id) == sender.sent_by_id, 0), else_=1)
    rank = choose((col(Membership.role) == Role.manager, 0), else_=1)
    rows = database.execute(
        select(Account, Membership, Organisation)
        .join(Membership, col(Membership.account_id) == Account.id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(
            col(Membership.organisation_id) == sender.organisation_id,
            col(Membership.side) == sender.side,
            col(Membership.role).in_([Role.manager, Role.worker, Role.navigator, Role.referrer]),
            live(clocks.today()),
        )
        .order_by(first, rank, col(Membership.id))
        .limit(MOST)
    ).all()
    return [viewer_of(*row) for row in rows]
