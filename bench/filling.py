"""Filling a database of its own with invented lines: the pattern, then its copies."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import NamedTuple

from app import clocks
from app.operations.migration import Addresses
from bench import partnership
from bench.copies import Copies, Plan, plan_of
from bench.courses import Courses
from bench.lines import SEED, Lines
from bench.loading import Loader, Say
from bench.partnership import Partnership
from bench.rendering import Lines as Rendered
from bench.rendering import rendered, shapes

AT_ONCE = 2  # processes that invent
WORTH_IT = 2_000  # referrals; fewer are invented sooner than a process is started


class Filled(NamedTuple):
    """Who works together there, how many rows each table has, and how many seconds it took."""

    partnership: Partnership
    rows: dict[str, int]
    seconds: float


class Part(NamedTuple):
    """Some of the referrals of a pattern, by number; the first part also has its lessons."""

    people: Partnership
    size: int
    now: datetime
    begin: int
    end: int


def fill(where: Addresses, size: int, *, say: Say = print, plan: Plan | None = None) -> Filled:
    """Invent and write so many referrals with all that hangs on them into an empty, migrated database.

    `plan` says how they are made where it should not be the usual way. The door must be configured.
    """
    began, now = time.monotonic(), clocks.now()
    plan = plan or plan_of(size)
    people = partnership.make()
    lines, courses = _pattern(people, plan.pattern, now)
    say(f"  {time.monotonic() - began:5.0f} s  a pattern of {plan.pattern:,} referrals")
    loader = Loader(where.owner, Copies(plan, lines, courses, SEED), say)
    loader.load(now)
    return Filled(people, loader.rows(), time.monotonic() - began)


def _pattern(
    people: Partnership, size: int, now: datetime
) -> tuple[Sequence[Rendered], Sequence[Rendered]]:
    """The lines of every referral and of every class of the pattern."""
    parts = AT_ONCE if size > WORTH_IT else 1
    bounds = [size * part // parts for part in range(parts + 1)]
    given = [Part(people, size, now, bounds[part], bounds[part + 1]) for part in range(parts)]
    if parts == 1:
        found = [_invented(given[0])]
    else:
        # Forked, so that each has everybody at hand; what they send back is bytes.
        pools = [ProcessPoolExecutor(1, get_context("fork"), _hold, (one,)) for one in given]
        waiting = [pool.submit(_invent_held) for pool in pools]
        found = [one.result() for one in waiting]
        for pool in pools:
            pool.shutdown()
    return [line for lines, _ in found for line in lines], found[0][1]


def _invented(part: Part) -> tuple[list[Rendered], list[Rendered]]:
    of = shapes()
    lines = Lines(part.people, part.size, part.now, part.begin)
    units = [rendered(unit, of) for unit in lines.units(part.begin, part.end)]
    if part.begin:
        return units, []
    return units, [rendered(unit, of) for unit in Courses(lines, part.people.taught).units()]


_held: list[Part] = []


def _hold(part: Part) -> None:
    _held.append(part)


def _invent_held() -> tuple[list[Rendered], list[Rendered]]:
    return _invented(_held[0])
