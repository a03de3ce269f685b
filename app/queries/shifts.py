"""Shifts on routes: by day, one of them, and who has not come home yet."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Account,
    Headcount,
    Incident,
    Membership,
    Session,
    SessionShape,
    SessionState,
    Setting,
)
from app.models.membership import Role
from app.queries.delivered import Provision

# Later than this after the planned end, a shift without a check-out is asked about.
LATE = timedelta(minutes=30)
MOST = 200


class Shift(NamedTuple):
    """A shift in a list."""

    id: UUID
    commission_id: UUID
    kind: str
    state: str
    starts_at: datetime
    minutes: int | None
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_by: str | None
    staff: int | None
    route: str | None
    led_by_id: UUID
    led_by: str
    met: int
    incidents: int

    @property
    def ends_at(self) -> datetime:
        """When it was meant to end."""
        return self.starts_at + timedelta(minutes=self.minutes or 0)

    @property
    def is_going_on(self) -> bool:
        """Whether chaperones stand there now."""
        return self.state == SessionState.held and self.checked_out_at is None

    @property
    def is_late_home(self) -> bool:
        """Whether nobody checked out although the shift should be over."""
        return self.is_going_on and self.ends_at + LATE < clocks.now()

    @property
    def is_unrecorded(self) -> bool:
        """Whether a planned shift is over and nobody said what became of it."""
        return self.state == SessionState.planned and self.ends_at < clocks.now()


_later = aliased(Incident)
# What a correction took the place of is kept, and shown no more.
STANDS = ~exists().where(col(_later.replaces_id) == col(Incident.id))


class Happened(NamedTuple):
    """An incident in a list."""

    id: UUID
    session_id: UUID
    kind: str
    severity: str
    happened_at: datetime
    de_escalated: bool | None
    weapon_seen: bool | None
    told: list[str]
    note: str | None
    route: str | None


def shifts_on(
    database: Database,
    provided: list[Provision],
    *,
    first: date,
    last: date,
    led_by_id: UUID | None = None,
    setting_id: UUID | None = None,
) -> list[Shift]:
    """The shifts of some days (both inclusive) in order of time."""
    start = datetime.combine(first, time(0), clocks.LONDON)
    end = datetime.combine(last + timedelta(days=1), time(0), clocks.LONDON)
    wanted = _shifts(database, provided).where(
        col(Session.starts_at) >= start, col(Session.starts_at) < end
    )
    if led_by_id is not None:
        wanted = wanted.where(col(Session.led_by_id) == led_by_id)
    if setting_id is not None:
        wanted = wanted.where(col(Session.setting_id) == setting_id)
    rows = database.execute(wanted.order_by(col(Session.starts_at), col(Session.id)).limit(MOST))
    return [Shift(*row) for row in rows.all()]


def still_out(database: Database, provided: list[Provision]) -> list[Shift]:
    """Shifts that were checked in and never out, oldest first."""
    wanted = _shifts(database, provided).where(
        col(Session.state) == SessionState.held,
        col(Session.checked_in_at).is_not(None),
        col(Session.checked_out_at).is_(None),
        col(Session.starts_at) <= clocks.now(),
    )
    rows = database.execute(wanted.order_by(col(Session.starts_at), col(Session.id)).limit(MOST))
    return [Shift(*row) for row in rows.all()]


def _shifts(database: Database, provided: list[Provision]) -> Select[Any]:
    organisation = database.viewer.organisation_id
    met = (
        select(func.coalesce(func.sum(col(Headcount.n)), 0))
        .where(
            col(Headcount.session_id) == col(Session.id),
            col(Headcount.organisation_id) == organisation,
        )
        .scalar_subquery()
    )
    happened = (
        select(func.count())
        .select_from(Incident)
        .where(
            col(Incident.session_id) == col(Session.id),
            col(Incident.organisation_id) == organisation,
            STANDS,
        )
        .scalar_subquery()
    )
    kinds = {kind.code for one in provided for kind in one.shift_kinds}
    found: Select[Any] = (
        select(  # type: ignore[assignment]  # more columns than its overloads count
            col(Session.id),
            col(Session.commission_id),
            col(Session.kind),
            col(Session.state),
            col(Session.starts_at),
            col(Session.minutes),
            col(Session.checked_in_at),
            col(Session.checked_out_at),
            col(Session.cancelled_by),
            col(Session.staff),
            col(Setting.name),
            col(Session.led_by_id),
            col(Account.name),
            met,
            happened,
        )
        .select_from(Session)
        .join(Account, col(Account.id) == col(Session.led_by_id))
        .outerjoin(Setting, col(Setting.id) == col(Session.setting_id))
        .where(
            col(Session.organisation_id) == organisation,
            col(Session.side) == database.viewer.side,
            col(Session.commission_id).in_([one.id for one in provided]),
            col(Session.shape) == SessionShape.universal,
            col(Session.kind).in_(kinds),
        )
    )
    return found


def incidents(
    database: Database,
    *,
    session_id: UUID | None = None,
    provided: Provision | None = None,
    setting_id: UUID | None = None,
    most: int = 50,
) -> list[Happened]:
    """Incidents of a shift, or of a commission (at one place), newest first."""
    wanted = (
        select(
            col(Incident.id),
            col(Incident.session_id),
            col(Incident.kind),
            col(Incident.severity),
            col(Incident.happened_at),
            col(Incident.de_escalated),
            col(Incident.weapon_seen),
            col(Incident.told),
            col(Incident.note),
            col(Setting.name),
        )
        .join(Session, col(Session.id) == col(Incident.session_id))
        .outerjoin(Setting, col(Setting.id) == col(Session.setting_id))
        .where(
            col(Incident.organisation_id) == database.viewer.organisation_id,
            col(Incident.side) == database.viewer.side,
            STANDS,
        )
    )
    if session_id is not None:
        wanted = wanted.where(col(Incident.session_id) == session_id)
    if provided is not None:
        wanted = wanted.where(col(Incident.commission_id) == provided.id)
    if setting_id is not None:
        wanted = wanted.where(col(Session.setting_id) == setting_id)
    rows = database.execute(wanted.order_by(col(Incident.happened_at).desc()).limit(most)).all()
    return [Happened(*row) for row in rows]


def chaperones(database: Database) -> list[tuple[UUID, str]]:
    """Colleagues who may lead a shift today: id and name."""
    today = clocks.today()
    rows = database.execute(
        select(col(Account.id), col(Account.name))
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .where(
            col(Membership.organisation_id) == database.viewer.organisation_id,
            col(Membership.side) == database.viewer.side,
            col(Membership.role).in_((Role.worker, Role.manager)),
            col(Membership.from_day) <= today,
            func.coalesce(col(Membership.to_day), today) >= today,
            col(Account.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Account.name))
    ).all()
    return [(row[0], row[1]) for row in rows]
