"""Accounts as their owners see them: name, sign-ins."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Account, Membership, Organisation, ReminderChoice, SignIn
from app.settings import settings

MOST = 20


class OwnSignIn(NamedTuple):
    """One of somebody's own sign-ins. `live` until it ended or idled out."""

    id: UUID
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    organisation: str | None
    live: bool


def name_of(database: Database, account_id: UUID) -> str:
    """Return the name on an account."""
    return str(
        database.scalar(select(col(Account.name)).where(col(Account.id) == account_id)) or ""
    )


def own_sign_ins(database: Database, account_id: UUID) -> list[OwnSignIn]:
    """Return the last sign-ins of an account, newest first (at most twenty)."""
    rows = database.execute(
        select(
            col(SignIn.id),
            col(SignIn.started_at),
            col(SignIn.seen_at),
            col(SignIn.ended_at),
            col(Organisation.name),
        )
        .outerjoin(Membership, col(Membership.id) == SignIn.membership_id)
        .outerjoin(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(col(SignIn.account_id) == account_id)
        .order_by(col(SignIn.started_at).desc(), col(SignIn.id).desc())
        .limit(MOST)
    ).all()
    return [
        OwnSignIn(
            sign_in_id, started, seen, ended, organisation, live=is_live(started, seen, ended)
        )
        for sign_in_id, started, seen, ended, organisation in rows
    ]


def is_live(started: datetime, seen: datetime, ended: datetime | None) -> bool:
    """Whether a sign-in still works: not ended, not idle for too long, not too old."""
    now, limits = clocks.now(), settings()
    return ended is None and seen > now - limits.idle and started > now - limits.absolute


def wants_reminders(database: Database, account_id: UUID) -> bool:
    """Whether somebody gets mails about their tasks; they do until they say no."""
    said = database.get(ReminderChoice, account_id)
    return said is None or said.by_mail
