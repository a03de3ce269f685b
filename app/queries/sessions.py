"""Sessions of one case: planned, counted, and one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
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
    SessionMove,
    SessionShape,
    SessionState,
)
from app.queries.case_file import CaseFile
from app.queries.session_caps import USED
from app.queries.timeline import ATTEMPT, kind_label

PAGE = 50
# The way a session went, in the same statement: a list of [moment it had, who asked, why].
MOVES = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_array(
                    col(SessionMove.from_at), col(SessionMove.asked_by), col(SessionMove.reason)
                ),
                col(SessionMove.moved_at),
                col(SessionMove.id),
            )
        )
    )
    .where(col(SessionMove.session_id) == col(Session.id))
    .correlate(Session)
    .scalar_subquery()
)


class Moved(NamedTuple):
    """One move of a session: when it had been, who asked, why (codes)."""

    from_at: datetime
    asked_by: str
    reason: str


class Planned(NamedTuple):
    """A session of a case that is still to come, or that nobody has recorded yet."""

    session_id: UUID
    label: str
    starts_at: datetime
    method: str | None
    place: str | None
    led_by: str | None
    group_id: UUID | None
    version: int
    past: bool
    in_series: bool = False
    moves: tuple[Moved, ...] = ()
    # Of a course: whether it takes place somewhere else than was planned.
    other_venue: bool = False


def planned_sessions(database: Database, file: CaseFile) -> list[Planned]:
    """What is planned for this case and not recorded, in order of time."""
    rows = database.execute(
        select(
            col(Session.id),
            col(Session.kind),
            col(Session.starts_at),
            col(Session.method),
            col(Session.place),
            col(Account.name),
            col(Session.group_id),
            col(Attendance.version),
            col(Session.series_id),
            MOVES,
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
            kind_label(file, kind),
            at,
            method,
            place,
            by,
            group,
            version,
            at <= now,
            series is not None,
            moves_of(told),
        )
        for row_id, kind, at, method, place, by, group, version, series, told in rows
    ]


def moves_of(told: Sequence[Sequence[str]] | None) -> tuple[Moved, ...]:
    """The moves that `MOVES` brought with a session, the first one first."""
    return tuple(
        Moved(datetime.fromisoformat(at), asked_by, reason) for at, asked_by, reason in told or ()
    )


def moves_of_session(database: Database, session_id: UUID) -> list[Moved]:
    """The moves of one session, the first one first."""
    rows = database.execute(
        select(col(SessionMove.from_at), col(SessionMove.asked_by), col(SessionMove.reason))
        .where(col(SessionMove.session_id) == session_id)
        .order_by(col(SessionMove.moved_at), col(SessionMove.id))
    ).all()
    return [Moved(*row) for row in rows]


class Tally(NamedTuple):
    """How many sessions of a case came to what; `used` and `planned` are those with one person."""

    seen: int
    missed: int
    cancelled: int
    attempts: int
    used: int
    planned: int


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
            *USED,
        )
        .join(Session, col(Session.id) == col(Attendance.session_id))
        .where(col(Attendance.case_id) == file.case.id)
    ).one()
    return Tally(*row)


def latest_kind(database: Database, file: CaseFile) -> str | None:
    """The kind of the latest session held with this person alone: the next is mostly like it."""
    return database.scalar(
        select(col(Session.kind))
        .join(Attendance, col(Attendance.session_id) == col(Session.id))
        .where(
            col(Attendance.case_id) == file.case.id,
            col(Session.shape) == SessionShape.individual,
            col(Session.state) == SessionState.held,
            col(Session.kind) != ATTEMPT,
        )
        .order_by(col(Session.starts_at).desc())
        .limit(1)
    )


class OneSession(NamedTuple):
    """One session of one case, to be recorded or corrected."""

    session: Session
    attendance: Attendance
    label: str
    moves: tuple[Moved, ...] = ()


def session_of_case(
    database: Database, file: CaseFile, session_id: UUID, *, lock: bool = False
) -> OneSession:
    """The place of this case in a session. Raises NotFound when it has none there."""
    wanted = (
        select(Session, Attendance, MOVES)
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
        wanted = wanted.with_for_update(key_share=True, of=(Session, Attendance))
    found = database.execute(wanted).first()
    if found is None:
        raise NotFound
    session, attendance, told = found
    return OneSession(session, attendance, kind_label(file, session.kind), moves_of(told))
