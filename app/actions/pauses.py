"""Clocks that rest for a reason, and go on with exactly the time that was left."""

from datetime import timedelta

from app import clocks
from app.database import Database
from app.errors import NotFound, Refused
from app.models import Case, Clock
from app.programmes.definition import Definition
from app.programmes.delivery import Clock as Standard


def standard_of(definition: Definition, clock: Clock) -> Standard:
    """The standard of a clock (`definition`: for its own side). Raises NotFound."""
    found = next((one for one in definition.clocks if one.name == clock.name), None)
    if found is None:
        raise NotFound
    return found


def pause(
    database: Database, case: Case, clock: Clock, definition: Definition, *, reason: str
) -> None:
    """Let a clock rest; what was left of it is kept to the second.

    Of a clock of working days office hours are kept, of one of hours all hours. Raises Refused for
    one that is over, rests already, or runs towards a date, which moves with that date.
    """
    standard, now = standard_of(definition, clock), clocks.now()
    if clock.stopped_at is not None:
        raise Refused("This standard has ended. There is nothing to pause.")
    if clock.paused_at is not None:
        raise Refused("This standard rests already.")
    if standard.within is None:
        raise Refused("This standard runs towards a date. Change that date instead.")
    if clock.due_at <= now:
        raise Refused("The time of this standard is over, so it cannot be paused any more.")
    if standard.within.hours is not None:
        clock.left_seconds = int((clock.due_at - now).total_seconds())
    else:
        clock.left_seconds = clocks.working_seconds(now, clock.due_at)
    clock.paused_at, clock.pause_reason = now, reason
    database.record(case, "clock-paused", clock=clock.name, reason=reason)
    database.flush()


def restart(database: Database, case: Case, clock: Clock, definition: Definition) -> None:
    """Let a clock go on with what was left. Raises Refused for one that does not rest."""
    standard, now = standard_of(definition, clock), clocks.now()
    if clock.paused_at is None or clock.left_seconds is None or clock.stopped_at is not None:
        raise Refused("This standard does not rest.")
    if standard.within is not None and standard.within.hours is not None:
        clock.due_at = now + timedelta(seconds=clock.left_seconds)
    else:
        clock.due_at = clocks.add_working_seconds(now, clock.left_seconds)
    clock.paused_minutes += clocks.working_minutes(clock.paused_at, now)
    clock.paused_at = clock.pause_reason = clock.left_seconds = None
    database.record(case, "clock-restarted", clock=clock.name)
    database.flush()
