"""Starting and stopping the clocks of a programme as milestones come true."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, select

from app import clocks, facts
from app.database import Database
from app.facts import Kind
from app.models import Case, Clock, Person, Referral
from app.programmes.definition import Definition
from app.programmes.delivery import Clock as Standard

# Working days to act on a referral where the programme sets no time: a commissioner's usual one.
ACT_WITHIN = 2
OF_REFERRAL = select(Clock).where(
    col(Clock.organisation_id) == bindparam("provider"),
    col(Clock.side) == bindparam("side"),
    col(Clock.referral_id) == bindparam("referral"),
)


def due(standard: Standard, start: datetime) -> datetime:
    """When a standard that started at `start` is to be met."""
    within = standard.within
    if within is None:
        message = f"{standard.name} runs towards a date."
        raise ValueError(message)
    if within.hours is not None:
        return start + timedelta(hours=within.hours)
    return clocks.add_working_days(start, within.working_days or 0)


def start(
    database: Database,
    referral: Referral,
    definition: Definition,
    milestone: str,
    at: datetime,
    *,
    case: Case | None = None,
) -> None:
    """Start every clock of the programme that runs from this milestone."""
    own = definition.for_side(referral.side)
    for standard in own.clocks:
        if standard.starts == milestone and standard.within is not None:
            _run(database, referral, standard.name, at, due(standard, at), case)


def expected(own: Definition, starts: dict[str, datetime]) -> datetime | None:
    """When the sender may expect a first contact, if the programme promises one."""
    for standard in own.clocks:
        if standard.stops == "first_contact" and standard.starts in starts:
            return due(standard, starts[standard.starts])
    return None


def act_by(own: Definition, start: datetime) -> datetime:
    """By when a receiver should have acted on a referral that came at `start`.

    What the programme promises for its answer, or `ACT_WITHIN` working days where it says nothing.
    """
    for standard in own.clocks:
        if standard.stops == "accepted" and standard.within is not None:
            return due(standard, start)
    return clocks.add_working_days(start, ACT_WITHIN)


def hours_waited(referral: Referral, at: datetime) -> float:
    """Hours from when the referral came to a moment, never negative (a bedside contact comes first)."""
    came = referral.received_at or referral.sent_at or at
    return round(max(0.0, (at - came).total_seconds() / 3600), 2)


def join_case(database: Database, referral: Referral, case: Case) -> None:
    """Have the clocks of an accepted referral run on for its case."""
    for clock in clocks_of(database, referral):
        clock.case_id = case.id
    database.flush()


def clocks_of(database: Database, referral: Referral) -> Sequence[Clock]:
    """Every clock of a referral, also those that are held back with it."""
    held = database.held(Clock, referral)
    if held is not None:
        return [clock for clock in held if clock.referral_id == referral.id]
    whose = {"provider": referral.provider_id, "side": referral.side, "referral": referral.id}
    return database.scalars(OF_REFERRAL, whose).all()


def run_towards(
    database: Database,
    case: Case,
    referral: Referral,
    definition: Definition,
    name: str,
    falls_on: date,
) -> None:
    """Start, or move, the clocks that run towards a date such as the release date."""
    for standard in definition.for_side(referral.side).clocks:
        if standard.before == name:
            day = falls_on - timedelta(days=standard.days or 0)
            end = datetime.combine(day + timedelta(days=1), time(0), clocks.LONDON)
            _run(database, referral, standard.name, clocks.now(), end, case)


def _run(
    database: Database,
    referral: Referral,
    name: str,
    at: datetime,
    end: datetime,
    case: Case | None,
) -> None:
    running = next((one for one in clocks_of(database, referral) if one.name == name), None)
    if running is None:
        running = Clock(
            organisation_id=referral.provider_id,
            commission_id=referral.commission_id,
            side=referral.side,
            referral_id=referral.id,
            name=name,
            started_at=at,
            due_at=end,
        )
        database.add(running)
    elif running.stopped_at is None:
        running.due_at = end
    if case is not None:
        running.case_id = case.id
    database.flush()


def stop(
    database: Database,
    referral: Referral,
    definition: Definition,
    milestone: str,
    at: datetime,
    person: Person,
) -> None:
    """Stop the clocks that this milestone ends; each states how long it took, and whether in time.

    The value is working minutes of England and Wales; in time means at or before `due_at`.
    """
    names = [
        one.name for one in definition.for_side(referral.side).clocks if one.stops == milestone
    ]
    if not names:
        return
    for clock in clocks_of(database, referral):
        if clock.name in names and clock.stopped_at is None:
            clock.stopped_at = at
            database.state(said(clock, referral, person, definition, at))


def said(
    clock: Clock, referral: Referral, person: Person, definition: Definition, at: datetime
) -> facts.Statement:
    """The fact that a clock stopped at a moment: how long it took, and whether in time.

    Pauses do not count as time taken; a clock that rests has time left.
    """
    rested = clock.paused_minutes
    if clock.paused_at is not None:
        rested += clocks.working_minutes(clock.paused_at, at)
    return facts.about_person(
        Kind.clock,
        referral,
        person,
        definition.code,
        on=at.astimezone(clocks.LONDON).date(),
        source_id=clock.id,
        code=clock.name,
        n=int(clock.paused_at is not None or at <= clock.due_at),
        value=max(0, clocks.working_minutes(clock.started_at, at) - rested),
    )


def void(database: Database, referral: Referral, at: datetime) -> None:
    """End what still runs without its milestone: the referral was declined, or the case closed."""
    for clock in clocks_of(database, referral):
        if clock.stopped_at is None:
            clock.stopped_at, clock.void = at, True
