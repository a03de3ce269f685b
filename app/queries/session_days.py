"""Sessions by day: those of a member of staff, or of the whole team."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from app import clocks
from app.access import Permission, may
from app.database import Database
from app.models import (
    Account,
    Attendance,
    AttendanceStatus,
    Case,
    Group,
    Person,
    Session,
    SessionShape,
    SessionState,
)
from app.programmes.loading import stored_definition
from app.queries.absences import led_by_viewer
from app.queries.ages import age_from
from app.queries.case_file import ADULT
from app.queries.keyset import moment_in
from app.queries.timeline import ATTEMPT

PAGE = 50


class Line(NamedTuple):
    """One line of somebody's day."""

    session_id: UUID
    starts_at: datetime
    title: str
    subject: str
    place: str | None
    led_by: str
    case_id: UUID | None
    reference: str | None
    group_id: UUID | None
    recorded: str | None
    record_url: str | None
    version: int | None = None
    age: int | None = None
    led_by_id: UUID | None = None

    @property
    def is_child(self) -> bool | None:
        """Whether the person is under 18; None when the age is not known."""
        return None if self.age is None else self.age < ADULT

    @property
    def key(self) -> str:
        """Where a page that ends with this line goes on."""
        return f"{self.starts_at.isoformat()}~{self.session_id}"


class Days(NamedTuple):
    """Sessions by day, and where the next page goes on, if there is one."""

    days: list[tuple[date, list[Line]]]
    later: str | None


def key_of(text: str | None) -> tuple[datetime, UUID] | None:
    """Read where a page goes on from an address; None for one that somebody made up."""
    try:
        at, row = (text or "").split("~")
        return moment_in(at), UUID(row)
    except ValueError:
        return None


def sessions_between(
    database: Database,
    first: date,
    last: date,
    *,
    everyone: bool = False,
    start: tuple[datetime, UUID] | None = None,
) -> Days:
    """Sessions from the first to the last day (both inclusive): the viewer's own, or the team's.

    One's own are those one leads oneself, those of one's courses, and those of whom one stands in for.

    One statement; a session of a case that is hidden from the viewer is left out.
    """
    viewer = database.viewer
    midnight = datetime.combine(first, time(0), clocks.LONDON)
    end = datetime.combine(last + timedelta(days=1), time(0), clocks.LONDON)
    one = col(Session.shape) == SessionShape.individual
    wanted = [
        col(Session.organisation_id) == viewer.organisation_id,
        col(Session.side) == viewer.side,
        col(Session.starts_at) >= midnight,
        col(Session.starts_at) < end,
        col(Session.state) != SessionState.cancelled,
        or_(~one, col(Person.id).is_not(None)),
    ]
    if not everyone:
        wanted.append(led_by_viewer(database))
    if not may(viewer.role, Permission.deliver):
        # Groups, lessons and shifts are shown to those who run them.
        wanted.append(or_(one, led_by_viewer(database)))
    if start:
        at, row = start
        wanted.append(
            or_(
                col(Session.starts_at) > at,
                (col(Session.starts_at) == at) & (col(Session.id) > row),
            )
        )
    rows = database.execute(
        select(
            col(Session.id),
            col(Session.starts_at),
            col(Session.shape),
            col(Session.kind),
            col(Session.state),
            col(Session.place),
            col(Session.side),
            col(Account.name),
            col(Attendance.status),
            col(Attendance.version),
            col(Case.id),
            col(Case.reference),
            col(Person.preferred_name),
            col(Person.family_name),
            col(Person.born_on),
            col(Person.age_given),
            col(Person.age_given_on),
            col(Case.programme_version_id),
            col(Group.id),
            col(Group.name),
            col(Session.led_by_id),
        )
        .join(Account, col(Account.id) == col(Session.led_by_id))
        .outerjoin(Attendance, one & (col(Attendance.session_id) == col(Session.id)))
        .outerjoin(Case, col(Case.id) == col(Attendance.case_id))
        .outerjoin(Person, col(Person.id) == col(Case.person_id))
        .outerjoin(Group, col(Group.id) == col(Session.group_id))
        .where(*wanted)
        .order_by(col(Session.starts_at), col(Session.id))
        .limit(PAGE + 1)
    ).all()
    lines = [_line(database, row) for row in rows[:PAGE]]
    days: dict[date, list[Line]] = {}
    for line in lines:
        days.setdefault(line.starts_at.astimezone(clocks.LONDON).date(), []).append(line)
    return Days(list(days.items()), lines[-1].key if len(rows) > PAGE else None)


def _line(database: Database, row: Any) -> Line:
    session_id, at, shape, kind, state, place, side, by, status, version, case_id = row[:11]
    reference, name, family, born_on, age, age_on, version_id, group_id, group, led_by_id = row[11:]
    title = str(kind).replace("-", " ").capitalize()
    if version_id is not None:
        own = stored_definition(database, version_id).for_side(side)
        known = own.sessions.kind(kind) if own.sessions else None
        title = known.label if known else title
    if kind == ATTEMPT:
        title = "Attempt at contact"
    if shape == SessionShape.individual:
        to_do = status == AttendanceStatus.expected
        url = f"/cases/{case_id}/sessions/{session_id}/mark" if to_do else None
        done = None if to_do else str(status)
        return Line(
            session_id,
            at,
            title,
            f"{name} {family}".strip(),
            place,
            by,
            case_id,
            reference,
            None,
            done,
            url,
            version,
            age_from(born_on, age, age_on),
            led_by_id,
        )
    recorded = None if state == SessionState.planned else str(state)
    # Head counts, trainings and shifts: that address leads on to the page of their kind.
    way = f"/groups/{group_id}/sessions" if group_id else "/lessons"
    url = f"{way}/{session_id}"
    return Line(
        session_id,
        at,
        title,
        group or "",
        place,
        by,
        None,
        None,
        group_id,
        recorded,
        url,
        led_by_id=led_by_id,
    )
