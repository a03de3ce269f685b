"""A watch around the real application: how long an answer takes, and whose processor time it is.

Time is taken inside the process, from the request's arrival at the application to the last byte of
its answer; the network and the browser come on top. Processor time is that of this process meanwhile,
and that of PostgreSQL's, which other work on the machine does not lengthen as it lengthens waiting.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from anyio.from_thread import start_blocking_portal

from app.database import Viewer
from app.main import create_app
from app.operations import serving
from bench.floors import Floor, Recording, floor_of
from tests.visits import Here, Visit
from tests.worklists.statements import counted

RUNS, WARM = 60, 5
TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds in which the system counts processor time


class Taken(NamedTuple):
    """What a page took, in milliseconds, and how many statements at most.

    `processor` is this process's at the median, `postgres` PostgreSQL's on average; `floor` is the
    same reads and the same template without anything else, at the median.
    """

    page: str
    p50: float
    p95: float
    processor: float
    postgres: float
    statements: int
    floor: float | None = None


@contextmanager
def one_loop() -> Iterator[None]:
    """One loop that serves every visit of the block, as a process has that serves."""
    with start_blocking_portal() as Here.portal:
        yield


class Timed:
    """The application with a watch around it."""

    def __init__(self) -> None:
        with serving.building():
            self.app = create_app()
        self.milliseconds = self.processor = 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the application does, and note how long it took."""
        began, worked = time.perf_counter(), time.process_time()
        await self.app(scope, receive, send)
        self.milliseconds = (time.perf_counter() - began) * 1000
        self.processor = (time.process_time() - worked) * 1000


class Watch:
    """Times requests of visits to one application."""

    def __init__(self, postmaster: int) -> None:
        self.timed, self.postmaster = Timed(), postmaster

    def visit(self, viewer: Viewer | None = None) -> Visit:
        """Somebody at the keyboard, signed in by a real row."""
        return Visit(viewer, self.timed)  # type: ignore[arg-type]  # an application around the application

    def take(
        self,
        page: str,
        ask: Callable[[int], Any],
        *,
        runs: int = RUNS,
        warm: int = WARM,
        status: int = 200,
        floor: bool = False,
    ) -> Taken:
        """Ask for a page again and again.

        Raises RuntimeError for an answer that is not the page itself: another status, or one that led
        somewhere else, such as to signing in.
        """
        times, processor, most, before = [], [], 0, 0.0
        for run in range(-warm, runs):
            if run == 0:
                before = spent_by(self.postmaster)
            with counted() as sent:
                answer = ask(run)
            if answer.status_code != status or answer.history:
                raise RuntimeError(f"{page}: answered {answer.status_code} at {answer.url}")
            if run >= 0:
                times.append(self.timed.milliseconds)
                processor.append(self.timed.processor)
                most = max(most, len(sent))
        postgres = (spent_by(self.postmaster) - before) / runs
        return Taken(
            page,
            statistics.median(times),
            p95_of(times),
            statistics.median(processor),
            postgres,
            most,
            self._floor(ask).milliseconds if floor else None,
        )

    def time(self, what: str, do: Callable[[int], Any], *, runs: int = RUNS) -> Taken:
        """Do something that is no page, again and again; the first times are not counted."""
        found: list[Taken] = []
        for run in range(-WARM, runs):
            before = spent_by(self.postmaster)
            with counted() as sent, stopwatch() as taken:
                do(run)
            spent = spent_by(self.postmaster) - before
            found.append(Taken(what, taken[0], taken[0], taken[1], spent, len(sent)))
        return together(what, found[WARM:])

    def _floor(self, ask: Callable[[int], Any]) -> Floor:
        with Recording() as recording:
            ask(0)
        return floor_of(recording)


def together(page: str, taken: list[Taken]) -> Taken:
    """Single requests of one kind as one line."""
    times = [one.p50 for one in taken]
    return Taken(
        page,
        statistics.median(times),
        p95_of(times),
        statistics.median([one.processor for one in taken]),
        statistics.fmean([one.postgres for one in taken]),
        max(one.statements for one in taken),
    )


def p95_of(times: list[float]) -> float:
    """The time that 95 of 100 runs did not exceed (nearest rank)."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def spent_by(postmaster: int) -> float:
    """Processor time of all processes that this server has running, in milliseconds."""
    total = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, ValueError):
                # After the name, which may hold blanks: state, parent, … and user and system time.
                said = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(said[1]) == postmaster:
                    total += int(said[11]) + int(said[12])
    return total * TICK


def memory() -> tuple[float, float]:
    """Megabytes this process holds: all, and those that no other process shares."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    private = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return kilobytes["Rss"] / 1024, private / 1024


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Milliseconds from here to the end of the block, and processor time of this process."""
    began, worked, found = time.perf_counter(), time.process_time(), [0.0, 0.0]
    yield found
    found[0] = (time.perf_counter() - began) * 1000
    found[1] = (time.process_time() - worked) * 1000
