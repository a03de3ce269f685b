"""Courses: groups with members by name, sessions week by week, and one register for all."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import select

from app import clocks
from app.actions import sessions
from app.actions.delivery import groups
from app.actions.delivery.groups import GroupKind, NewGroup
from app.actions.delivery.heads import about
from app.actions.delivery.ledger import restate
from app.actions.sessions import NewSession
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import (
    Case,
    CaseState,
    Group,
    GroupMember,
    Session,
    SessionShape,
    SessionState,
    Setting,
    SettingKind,
)
from app.models.naming import copied_from_case
from app.queries.delivered import Provision, provision
from app.queries.school_breaks import closed_at_school, is_bank_holiday

MAKE_UP = "make-up"
WEEK = timedelta(days=7)
LONGEST = timedelta(days=731)
MOST_SESSIONS = 60


class NewCourse(NamedTuple):
    """A course of `number` weekly sessions from `first` on; `kind` is a group session's code."""

    name: str
    kind: str
    first: datetime
    number: int
    minutes: int | None = None
    place: str | None = None
    setting_id: UUID | None = None
    size: int | None = None


def make(database: Database, provided: Provision, new: NewCourse) -> Group:
    """Make a course and plan its sessions, week by week and never on a bank holiday.

    At a school, school holidays are left out as well. Whoever makes it leads it.
    """
    kind = provided.kind(new.kind)
    if kind is None or kind.shape != SessionShape.group:
        raise Refused("This programme has no such group session.")
    if not 1 <= new.number <= MOST_SESSIONS:
        raise Refused(f"A course has 1 to {MOST_SESSIONS} sessions.")
    setting = database.find(Setting, new.setting_id) if new.setting_id else None
    at_school = setting is not None and setting.kind == SettingKind.school
    closed = closed_at_school(database, new.setting_id) if at_school else None
    moments = list(weekly(new.first, new.number, closed))
    group = groups.make(
        database,
        provided,
        NewGroup(
            GroupKind.course,
            new.name,
            day_of(moments[0]),
            day_of(moments[-1]),
            setting_id=new.setting_id,
            audience="",
            size=new.size,
        ),
    )
    for module, starts_at in enumerate(moments, start=1):
        _plan(
            database,
            group,
            new.kind,
            starts_at,
            module=module,
            minutes=new.minutes or kind.minutes,
            place=new.place,
            method=kind.method,
        )
    database.record(group, "planned", sessions=len(moments))
    database.flush()
    return group


def weekly(
    first: datetime, number: int, closed: Callable[[date], bool] | None = None
) -> Iterator[datetime]:
    """`number` moments a week apart at the same time in England; weeks with a holiday are left out.

    `closed` names more days on which nobody meets; after two years it is asked no longer.
    """
    local = first.astimezone(clocks.LONDON)
    day, found = local.date(), 0
    last = day + LONGEST
    while found < number:
        if not is_bank_holiday(day) and not (closed and day < last and closed(day)):
            found += 1
            yield datetime.combine(day, local.time(), clocks.LONDON)
        day += WEEK


def add_session(
    database: Database,
    group: Group,
    *,
    kind: str,
    starts_at: datetime,
    minutes: int | None = None,
    place: str | None = None,
    catches_up: int | None = None,
) -> Session:
    """Add one more session to a course, numbered after the last.

    With `catches_up` it is for those who missed the session of that number, and has its number.
    Raises Refused for a number that the course does not have, and for a kind that is not its own.
    """
    known = provision(database, group.commission_id).kind(kind)
    if known is None or known.shape != SessionShape.group:
        raise Refused("This programme has no such group session.")
    numbers = database.exec(
        select(Session.module).where(
            Session.group_id == group.id, Session.shape == SessionShape.group
        )
    ).all()
    if catches_up is not None and catches_up not in numbers:
        raise Refused("This course has no session of that number to catch up.")
    module = catches_up or max((number or 0 for number in numbers), default=0) + 1
    session = _plan(
        database,
        group,
        kind,
        starts_at,
        module=module,
        minutes=minutes or known.minutes,
        place=place,
        method=known.method,
    )
    session.catch_up = catches_up is not None
    if group.ends_on is None or day_of(starts_at) > group.ends_on:
        group.ends_on = day_of(starts_at)
    database.record(session, "planned", module=module)
    database.flush()
    return session


def join(
    database: Database, group: Group, case: Case, *, joined_on: date | None = None
) -> GroupMember:
    """Put a case on a course; who had left comes back. Raises Refused for a case that cannot."""
    if case.state == CaseState.closed:
        raise Refused("This case is closed. Reopen it before putting it on a course.")
    if (case.commission_id, case.side) != (group.commission_id, group.side):
        raise Refused("This case belongs to another service than the course.")
    member = database.exec(
        select(GroupMember).where(GroupMember.group_id == group.id, GroupMember.case_id == case.id)
    ).first()
    if member is None:
        member = GroupMember(
            **copied_from_case(case), group_id=group.id, joined_on=joined_on or clocks.today()
        )
        database.add(member)
    elif member.left_on is None:
        return member
    member.left_on = None
    database.flush()
    database.record(member, "joined", group=group.id)
    return member


def leave(database: Database, member: GroupMember, *, left_on: date) -> None:
    """Take somebody off a course; what they came to stays."""
    if left_on < member.joined_on:
        raise Refused("Nobody can leave before they joined.")
    member.left_on = left_on
    database.record(member, "left", group=member.group_id)
    database.flush()


def take_register(
    database: Database,
    session: Session,
    register: Mapping[UUID, str],
    notes: Mapping[UUID, str] | None = None,
) -> None:
    """Fill or correct the whole register of a session in one press.

    `register` maps case ids to attendance codes. Raises Refused for a session still to come.
    """
    if session.shape != SessionShape.group or session.group_id is None:
        raise Refused("This session has no register.")
    if session.state == SessionState.cancelled:
        raise Refused("This session was cancelled. Add a session for the day it took place.")
    if session.starts_at > clocks.now():
        raise Refused("This session has not been yet. Take the register when it has begun.")
    sessions.hold_group(database, session, dict(register), dict(notes or {}))
    # Attendance hangs on the cases: the session itself must move on for the next register.
    flag_modified(session, "state")
    database.record(session, "register-taken", people=len(register))
    provided = provision(database, session.commission_id)
    delivered = about(database, provided, session, Kind.delivered, value=session.minutes)
    restate(database, session.id, Kind.delivered, [delivered])
    database.flush()


def make_up(
    database: Database,
    group: Group,
    case: Case,
    *,
    module: int,
    starts_at: datetime,
    status: str,
    minutes: int | None = None,
    note: str | None = None,
) -> Session:
    """Record a session with one person in place of one they missed; it counts for that number."""
    provided = provision(database, group.commission_id)
    kind = make_up_kind(provided)
    if kind is None:
        raise Refused("This programme has no session with one person to make up with.")
    known = provided.kind(kind)
    new = NewSession(
        kind=kind,
        starts_at=starts_at,
        method=known.method if known else None,
        minutes=minutes,
        module=module,
        group_id=group.id,
        setting_id=group.setting_id,
        note=note,
    )
    return sessions.record(database, case, new, status=status)


def make_up_kind(provided: Provision) -> str | None:
    """The kind of session that makes up for a missed one: its own, or the first with one person."""
    codes = [kind.code for kind in provided.kinds("individual")]
    return MAKE_UP if MAKE_UP in codes else codes[0] if codes else None


def cancel_session(database: Database, session: Session) -> None:
    """Cancel a planned session of a course. Nobody missed it."""
    sessions.cancel(database, session, by="provider")
    database.flush()


def day_of(moment: datetime) -> date:
    """The day of a moment in England."""
    return moment.astimezone(clocks.LONDON).date()


def _plan(
    database: Database,
    group: Group,
    kind: str,
    starts_at: datetime,
    *,
    module: int,
    minutes: int | None = None,
    place: str | None = None,
    method: str | None = None,
) -> Session:
    session = Session(
        organisation_id=group.organisation_id,
        commission_id=group.commission_id,
        side=group.side,
        shape=SessionShape.group,
        kind=kind,
        method=method,
        state=SessionState.planned,
        starts_at=starts_at,
        minutes=minutes,
        setting_id=group.setting_id,
        place=place,
        group_id=group.id,
        module=module,
        led_by_id=database.viewer.account_id,
    )
    database.add(session)
    return session
