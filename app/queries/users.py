"""Who may sign in, with which roles, as the administrator keeps them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Account,
    Commission,
    Invitation,
    Membership,
    MembershipCommission,
    Organisation,
    Role,
    Setting,
    Side,
    SignIn,
)
from app.queries.accounts import is_live
from app.queries.keyset import Slice, Turn, one_page
from app.queries.sign_ins import live
from app.queries.user_looks import Look, is_invited, worth


class UserFilter(NamedTuple):
    """Which users are asked for."""

    words: str = ""
    organisation: UUID | None = None
    role: Role | None = None
    suspended: bool = False
    look: Look | None = None


class UserRow(NamedTuple):
    """One user in the list; `roles` in words, `seen_at` when they were last here."""

    id: UUID
    name: str
    mail: str
    job: str
    roles: Sequence[str]
    seen_at: datetime | None
    is_invited: bool


class RoleRow(NamedTuple):
    """One role of a user; `commissions` are names, empty where it covers all."""

    id: UUID
    organisation_id: UUID
    organisation: str
    role: Role
    side: Side
    from_day: date
    to_day: date | None
    setting: str | None
    commissions: Sequence[str]
    holds: bool


class SignedIn(NamedTuple):
    """When a user was last here, how many sign-ins go on, and whether a link is out."""

    seen_at: datetime | None
    going_on: int
    invited_until: datetime | None


def users(database: Database, asked: UserFilter, turn: Turn) -> Slice:
    """Return one page of users by name, as `UserRow` rows. Two statements for the first page."""
    seen = (
        select(func.max(SignIn.seen_at))
        .where(col(SignIn.account_id) == Account.id)
        .correlate(Account)
        .scalar_subquery()
    )
    statement: Select[*tuple[Any, ...]] = select(
        col(Account.id),
        col(Account.name),
        col(Account.mail),
        col(Account.job),
        seen,
        is_invited(),
    ).where(
        col(Account.disabled_at).is_not(None)
        if asked.suspended
        else col(Account.disabled_at).is_(None)
    )
    if asked.words:
        statement = statement.where(
            or_(
                col(Account.name).icontains(asked.words, autoescape=True),
                col(Account.mail).icontains(asked.words, autoescape=True),
            )
        )
    if asked.organisation is not None or asked.role is not None:
        statement = statement.where(_holds_role(asked))
    if asked.look is not None:
        statement = statement.where(worth(asked.look))
    found = one_page(database, statement, (col(Account.name), col(Account.id)), turn)
    roles = _roles_in_words(database, [row[0] for row in found.rows])
    return found._replace(
        rows=[UserRow._make([*row[:4], roles.get(row[0], []), *row[4:]]) for row in found.rows]
    )


def _holds_role(asked: UserFilter) -> Any:
    held = exists().where(col(Membership.account_id) == Account.id, live(clocks.today()))
    if asked.organisation is not None:
        held = held.where(col(Membership.organisation_id) == asked.organisation)
    if asked.role is not None:
        held = held.where(col(Membership.role) == asked.role)
    return held


def _roles_in_words(database: Database, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = database.execute(
        select(col(Membership.account_id), col(Membership.role), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(col(Membership.account_id).in_(ids), live(clocks.today()))
        .order_by(col(Organisation.name), col(Membership.role))
    )
    for account_id, role, organisation in rows:
        found[account_id].append(f"{str(role).capitalize()}, {organisation}")
    return found


def roles_of(database: Database, account_id: UUID) -> list[RoleRow]:
    """Return every role that a user has or had, the present ones first."""
    today = clocks.today()
    rows = database.execute(
        select(
            col(Membership.id),
            col(Membership.organisation_id),
            col(Organisation.name),
            col(Membership.role),
            col(Membership.side),
            col(Membership.from_day),
            col(Membership.to_day),
            col(Setting.name),
        )
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .outerjoin(Setting, col(Setting.id) == Membership.setting_id)
        .where(col(Membership.account_id) == account_id)
        .order_by(col(Membership.to_day).desc().nulls_first(), col(Membership.from_day).desc())
    ).all()
    limits: dict[UUID, list[str]] = defaultdict(list)
    for membership_id, name in database.execute(
        select(col(MembershipCommission.membership_id), col(Commission.name))
        .join(Commission, col(Commission.id) == MembershipCommission.commission_id)
        .where(col(MembershipCommission.membership_id).in_([row[0] for row in rows]))
        .order_by(col(Commission.name))
    ):
        limits[membership_id].append(name)
    return [
        RoleRow._make([*row, limits.get(row[0], []), holds_on(today, row[5], row[6])])
        for row in rows
    ]


def holds_on(day: date, from_day: date, to_day: date | None) -> bool:
    """Whether a role with these days holds on a day."""
    return from_day <= day and (to_day is None or to_day >= day)


def signed_in(database: Database, account_id: UUID) -> SignedIn:
    """Return when a user was last here and whether they are now."""
    rows = database.execute(
        select(col(SignIn.started_at), col(SignIn.seen_at), col(SignIn.ended_at))
        .where(col(SignIn.account_id) == account_id)
        .order_by(col(SignIn.started_at).desc())
        .limit(100)
    ).all()
    invited = database.scalar(
        select(func.max(Invitation.expires_at)).where(
            col(Invitation.account_id) == account_id,
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > clocks.now(),
        )
    )
    return SignedIn(
        max((row[1] for row in rows), default=None),
        sum(is_live(*row) for row in rows),
        invited,
    )


def covered(database: Database, membership_id: UUID) -> list[UUID]:
    """Return the commissions that a limited role covers."""
    return list(
        database.scalars(
            select(col(MembershipCommission.commission_id)).where(
                col(MembershipCommission.membership_id) == membership_id
            )
        )
    )
