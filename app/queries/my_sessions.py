"""The sessions of a worker's day: those of today, and earlier ones that nobody recorded."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import literal, or_, select

from app import clocks
from app.database import Database
from app.models import AttendanceStatus, SessionShape, SessionState
from app.queries.absences import led_by_viewer
from app.queries.ages import age_from
from app.queries.case_file import ADULT
from app.queries.tables import ATTENDANCE, CASE, GROUP, PERSON, SESSION

# How far back a session without an outcome is still asked for here; the case asks for it for ever.
UNRECORDED_DAYS = 28
MOST = 100


class Today(NamedTuple):
    """A session of today, or an earlier one that nobody recorded."""

    id: UUID
    shape: str
    kind: str
    method: str | None
    state: str
    starts_at: datetime
    minutes: int | None
    place: str | None
    group_id: UUID | None
    group: str | None
    case_id: UUID | None
    reference: str | None
    name: str | None
    status: str | None
    led_by_id: UUID
    version: int | None
    born_on: date | None
    age_given: int | None
    age_given_on: date | None

    @property
    def is_child(self) -> bool | None:
        """Whether the person is under 18; None when the age is not known."""
        age = age_from(self.born_on, self.age_given, self.age_given_on)
        return None if age is None else age < ADULT

    @property
    def is_past(self) -> bool:
        """Whether it should have begun."""
        return self.starts_at <= clocks.now()

    @property
    def is_recorded(self) -> bool:
        """Whether it is known how this session went."""
        if self.shape == SessionShape.individual:
            return self.status != AttendanceStatus.expected or self.state == SessionState.cancelled
        return self.state != SessionState.planned


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day in England and of the day after it."""
    start = datetime.combine(day, time(0), clocks.LONDON)
    return start, datetime.combine(day + timedelta(days=1), time(0), clocks.LONDON)


def sessions_of_mine(database: Database) -> Sequence[Today]:
    """My sessions of today, and those of the last weeks whose outcome nobody recorded."""
    viewer = database.viewer
    start, end = day_bounds(clocks.today())
    unrecorded = (SESSION.c.state == SessionState.planned) & (
        SESSION.c.starts_at.between(start - timedelta(days=UNRECORDED_DAYS), start)
    )
    rows = database.execute(
        select(
            SESSION.c.id,
            SESSION.c.shape,
            SESSION.c.kind,
            SESSION.c.method,
            SESSION.c.state,
            SESSION.c.starts_at,
            SESSION.c.minutes,
            SESSION.c.place,
            GROUP.c.id,
            GROUP.c.name,
            CASE.c.id,
            CASE.c.reference,
            PERSON.c.preferred_name + literal(" ") + PERSON.c.family_name,
            ATTENDANCE.c.status,
            SESSION.c.led_by_id,
            ATTENDANCE.c.version,
            PERSON.c.born_on,
            PERSON.c.age_given,
            PERSON.c.age_given_on,
        )
        .select_from(SESSION)
        .outerjoin(GROUP, GROUP.c.id == SESSION.c.group_id)
        .outerjoin(
            ATTENDANCE,
            (ATTENDANCE.c.session_id == SESSION.c.id)
            & (ATTENDANCE.c.organisation_id == SESSION.c.organisation_id)
            & (SESSION.c.shape == SessionShape.individual),
        )
        .outerjoin(CASE, CASE.c.id == ATTENDANCE.c.case_id)
        .outerjoin(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(
            SESSION.c.organisation_id == viewer.organisation_id,
            SESSION.c.side == viewer.side,
            led_by_viewer(database),
            or_((SESSION.c.starts_at >= start) & (SESSION.c.starts_at < end), unrecorded),
            # One-to-one with somebody whose case is not mine to see does not exist for me.
            (SESSION.c.shape != SessionShape.individual) | CASE.c.id.is_not(None),
        )
        .order_by(SESSION.c.starts_at)
        .limit(MOST)
    )
    return [Today(*row) for row in rows]
