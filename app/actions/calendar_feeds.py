"""The private address under which somebody reads their sessions in a calendar program."""

import secrets
from hashlib import sha256

from sqlmodel import col, select

from app import clocks
from app.database import Database
from app.models import CalendarFeed


def hash_of(token: str) -> str:
    """What is kept of the secret: enough to find it, not enough to use it."""
    return sha256(token.encode()).hexdigest()


def renew(database: Database) -> str:
    """Make a new secret for the viewer's membership; the one before works no longer. Returns it.

    It is shown once: only its hash is kept.
    """
    revoke(database)
    viewer, token = database.viewer, secrets.token_urlsafe(32)
    made = CalendarFeed(
        organisation_id=viewer.organisation_id,
        side=viewer.side,
        account_id=viewer.account_id,
        membership_id=viewer.membership_id,
        token_hash=hash_of(token),
    )
    database.add(made)
    database.flush()
    database.record(made, "made")
    return token


def revoke(database: Database) -> bool:
    """End the viewer's address; whoever still asks under it finds nothing. Whether there was one."""
    viewer = database.viewer
    standing = database.exec(
        select(CalendarFeed).where(
            CalendarFeed.account_id == viewer.account_id,
            CalendarFeed.membership_id == viewer.membership_id,
            col(CalendarFeed.ended_at).is_(None),
        )
    ).all()
    for feed in standing:
        feed.ended_at = clocks.now()
        database.record(feed, "revoked")
    database.flush()
    return bool(standing)


def mark_read(database: Database, feed: CalendarFeed) -> None:
    """Remember that the address was asked, at most once an hour. Runs before anybody is a viewer."""
    now = clocks.now()
    if feed.read_at is None or (now - feed.read_at).total_seconds() > 3600:  # noqa: PLR2004
        feed.read_at = now
        database.flush()
