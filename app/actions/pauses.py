"""Clocks that rest for a reason, and go on with exactly the time that was left.

A clock rests because somebody says so, or by itself while its case is paused.
"""

from datetime import timedelta

from app import clocks
from app.actions.standards import clocks_of
from app.database import Database
from app.errors import NotFound, Refused
from app.models import Case, Clock, Referral
from app.programmes.definition import Definition
from app.programmes.delivery import Clock as Standard

# Why a clock rests that rests with its case; nobody chooses this by hand.
WITH_CASE = "case-paused"


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
        raise Refused("This standard is paused already.")
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
        raise Refused("This standard is not paused.")
    if standard.within is not None and standard.within.hours is not None:
        clock.due_at = now + timedelta(seconds=clock.left_seconds)
    else:
        clock.due_at = clocks.add_working_seconds(now, clock.left_seconds)
    clock.paused_minutes += clocks.working_minutes(clock.paused_at, now)
    clock.paused_at = clock.pause_reason = clock.left_seconds = None
    database.record(case, "clock-restarted", clock=clock.name)
    database.flush()


def rest_with_case(
    database: Database, case: Case, referral: Referral, definition: Definition
) -> None:
    """Let every clock rest that waits for the person, while the case is paused.

    What is over, rests already or runs towards a date is left alone. `definition`: for its own side.
    """
    wait = {one.name for one in definition.clocks if one.rests_with_the_case}
    for clock in clocks_of(database, referral):
        runs = clock.stopped_at is None and clock.paused_at is None
        if clock.name in wait and runs and clock.due_at > clocks.now():
            pause(database, case, clock, definition, reason=WITH_CASE)


def go_on_with_case(
    database: Database, case: Case, referral: Referral, definition: Definition
) -> None:
    """Let go on what rested with the case; what somebody paused for its own reason rests on."""
    for clock in clocks_of(database, referral):
        if clock.pause_reason == WITH_CASE and clock.stopped_at is None:
            restart(database, case, clock, definition)
