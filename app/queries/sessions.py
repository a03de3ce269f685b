"""Sessions of one case: planned, counted, and one by one."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import (
    SEEN,
    Account,
    Attendance,
    AttendanceStatus,
    Session,
    SessionShape,
    SessionState,
)
from app.queries.case_file import CaseFile
from app.queries.timeline import ATTEMPT, kind_label

PAGE = 50


class Planned(NamedTuple):
    """A session of a case that is still to come, or that nobody has recorded yet."""

    session_id: UUID
    attendance_id: UUID
    label: str
    starts_at: datetime
    method: str | None
    place: str | None
    led_by: str | None
    group_id: UUID | None
    version: int
    past: bool


def planned_sessions(database: Database, file: CaseFile) -> list[Planned]:
    """What is planned for this case and not recorded, in order of time."""
    rows = database.execute(
        select(
            col(Session.id),
            col(Attendance.id),
            col(Session.kind),
            col(Session.starts_at),
            col(Session.method),
            col(Session.place),
            col(Account.name),
            col(Session.group_id),
            col(Attendance.version),
        )
        .join(Session, col(Session.id) == col(Attendance.session_id))
        .outerjoin(Account, col(Account.id) == col(Session.led_by_id))
        .where(
            col(Attendance.case_id) == file.case.id,
            col(Attendance.status) == AttendanceStatus.expected,
            col(Session.state) != SessionState.cancelled,
        )
        .order_by(col(Session.starts_at), col(Session.id))
        .limit(PAGE)
    ).all()
    now = clocks.now()
    return [
        Planned(
            row_id,
            attendance,
            kind_label(file, kind),
            at,
            method,
            place,
            by,
            group,
            version,
            at <= now,
        )
        for row_id, attendance, kind, at, method, place, by, group, version in rows
    ]


class Tally(NamedTuple):
    """How many sessions of a case came to what."""

    seen: int
    missed: int
    cancelled: int
    attempts: int


def tally(database: Database, file: CaseFile) -> Tally:
    """Count the sessions of a case: seen, missed, cancelled, and attempts to make contact."""
    status, kind = col(Attendance.status), col(Session.kind)
    missed = [
        AttendanceStatus.did_not_attend,
        AttendanceStatus.not_brought,
        AttendanceStatus.late_not_seen,
    ]
    cancelled = [AttendanceStatus.cancelled_by_person, AttendanceStatus.cancelled_by_provider]
    row = database.execute(
        select(
            func.count().filter(status.in_(SEEN), kind != ATTEMPT),
            func.count().filter(status.in_(missed), kind != ATTEMPT),
            func.count().filter(status.in_(cancelled), kind != ATTEMPT),
            func.count().filter(kind == ATTEMPT),
        )
        .join(Session, col(Session.id) == col(Attendance.session_id))
        .where(col(Attendance.case_id) == file.case.id)
    ).one()
    return Tally(*row)


class OneSession(NamedTuple):
    """One session of one case, to be recorded or corrected."""

    session: Session
    attendance: Attendance
    label: str


def session_of_case(
    database: Database, file: CaseFile, session_id: UUID, *, lock: bool = False
) -> OneSession:
    """The place of this case in a session. Raises NotFound when it has none there."""
    wanted = (
        select(Session, Attendance)
        .join(Attendance, col(Attendance.session_id) == col(Session.id))
        .where(
            col(Session.id) == session_id,
            col(Attendance.case_id) == file.case.id,
            # A group's register is filled for all at once; an attempt is no session to mark.
            col(Session.shape) == SessionShape.individual,
            col(Session.kind) != ATTEMPT,
        )
    )
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    found = database.execute(wanted).first()
    if found is None:
        raise NotFound
    session, attendance = found
    return OneSession(session, attendance, kind_label(file, session.kind))
