"""Sessions at which heads are counted: lists, one of them, and what a place or a class had of them."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import (
    Account,
    Group,
    Headcount,
    Session,
    SessionShape,
    SessionState,
    Setting,
)
from app.queries.delivered import Provision
from app.queries.keyset import Slice, Turn, one_page


class Held(NamedTuple):
    """A session in a list: what, where, with whom, and how many came."""

    id: UUID
    starts_at: datetime
    kind: str
    shape: str
    state: str
    module: int | None
    setting: str | None
    place: str | None
    group: str | None
    heads: int

    @property
    def url(self) -> str:
        """Its page."""
        noun = "training" if self.shape == SessionShape.training else "lessons"
        return f"/{noun}/{self.id}"


class Whole(NamedTuple):
    """One session with everything about it."""

    session: Session
    setting: str | None
    group: Group | None
    led_by: str
    heads: tuple[Headcount, ...]

    @property
    def total(self) -> int:
        """How many came."""
        return sum(row.n for row in self.heads)


class Class(NamedTuple):
    """A class or mentor group: its sessions so far, and the most heads counted on one day."""

    id: UUID
    name: str
    kind: str
    year_group: str | None
    size: int | None
    sessions: int
    last_number: int | None
    last_on: date | None
    people: int

    def has_full_dose(self, full: int | None) -> bool:
        """Whether it had as many sessions as the programme calls a full dose."""
        return full is not None and self.sessions >= full


class Dose(NamedTuple):
    """Classes and the people in them (the most counted on one day): any session, and a full dose."""

    any_groups: int
    any_people: int
    full_groups: int
    full_people: int


def held(
    database: Database,
    provided: Provision,
    *,
    shapes: tuple[SessionShape, ...],
    without: tuple[str, ...] = (),
    setting_id: UUID | None = None,
    group_id: UUID | None = None,
    turn: Turn,
) -> Slice:
    """Sessions of these shapes, newest first, at most fifty: rows are `Held`. `without` are kinds."""
    heads = (
        select(func.coalesce(func.sum(col(Headcount.n)), 0))
        .where(
            col(Headcount.session_id) == col(Session.id),
            col(Headcount.organisation_id) == provided.commission.provider_id,
        )
        .scalar_subquery()
    )
    wanted = (
        select(
            col(Session.id).label("id"),
            col(Session.starts_at).label("starts_at"),
            col(Session.kind),
            col(Session.shape),
            col(Session.state),
            col(Session.module),
            col(Setting.name),
            col(Session.place),
            col(Group.name),
            heads,
        )
        .select_from(Session)
        .outerjoin(Setting, col(Setting.id) == col(Session.setting_id))
        .outerjoin(Group, col(Group.id) == col(Session.group_id))
        .where(
            col(Session.organisation_id) == provided.commission.provider_id,
            col(Session.side) == database.viewer.side,
            col(Session.commission_id) == provided.id,
            col(Session.shape).in_(shapes),
            col(Session.state) == SessionState.held,
        )
    )
    if without:
        wanted = wanted.where(col(Session.kind).not_in(without))
    if setting_id is not None:
        wanted = wanted.where(col(Session.setting_id) == setting_id)
    if group_id is not None:
        wanted = wanted.where(col(Session.group_id) == group_id)
    found = one_page(
        database, wanted, [col(Session.starts_at), col(Session.id)], turn, descending=True
    )
    return found._replace(rows=[Held(*row) for row in found.rows])


def one(database: Database, session_id: UUID, *, lock: bool = False) -> Whole:
    """One session with its head counts. Raises NotFound. Two statements (three with a lock)."""
    if lock:
        database.find(Session, session_id, lock=True)
    found = database.execute(
        select(Session, col(Setting.name), Group, col(Account.name))
        .join(Account, col(Account.id) == col(Session.led_by_id))
        .outerjoin(Setting, col(Setting.id) == col(Session.setting_id))
        .outerjoin(Group, col(Group.id) == col(Session.group_id))
        .where(col(Session.id) == session_id)
    ).first()
    if found is None:
        raise NotFound
    session, setting, group, led_by = found
    heads = database.scalars(
        select(Headcount)
        .where(
            col(Headcount.session_id) == session_id,
            col(Headcount.organisation_id) == session.organisation_id,
        )
        .order_by(col(Headcount.audience), col(Headcount.year_group), col(Headcount.sex))
    ).all()
    return Whole(session, setting, group, led_by, tuple(heads))


def classes(
    database: Database, provided: Provision, *, setting_id: UUID | None, on: date
) -> list[Class]:
    """The classes and mentor groups of a school year, at one place or all, by name. One statement."""
    wanted = [
        col(Group.organisation_id) == provided.commission.provider_id,
        col(Group.side) == database.viewer.side,
        col(Group.commission_id) == provided.id,
        col(Group.kind).in_(("class", "mentors")),
        col(Group.starts_on) <= on,
        func.coalesce(col(Group.ends_on), on) >= on,
    ]
    if setting_id is not None:
        wanted.append(col(Group.setting_id) == setting_id)
    day = func.date(func.timezone("Europe/London", col(Session.starts_at)))
    by_day = (
        select(
            col(Session.group_id).label("group_id"),
            day.label("day"),
            func.count(col(Session.id).distinct()).label("sessions"),
            func.max(col(Session.module)).label("module"),
            func.coalesce(func.sum(col(Headcount.n)), 0).label("heads"),
        )
        .select_from(Session)
        .join(Group, col(Group.id) == col(Session.group_id))
        .outerjoin(
            Headcount,
            (col(Headcount.session_id) == col(Session.id))
            & (col(Headcount.organisation_id) == col(Session.organisation_id)),
        )
        .where(
            col(Session.organisation_id) == provided.commission.provider_id,
            col(Session.side) == database.viewer.side,
            col(Session.commission_id) == provided.id,
            col(Session.state) == SessionState.held,
            *wanted,
        )
        .group_by(col(Session.group_id), day)
        .subquery()
    )
    rows = database.execute(
        select(
            col(Group.id),
            col(Group.name),
            col(Group.kind),
            col(Group.year_group),
            col(Group.size),
            func.coalesce(func.sum(by_day.c.sessions), 0),
            func.max(by_day.c.module),
            func.max(by_day.c.day),
            func.coalesce(func.max(by_day.c.heads), 0),
        )
        .select_from(Group)
        .outerjoin(by_day, by_day.c.group_id == col(Group.id))
        .where(*wanted)
        .group_by(col(Group.id))
        .order_by(col(Group.name), col(Group.id))
    ).all()
    return [Class(*row) for row in rows]


def dose(groups: list[Class], full: int | None) -> Dose:
    """Any session and a full dose, over classes; mentor groups are trained, not taught."""
    taught = [group for group in groups if group.kind == "class" and group.sessions]
    whole = [group for group in taught if group.has_full_dose(full)]
    return Dose(
        len(taught), sum(one.people for one in taught), len(whole), sum(one.people for one in whole)
    )


def mentors_active(
    database: Database, provided: Provision, *, setting_id: UUID | None, since: date
) -> int:
    """Mentors who led lessons: the most counted on one day at each place, added over the places."""
    day = func.date(func.timezone("Europe/London", col(Session.starts_at)))
    led = func.sum(col(Session.counters)["mentors_leading"].as_integer())
    wanted: list[Any] = [
        col(Session.organisation_id) == provided.commission.provider_id,
        col(Session.side) == database.viewer.side,
        col(Session.commission_id) == provided.id,
        col(Session.state) == SessionState.held,
        col(Session.shape) == SessionShape.group,
        col(Session.starts_at) >= datetime.combine(since, datetime.min.time(), clocks.LONDON),
    ]
    if setting_id is not None:
        wanted.append(col(Session.setting_id) == setting_id)
    by_day = (
        select(col(Session.setting_id).label("place"), led.label("led"))
        .where(*wanted)
        .group_by(col(Session.setting_id), day)
        .subquery()
    )
    most = select(func.max(by_day.c.led).label("most")).group_by(by_day.c.place).subquery()
    return int(database.execute(select(func.coalesce(func.sum(most.c.most), 0))).scalar_one())


def held_already(
    database: Database, provided: Provision, *, kind: str, setting_id: UUID, on: date
) -> dict[UUID, int | None]:
    """The groups that had a session of this kind at a place on a day, with its number."""
    start = datetime.combine(on, datetime.min.time(), clocks.LONDON)
    end = datetime.combine(on, datetime.max.time(), clocks.LONDON)
    rows = database.execute(
        select(col(Session.group_id), col(Session.module)).where(
            col(Session.organisation_id) == provided.commission.provider_id,
            col(Session.side) == database.viewer.side,
            col(Session.commission_id) == provided.id,
            col(Session.setting_id) == setting_id,
            col(Session.kind) == kind,
            col(Session.state) == SessionState.held,
            col(Session.starts_at).between(start, end),
            col(Session.group_id).is_not(None),
        )
    ).all()
    return {group_id: module for group_id, module in rows}  # noqa: C416 - rows are not pairs to mypy
