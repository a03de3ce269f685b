"""Who is behind the cookie of a request."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database, Viewer
from app.models import (
    Account,
    Installation,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    Side,
    SignIn,
)
from app.queries.absences import covered_by
from app.settings import settings


class FoundSignIn(NamedTuple):
    """A live sign-in: whose, as which membership (if chosen), and until when."""

    id: UUID
    account_id: UUID
    viewer: Viewer | None
    locked: bool
    ends_at: datetime
    seen_at: datetime
    memberships: int
    installation: str


def hash_of(reference: str) -> str:
    """What is kept of the reference in a cookie: enough to find it, not enough to use it."""
    return sha256(reference.encode()).hexdigest()


def live(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition that a membership holds on a day."""
    return (col(Membership.from_day) <= today) & or_(
        col(Membership.to_day).is_(None), col(Membership.to_day) >= today
    )


def viewer_of(
    account: Account,
    membership: Membership,
    organisation: Organisation,
    covers: Sequence[UUID] | None = None,
) -> Viewer:
    """Return somebody at the keyboard as this membership."""
    return Viewer(
        account_id=account.id,
        membership_id=membership.id,
        organisation_id=membership.organisation_id,
        role=Role(membership.role),
        side=Side(membership.side),
        every_commission=membership.every_commission,
        name=account.name,
        job=account.job,
        organisation_name=organisation.name,
        setting_id=membership.setting_id,
        covers=tuple(covers or ()),
        provides=organisation.kind == OrganisationKind.provider,
    )


@cache
def _behind_a_cookie() -> Select[Any]:
    """The statement that finds a sign-in: made once, because every request runs it."""
    today = bindparam("today", type_=Date)
    others = (
        select(func.count())
        .select_from(Membership)
        .where(col(Membership.account_id) == Account.id, live(today))
        .correlate(Account)
        .scalar_subquery()
    )
    covers = covered_by(
        col(Account.id), col(Membership.organisation_id), col(Membership.side), today
    ).correlate(Account, Membership)
    kind = select(col(Installation.kind)).scalar_subquery()
    return (
        select(SignIn, Account, Membership, Organisation, others, kind, covers)
        .join(Account, col(Account.id) == SignIn.account_id)
        .outerjoin(Membership, (col(Membership.id) == SignIn.membership_id) & live(today))
        .outerjoin(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(
            col(SignIn.token_hash) == bindparam("hash"),
            col(SignIn.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(SignIn.seen_at) > bindparam("idle_since"),
            col(SignIn.started_at) > bindparam("absolute_since"),
        )
    )


def find_sign_in(database: Database, reference: str) -> FoundSignIn | None:
    """The sign-in behind a cookie, in one statement; None if it ended, idled out or was barred."""
    now, limits = clocks.now(), settings()
    row = database.execute(
        _behind_a_cookie(),
        {
            "today": clocks.today(),
            "hash": hash_of(reference),
            "idle_since": now - limits.idle,
            "absolute_since": now - limits.absolute,
        },
    ).first()
    if row is None:
        return None
    sign_in, account, membership, organisation, memberships, kind, covers = row
    viewer = None
    if membership is not None and organisation.active:
        viewer = viewer_of(account, membership, organisation, covers)
    ends = min(now + limits.idle, sign_in.started_at + limits.absolute)
    if now - sign_in.seen_at > timedelta(minutes=1):
        sign_in.seen_at = now
    return FoundSignIn(
        sign_in.id,
        account.id,
        viewer,
        sign_in.locked_at is not None,
        ends,
        sign_in.seen_at,
        memberships,
        kind,
    )
