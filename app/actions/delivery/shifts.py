"""Shifts on a route: planned, checked in, counted, checked out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from app import clocks
from app.actions.delivery.counts import BY_MISTAKE
from app.actions.delivery.heads import Count, about, counts_of, heads_of, keep_heads, state_heads
from app.actions.delivery.ledger import restate
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Session, SessionShape, SessionState, Setting
from app.queries.delivered import Provision, provision

MOST_SHIFTS = 300


class NewShift(NamedTuple):
    """A shift to come. `kind` is one of `Provision.shift_kinds`; `led_by_id` the chaperone."""

    kind: str
    setting_id: UUID
    starts_at: datetime
    led_by_id: UUID
    minutes: int | None = None


def plan(database: Database, provided: Provision, new: NewShift) -> Session:
    """Plan one shift, and state that it was planned."""
    known = next((kind for kind in provided.shift_kinds if kind.code == new.kind), None)
    if known is None:
        raise Refused("This programme has no such shift.")
    session = Session(
        organisation_id=provided.commission.provider_id,
        commission_id=provided.id,
        side=database.viewer.side,
        shape=SessionShape.universal,
        kind=new.kind,
        method=known.method,
        state=SessionState.planned,
        starts_at=new.starts_at,
        minutes=new.minutes or known.minutes,
        setting_id=new.setting_id,
        place=database.find(Setting, new.setting_id).name,
        led_by_id=new.led_by_id,
    )
    database.add(session)
    database.flush()
    database.record(session, "planned", kind=new.kind)
    restate(
        database,
        session.id,
        Kind.shift_planned,
        [about(database, provided, session, Kind.shift_planned)],
    )
    return session


def plan_term(database: Database, provided: Provision, new: Sequence[NewShift]) -> list[Session]:
    """Plan many shifts in one press. Raises Refused for none, or far too many."""
    if not new:
        raise Refused("These days have no school: nothing would be planned.")
    if len(new) > MOST_SHIFTS:
        raise Refused(f"These are {len(new)} shifts. Plan at most {MOST_SHIFTS} in one press.")
    return [plan(database, provided, one) for one in new]


def days_between(
    first: date, last: date, weekdays: set[int], *, but_not: tuple[date, date] | None = None
) -> Iterator[date]:
    """Working days of a term on these weekdays (0 is Monday), without a half-term holiday."""
    day = first
    while day <= last:
        off = but_not is not None and but_not[0] <= day <= but_not[1]
        if day.weekday() in weekdays and not off and clocks.is_working_day(day):
            yield day
        day += timedelta(days=1)


def at_time(day: date, at: time) -> datetime:
    """A time of day in England on a day."""
    return datetime.combine(day, at, clocks.LONDON)


def check_in(
    database: Database, session: Session, *, staff: int, at: datetime | None = None
) -> None:
    """Chaperones are on the route: from now on the shift counts as delivered."""
    moment = at or clocks.now()
    if session.state != SessionState.planned:
        raise Refused("This shift was checked in already, or cancelled.")
    if moment > clocks.now():
        raise Refused("This shift has not begun yet.")
    session.state, session.checked_in_at, session.staff = SessionState.held, moment, staff
    database.record(session, "checked-in", staff=staff)
    _state_hours(database, session)
    database.flush()


def undo_check_in(database: Database, session: Session) -> None:
    """Take back a check-in that was pressed by mistake. Raises Refused once something was counted."""
    if session.state != SessionState.held or session.checked_out_at is not None:
        raise Refused("Only a shift that is going on can be put back.")
    if heads_of(database, session):
        raise Refused("Somebody was counted on this shift already: check out instead.")
    session.state, session.checked_in_at, session.staff = SessionState.planned, None, None
    database.record(session, "check-in-undone")
    restate(database, session.id, Kind.shift_delivered, ())
    database.flush()


def tally(
    database: Database,
    session: Session,
    counts: Sequence[Count],
    counters: Mapping[str, int] | None = None,
) -> None:
    """Keep the totals of a shift so far: whole totals, never "one more", so nothing counts twice.

    They become facts when the shift is checked out; after that a change corrects them.
    """
    if session.state != SessionState.held:
        raise Refused("Check in first: nothing can be counted on a shift that nobody stands on.")
    changed = counters is not None and dict(counters) != session.counters
    if counters is not None:
        session.counters = dict(counters)
    if keep_heads(database, session, counts) or changed:
        # Head counts hang on the shift: it must move on, so that a second phone is told.
        flag_modified(session, "counters")
        database.record(session, "tallied", heads=sum(count.n for count in counts))
    if session.checked_out_at is not None:
        state_heads(database, provision(database, session.commission_id), session, counts)
    database.flush()


def check_out(
    database: Database, session: Session, *, at: datetime | None = None, note: str | None = None
) -> None:
    """The chaperones have left: the hours and the people met are counted now."""
    moment = at or clocks.now()
    if session.state != SessionState.held or session.checked_in_at is None:
        raise Refused("This shift was not checked in.")
    if moment > clocks.now():
        raise Refused("This is in the future. Check out when you leave.")
    if moment < session.checked_in_at:
        raise Refused("Nobody can check out before they checked in.")
    session.checked_out_at, session.note = moment, note or session.note
    database.record(session, "checked-out")
    provided = _state_hours(database, session)
    state_heads(database, provided, session, counts_of(heads_of(database, session)))
    database.flush()


def cancel(database: Database, session: Session, *, reason: str) -> None:
    """Say that a planned shift does not take place; `reason` is of the list `shift-cancelled`.

    It stays in the number of shifts planned, unless it was planned by mistake.
    """
    if session.state != SessionState.planned:
        raise Refused("Only a planned shift can be cancelled.")
    session.state, session.cancelled_by = SessionState.cancelled, reason
    database.record(session, "cancelled", reason=reason)
    if reason == BY_MISTAKE:
        restate(database, session.id, Kind.shift_planned, (), reason=BY_MISTAKE)
    database.flush()


def correct_hours(
    database: Database, session: Session, *, staff: int, came_at: datetime, left_at: datetime
) -> None:
    """Correct who stood on a shift that is over, and from when to when; the hours follow."""
    if session.checked_in_at is None or session.checked_out_at is None:
        raise Refused("Check out first: only a shift that is over has hours to correct.")
    if left_at < came_at:
        raise Refused("Nobody can check out before they checked in.")
    if left_at > clocks.now():
        raise Refused("This is in the future.")
    session.staff, session.checked_in_at, session.checked_out_at = staff, came_at, left_at
    database.record(session, "corrected", staff=staff)
    _state_hours(database, session)
    database.flush()


def _state_hours(database: Database, session: Session) -> Provision:
    """State that a shift was delivered, with the hours that all its chaperones stood there."""
    provided = provision(database, session.commission_id)
    hours = 0.0
    if session.checked_in_at and session.checked_out_at:
        length = (session.checked_out_at - session.checked_in_at).total_seconds() / 3600
        hours = round(length * (session.staff or 1), 2)
    delivered = about(database, provided, session, Kind.shift_delivered, value=hours)
    restate(database, session.id, Kind.shift_delivered, [delivered])
    return provided
