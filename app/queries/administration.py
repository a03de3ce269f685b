"""What an administrator looks after, in numbers, and what wants doing."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Account,
    Commission,
    Organisation,
    Setting,
    SignInAttempt,
)
from app.queries.user_looks import Look, worth

SOON = timedelta(days=60)


class State(NamedTuple):
    """How many there are of each, and how many of them want a look."""

    organisations: int
    users: int
    settings: int
    commissions: int
    not_arrived: int
    without_role: int
    not_seen: int
    ending_soon: int
    failed_today: int


def state(database: Database) -> State:
    """Return the numbers of the first page, in one statement."""
    today, now = clocks.today(), clocks.now()
    may_sign_in = col(Account.disabled_at).is_(None)
    row = database.execute(
        select(
            _how_many(Organisation, col(Organisation.active)),
            _how_many(Account, may_sign_in),
            _how_many(Setting, col(Setting.active)),
            _how_many(
                Commission, col(Commission.ends_on).is_(None) | (col(Commission.ends_on) >= today)
            ),
            *(_how_many(Account, may_sign_in, worth(look)) for look in Look),
            _how_many(
                Commission, col(Commission.ends_on) >= today, col(Commission.ends_on) < today + SOON
            ),
            _how_many(
                SignInAttempt,
                col(SignInAttempt.worked).is_(False),
                col(SignInAttempt.at) > now - timedelta(days=1),
            )
            - _how_many(
                SignInAttempt,
                col(SignInAttempt.worked),
                col(SignInAttempt.at) > now - timedelta(days=1),
            ),
        )
    ).one()
    return State._make(row)


def _how_many(table: type, *conditions: Any) -> Any:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()
