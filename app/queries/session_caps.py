"""How many sessions somebody had of how many their programme gives: "9 of 12"."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from app.database import Database
from app.models import (
    SEEN,
    Attendance,
    AttendanceStatus,
    Case,
    Session,
    SessionCap,
    SessionShape,
    SessionState,
)
from app.programmes.definition import Definition
from app.queries.timeline import ATTEMPT


class Cap(NamedTuple):
    """Sessions with one person: held and seen, still planned, and the most there may be.

    `most` is None where the programme sets no limit; `allowed` is a manager's word for more, with
    their `reason`.
    """

    used: int
    planned: int
    most: int | None
    allowed: int | None = None
    reason: str | None = None

    @property
    def left(self) -> int | None:
        """How many more may be planned (never below 0); None without a limit."""
        return None if self.most is None else max(0, self.most - self.used - self.planned)


def _alone(*further: ColumnElement[bool]) -> ColumnElement[int]:
    """How many places in sessions with one person there are, as a column."""
    with_one = (col(Session.shape) == SessionShape.individual, col(Session.kind) != ATTEMPT)
    return func.count().filter(*with_one, *further)


# Sessions seen and sessions still planned, as columns over places in sessions.
USED = (
    _alone(col(Attendance.status).in_(SEEN)),
    _alone(
        col(Attendance.status) == AttendanceStatus.expected,
        col(Session.state) == SessionState.planned,
    ),
)


def cap_of(database: Database, case: Case, definition: Definition) -> Cap:
    """What a case has used and planned of its sessions. Two statements, one without a limit.

    `definition` is the one of the case's own side.
    """
    used, planned = database.execute(
        select(*USED)
        .select_from(Attendance)
        .join(Session, col(Session.id) == col(Attendance.session_id))
        .where(col(Attendance.case_id) == case.id)
    ).one()
    return cap_for(database, case, definition, used=used, planned=planned)


def cap_for(
    database: Database, case: Case, definition: Definition, *, used: int, planned: int
) -> Cap:
    """The same where `USED` was counted already. One statement, none without a limit."""
    usual = definition.sessions.most(case.level) if definition.sessions else None
    if usual is None:
        return Cap(used, planned, None)
    more = database.execute(
        select(col(SessionCap.most), col(SessionCap.reason))
        .where(col(SessionCap.case_id) == case.id)
        .order_by(col(SessionCap.allowed_at).desc(), col(SessionCap.id).desc())
        .limit(1)
    ).first()
    if more is None:
        return Cap(used, planned, usual)
    return Cap(used, planned, max(usual, more[0]), more[0], more[1])
