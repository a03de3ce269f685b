"""Planning ahead with one person: a series, moving a session, calling off the following ones."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import col, select

from app import clocks
from app.actions import sessions
from app.actions.sessions import NewSession
from app.database import Database
from app.errors import Refused
from app.models import (
    Attendance,
    AttendanceStatus,
    Case,
    Session,
    SessionCap,
    SessionMove,
    SessionState,
)
from app.models.naming import copied_from_case, new_id
from app.queries.school_breaks import is_bank_holiday

MOST_IN_SERIES = 60
LONGEST_SERIES = timedelta(days=366)


class Rhythm(NamedTuple):
    """How a series repeats: every so many weeks, so often or until a day (one of the two)."""

    weeks: int
    number: int | None = None
    until: date | None = None


def moments(first: datetime, rhythm: Rhythm, closed: Callable[[date], bool]) -> Iterator[datetime]:
    """The moments of a series at the same time in England; closed days are left out, not moved.

    A series by number still has that many sessions; one until a day ends then. `closed` says on
    which days nobody meets.
    """
    local = first.astimezone(clocks.LONDON)
    day, found, end = local.date(), 0, local.date() + LONGEST_SERIES
    last = min(rhythm.until, end) if rhythm.until else end
    most = min(rhythm.number or MOST_IN_SERIES, MOST_IN_SERIES)
    while day <= last and found < most:
        if not closed(day):
            found += 1
            yield datetime.combine(day, local.time(), clocks.LONDON)
        day += timedelta(weeks=rhythm.weeks)


def plan_series(
    database: Database,
    case: Case,
    new: NewSession,
    rhythm: Rhythm,
    *,
    closed: Callable[[date], bool] = lambda _day: False,
) -> list[Session]:
    """Plan a series with one person: `new` is its first session. Bank holidays are left out.

    `closed` names more days to leave out. Raises Refused for a series of none, on a closed case or
    above the cap.
    """
    days = list(moments(new.starts_at, rhythm, lambda day: is_bank_holiday(day) or closed(day)))
    if not days:
        raise Refused("No day is left for this series: all of them are holidays.")
    sessions.refuse_above_cap(database, case, planning=len(days))
    series = new_id()
    made = [
        sessions.plan(database, case, new._replace(starts_at=day, series_id=series), capped=False)
        for day in days
    ]
    database.flush()
    return made


def move(
    database: Database,
    session: Session,
    *,
    to: datetime,
    asked_by: str,
    reason: str,
    place: str | None = None,
) -> SessionMove:
    """Move a planned session to another time; the way it went stays readable.

    `asked_by` and `reason` are of the lists `who-asked` and `move-reason`. Take the session with a
    lock. Raises Refused when it is not planned any more, or the time is past or the same.
    """
    if session.state != SessionState.planned:
        raise Refused("Only a planned session can be moved. Nothing was changed.")
    if to <= clocks.now():
        raise Refused("The new time must be in the future.")
    if to == session.starts_at:
        raise Refused("That is the time it has already.")
    made = SessionMove(
        session_id=session.id,
        organisation_id=session.organisation_id,
        commission_id=session.commission_id,
        side=session.side,
        from_at=session.starts_at,
        to_at=to,
        asked_by=asked_by,
        reason=reason,
        by_id=database.viewer.account_id,
    )
    database.add(made)
    session.starts_at, session.place = to, place or session.place
    database.flush()
    places = database.exec(select(Attendance).where(Attendance.session_id == session.id)).all()
    for one in places:
        database.record(one, "moved", session_id=session.id, asked_by=asked_by, reason=reason)
    if not places:
        database.record(session, "moved", asked_by=asked_by, reason=reason)
    return made


def following(database: Database, case: Case, session: Session) -> list[Session]:
    """This session and the later ones of its series that are still planned, locked, in order."""
    if session.series_id is None:
        return [session]
    own = select(Attendance.session_id).where(
        Attendance.case_id == case.id, Attendance.status == AttendanceStatus.expected
    )
    later = (
        select(Session)
        .where(
            Session.series_id == session.series_id,
            Session.state == SessionState.planned,
            Session.starts_at >= session.starts_at,
            col(Session.id).in_(own),
        )
        .order_by(col(Session.id))
        .with_for_update(key_share=True)
    )
    return list(database.exec(later).all())


def cancel_following(database: Database, case: Case, session: Session, *, by: str) -> int:
    """Call off a session and the later ones of its series; returns how many.

    What was already said about one of them stays as it is.
    """
    if session.state != SessionState.planned:
        raise Refused("Only a planned session can be cancelled. Correct the attendance instead.")
    found = following(database, case, session)
    for one in found:
        sessions.cancel(database, one, by=by, of=case)
    database.flush()
    return len(found)


def allow_more(database: Database, case: Case, *, most: int, reason: str) -> SessionCap:
    """Allow more sessions than the programme gives; `reason` is why, in the manager's words."""
    made = SessionCap(
        **copied_from_case(case), most=most, reason=reason, by_id=database.viewer.account_id
    )
    database.add(made)
    database.flush()
    database.record(made, "allowed", most=most)
    return made
