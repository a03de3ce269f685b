"""Filling a database of its own with invented lines: the pattern, then its copies."""

import time
from typing import NamedTuple

from app import clocks
from app.operations.migration import Addresses
from bench import partnership
from bench.copies import Copies, Plan, plan_of
from bench.courses import Courses
from bench.lines import SEED, Lines
from bench.loading import Loader, Say
from bench.partnership import Partnership


class Filled(NamedTuple):
    """Who works together there, how many rows each table has, and how many seconds it took."""

    partnership: Partnership
    rows: dict[str, int]
    seconds: float


def fill(where: Addresses, size: int, *, say: Say = print, plan: Plan | None = None) -> Filled:
    """Invent and write so many referrals with all that hangs on them into an empty, migrated database.

    `plan` says how they are made where it should not be the usual way. The door must be configured.
    """
    began, now = time.monotonic(), clocks.now()
    plan = plan or plan_of(size)
    people = partnership.make()
    lines = Lines(people, plan.pattern, now)
    copies = Copies(plan, lines.units(), Courses(lines, people.taught).units(), SEED)
    say(f"  {time.monotonic() - began:5.0f} s  a pattern of {plan.pattern:,} referrals")
    rows = Loader(where.owner, copies, say).load(now)
    return Filled(people, rows, time.monotonic() - began)
