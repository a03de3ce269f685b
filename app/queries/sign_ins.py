"""Who is behind the cookie of a request."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
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


def live(today: date) -> ColumnElement[bool]:
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


def find_sign_in(database: Database, reference: str) -> FoundSignIn | None:
    """The sign-in behind a cookie, in one statement; None if it ended, idled out or was barred."""
    now, limits = clocks.now(), settings()
    today = clocks.today()
    others = (
        select(func.count())
        .select_from(Membership)
        .where(col(Membership.account_id) == Account.id, live(today))
        .correlate(Account)
        .scalar_subquery()
    )
    row = database.execute(
        select(
            SignIn,
            Account,
            Membership,
            Organisation,
            others,
            select(col(Installation.kind)).scalar_subquery(),
            covered_by(
                col(Account.id), col(Membership.organisation_id), col(Membership.side)
            ).correlate(Account, Membership),
        )
        .join(Account, col(Account.id) == SignIn.account_id)
        .outerjoin(Membership, (col(Membership.id) == SignIn.membership_id) & live(today))
        .outerjoin(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(
            col(SignIn.token_hash) == hash_of(reference),
            col(SignIn.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(SignIn.seen_at) > now - limits.idle,
            col(SignIn.started_at) > now - limits.absolute,
        )
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
