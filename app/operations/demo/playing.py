"""Playing a story: step after step with the clock turned, day by day, up to the present."""

import heapq
import itertools
from collections.abc import Iterable, Iterator
from datetime import datetime, time

from sqlmodel import col, select, update

from app import clocks
from app.access import DatabaseRole
from app.database import Viewer, transaction
from app.models import Installation
from app.operations.demo import delivering, lines, places, stage, threads
from app.operations.demo.stage import Stage, Step


def is_filled() -> bool:
    """Whether the whole story has been played."""
    return played_to() is not None


def played_to() -> datetime | None:
    """How far the story has been played; None before it was."""
    with transaction(role=DatabaseRole.system) as database:
        return database.exec(select(col(Installation.played_to))).one()


def fill() -> None:
    """Build the partnership and play its two years, up to this moment."""
    now = clocks.now()
    first = datetime.combine(places.first_day(clocks.today()), time(8), clocks.LONDON)
    with clocks.turned_to(first):
        set_up = stage.build(now.astimezone(clocks.LONDON).date())
    play(set_up, story(set_up), until=now)
    played(now)


def play_on() -> None:
    """Play the days since the story was last played: new people come, open cases go on."""
    begun, now = played_to(), clocks.now()
    if begun is None:
        return
    set_up = stage.load(now.astimezone(clocks.LONDON).date())
    later = begun.astimezone(clocks.LONDON).date()
    fresh = (step for step in lines.steps(set_up, since=later) if step.at > begun)
    play(set_up, itertools.chain(fresh, threads.going_on(set_up, begun)), until=now)
    played(now)


def story(set_up: Stage) -> Iterator[Step]:
    """Every step of the demo, in no particular order."""
    yield from lines.steps(set_up)
    yield from delivering.steps(set_up)
    yield from delivering.course_steps(set_up)
    yield from threads.steps(set_up)


def play(set_up: Stage, steps: Iterable[Step], *, until: datetime) -> None:
    """Play the steps up to a moment in the order of their time.

    What one person does on one day is one transaction: the same actions, commits and facts as in the
    web, only fewer waits.
    """
    numbered = [(step.at, number, step) for number, step in enumerate(steps) if step.at < until]
    heapq.heapify(numbered)
    ordered = (heapq.heappop(numbered)[2] for _ in range(len(numbered)))
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


def played(moment: datetime) -> None:
    """Remember how far the story has been played."""
    with transaction(role=DatabaseRole.system) as database:
        database.execute(update(Installation).values(played_to=moment))
