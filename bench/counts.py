"""Counting in the process, before the gate: what a commissioner's pages and editions are made of.

Each question is counted from nothing: nothing of an answer is kept from one run to the next.
"""

import statistics
from collections.abc import Callable
from datetime import date
from typing import Any

from app import clocks
from app.database import transaction
from app.reporting import counting
from app.reporting.asked import may_ask_about
from app.reporting.cells import Cells
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import latest_whole
from app.reporting.scopes import Period, Scope
from bench.partnership import Partnership
from bench.watching import Taken, p95_of, stopwatch

GRID = "Grid of people reached: programme, area, age, 8 quarters"
EARLIER = "… as known earlier"
FUNNEL, WAITS, OUTCOMES = "Funnel of a quarter", "Waits of a quarter", "Outcomes of a quarter"
SLOWEST = "Slowest measure of a quarter, every breakdown"
FILTERED = "Slowest measure of one programme and age, two years"
COUNTS = (GRID, EARLIER, FUNNEL, WAITS, OUTCOMES, SLOWEST, FILTERED)
TIMES, QUARTERS = 9, 8
STEPS = (
    "referrals-received",
    "referrals-accepted",
    "first-contacts",
    "engaged",
    "closed",
    "planned-exits",
)
ENDS = (
    "goals-ended",
    "goals-achieved",
    "scores-paired",
    "scores-better",
    "scores-worse",
    "planned-exits",
)


class Asking:
    """Everything that the commissioner may ask about, as the ledger stands."""

    def __init__(self, partnership: Partnership) -> None:
        with transaction(partnership.commissioner) as database:
            self.asked = may_ask_about(database)
        self.snapshot = counting.follow()
        self.quarters = [latest_whole()]
        for _ in range(QUARTERS - 1):
            self.quarters.append(self.quarters[-1].before)
        self.scopes = counting.all_scopes(self.asked, self.snapshot, self.quarters[0])

    def cells(
        self, start: date, end: date, known_at: int | None = None, of: tuple[Scope, ...] = ()
    ) -> Cells:
        """Cells of some days, from nothing."""
        moment = self.snapshot.known_at if known_at is None else known_at
        period = Period(start, end, clocks.today())
        return Cells(self.snapshot, moment, period, of or self.scopes, self.asked.said)

    def quarter(self) -> Cells:
        """Cells of the newest whole quarter."""
        return self.cells(self.quarters[0].start, self.quarters[0].end)

    def grid(self, known_at: int | None = None) -> None:
        """People reached by three things at once, in each of two years' quarters."""
        for one in self.quarters:
            cells = self.cells(one.start, one.end, known_at)
            cells.grid(MEASURES["people-reached"], By.programme, By.area, By.age)

    def counted(self, *keys: str) -> None:
        """Measures of a quarter, in every breakdown that each declares."""
        cells = self.quarter()
        for key in keys:
            cells.counted(MEASURES[key])

    def filtered(self, key: str) -> None:
        """A measure over two years, of one programme, by age where it can be."""
        programme = self.scopes[0].programme
        chosen = tuple(scope for scope in self.scopes if scope.programme == programme)
        cells = self.cells(self.quarters[-1].start, self.quarters[0].end, of=chosen)
        if By.age in MEASURES[key].by:
            cells.grid(MEASURES[key], By.age)
        else:
            cells.total(MEASURES[key])


def measure(partnership: Partnership) -> list[Taken]:
    """Every question."""
    asking = Asking(partnership)
    earlier = int(asking.snapshot.known_at * 0.6)
    return [
        _taken(GRID, asking.grid),
        _taken(EARLIER, lambda: asking.grid(earlier)),
        _taken(FUNNEL, lambda: asking.counted(*STEPS)),
        _taken(WAITS, lambda: asking.quarter().raw(())),
        _taken(OUTCOMES, lambda: asking.counted(*ENDS)),
        _taken(SLOWEST, _slowest(asking.counted)),
        _taken(FILTERED, _slowest(asking.filtered)),
    ]


def _slowest(one: Callable[[str], Any]) -> Callable[[], None]:
    """The measure that takes longest, found by counting each once."""
    taken = {}
    for each in counting.SHOWN:
        with stopwatch() as found:
            one(each.key)
        taken[each.key] = found[1]
    worst = max(taken, key=lambda key: taken[key])
    return lambda: one(worst)


def _taken(what: str, ask: Callable[[], Any]) -> Taken:
    times, processor = [], []
    for run in range(TIMES + 1):
        with stopwatch() as found:
            ask()
        if run:
            times.append(found[0])
            processor.append(found[1])
    return Taken(
        what, statistics.median(times), p95_of(times), statistics.median(processor), 0.0, 0
    )
