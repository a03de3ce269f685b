"""Playing a story: step after step with the clock turned, day by day, up to the present."""

import itertools
import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from multiprocessing.synchronize import Barrier

from sqlalchemy import text
from sqlmodel import col, select, update

from app import clocks
from app import database as door
from app.access import DatabaseRole
from app.database import Viewer, transaction
from app.errors import CannotStart
from app.models import Installation
from app.operations import handing, matched, serving
from app.operations.demo import (
    arrivals,
    calendars,
    cast,
    costing,
    cross_tables,
    delivering,
    handing_over,
    letterbox,
    lines,
    people,
    places,
    publishing,
    returning,
    safeguarding,
    stage,
    threads,
    working,
)
from app.operations.demo.stage import Stage, Step

# Who sends to whom stays within one half.
HALVES = (
    frozenset({"heartlands", "northside", "kingfisher", "bystander", "safesteps"}),
    frozenset({"surgery", "lantern", "probation", "gatehouse", "council", "turning"}),
)

IN_THE_QUEUE = text("SET LOCAL search_path = jobs")  # its own triggers name no schema
ERRANDS = text("DELETE FROM procrastinate_jobs WHERE task_name IN ('mail', 'edition')")


def is_filled() -> bool:
    """Whether the whole story has been played."""
    return played_to() is not None


def played_to() -> datetime | None:
    """How far the story has been played; None before it was."""
    with transaction(role=DatabaseRole.system) as database:
        return database.exec(select(col(Installation.played_to))).one()


def fill() -> None:
    """Build the partnership and play its two years, up to this moment.

    Two processes play side by side, each for its own half of the organisations, and wait for each
    other at the end of every month: nobody's line crosses from one half to the other. Then one
    publishes a quarter, and the other writes papers.
    """
    now = clocks.now()
    today = now.astimezone(clocks.LONDON).date()
    first = datetime.combine(places.first_day(today), time(8), clocks.LONDON)
    with clocks.turned_to(first):
        stage.build(today)
    processes = multiprocessing.get_context("spawn")
    together = processes.Barrier(len(HALVES))
    address = door.engine().url.render_as_string(hide_password=False)
    other = processes.Process(target=play_half, args=(address, 1, now, together))
    other.start()
    try:
        play_half(None, 0, now, together)
    except threading.BrokenBarrierError:
        pass
    finally:
        other.join()
    if other.exitcode:
        raise CannotStart("The demo could not be filled. Run `make demo RESET=1` to try again.")
    forget_errands()
    # What the worker would have asked on birthdays.
    matched.ask_again()
    with serving.building():
        set_up = stage.load(today)
    cross_tables.print_and_ask(set_up)
    publishing.order_year(set_up)
    played(now)


def play_half(address: str | None, half: int, now: datetime, together: Barrier) -> None:
    """Play one half of the story month by month; `address` configures a process of its own."""
    if address:
        door.configure(address)
    with serving.building():
        set_up = stage.load(now.astimezone(clocks.LONDON).date())
        mine = [step for step in story(set_up) if step.at < now and half_of(step.who) == half]
        months = sorted({(step.at.year, step.at.month) for step in mine} | set(calendar(set_up)))
        mine.sort(key=lambda step: step.at)
    try:
        for month in months:
            play(set_up, [step for step in mine if (step.at.year, step.at.month) == month])
            together.wait()
        if half == 0:
            # What the worker would have noted on the way.
            handing.note_unacted()
        together.wait()
        # Figures are decided over all that was entered, once; so this is not a part of the story.
        (publishing.publish_quarter, publishing.write_papers)[half](set_up)
    except BaseException:
        together.abort()
        raise


def half_of(player: str) -> int:
    """Which half of the partnership a player belongs to, by their employer."""
    employer = next(one.employer for one in cast.PLAYERS if one.key == player)
    return 0 if employer in HALVES[0] else 1


def calendar(set_up: Stage) -> Iterator[tuple[int, int]]:
    """Every month of the story, so that both halves meet as often."""
    day = set_up.first_day
    while day <= set_up.today:
        yield day.year, day.month
        day += timedelta(days=1)


def play_on() -> None:
    """Play the days since the story was last played: new people come, open cases go on."""
    begun, now = played_to(), clocks.now()
    if begun is None:
        return
    set_up = stage.load(now.astimezone(clocks.LONDON).date())
    later = begun.astimezone(clocks.LONDON).date()
    fresh = itertools.chain(lines.steps(set_up, since=later), delivering.steps(set_up))
    steps = itertools.chain(
        (step for step in fresh if step.at > begun), threads.going_on(set_up, begun)
    )
    play(set_up, sorted((step for step in steps if step.at < now), key=lambda step: step.at))
    matched.ask_again()
    played(now)


def story(set_up: Stage) -> Iterator[Step]:
    """Every step of the demo, in no particular order."""
    yield from lines.steps(set_up)
    yield from delivering.steps(set_up)
    yield from delivering.course_steps(set_up)
    yield from threads.steps(set_up)
    yield from people.steps(set_up)
    yield from letterbox.steps(set_up)
    yield from safeguarding.steps(set_up)
    yield from arrivals.steps(set_up)
    yield from calendars.steps(set_up)
    yield from handing_over.steps(set_up)
    yield from working.steps(set_up)
    yield from costing.steps(set_up)
    yield from returning.steps(set_up)


def play(set_up: Stage, ordered: Sequence[Step]) -> None:
    """Play steps in the order given, which is the order of their time.

    What one person does in a row on one day is one transaction: the same actions, commits and facts
    as in the web, only fewer waits.
    """
    days = itertools.groupby(
        ordered, key=lambda step: (step.at.astimezone(clocks.LONDON).date(), step.who)
    )
    for (_day, who), together in days:
        perform(set_up.viewers[who], list(together))


def perform(viewer: Viewer, steps: list[Step]) -> None:
    """Do what somebody does one after the other, each at its own moment."""
    with clocks.turned_to(steps[-1].at), transaction(viewer) as database:
        for step in steps:
            with clocks.turned_to(step.at):
                step.do(database)
                database.flush()


def forget_errands() -> None:
    """Take out of the queue what nobody waits for: mails of two years, and editions that are made.

    The mails themselves stay to be read. The worker begins with what the first visitor may open.
    """
    with transaction(role=DatabaseRole.system) as database:
        database.execute(IN_THE_QUEUE)
        database.execute(ERRANDS)


def played(moment: datetime) -> None:
    """Remember how far the story has been played."""
    with transaction(role=DatabaseRole.system) as database:
        database.execute(update(Installation).values(played_to=moment))
