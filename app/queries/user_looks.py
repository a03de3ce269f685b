"""Users that an administrator should look at: the first page counts them, the list shows them."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, select
from sqlmodel import col

from app import clocks
from app.models import Account, Invitation, Membership, SignIn
from app.queries.sign_ins import live

LONG = timedelta(days=90)


class Look(StrEnum):
    """Why a user is worth a look."""

    not_arrived = "not-arrived"
    without_role = "without-role"
    not_seen = "not-seen"


def is_invited() -> Any:
    """Whether a link to set a password was sent, and no password is set yet."""
    sent = select(col(Invitation.id)).where(col(Invitation.account_id) == Account.id).exists()
    return col(Account.password).is_(None) & sent


def worth(look: Look) -> Any:
    """The condition on an account, of those that may sign in."""
    if look is Look.not_arrived:
        return is_invited()
    if look is Look.without_role:
        return ~exists().where(col(Membership.account_id) == Account.id, live(clocks.today()))
    since = clocks.now() - LONG
    # The role may read a few columns of a sign-in only, so they are named.
    seen = select(col(SignIn.id)).where(
        col(SignIn.account_id) == Account.id, col(SignIn.seen_at) > since
    )
    return (col(Account.made_at) < since) & ~seen.exists()
