"""Rows of the ledger by kind and day, so that a quarter of one kind is a slice and not a search."""

from collections.abc import Callable
from typing import Any, NamedTuple, Self

import numpy as np

from app.reporting.ledger.stream import Ints

KINDS = 64


def order_of(kinds: Any, days: Any) -> Ints:
    """Which rows come first, by kind, then day, then as they stand."""
    # Small whole numbers are put in order by counting, not by comparing.
    order = np.argsort(days.astype(np.int16), kind="stable")
    found: Ints = order[np.argsort(kinds[order], kind="stable")]
    return found


class Order(NamedTuple):
    """Row numbers by kind, then day, then `seq`; their days; and where each kind begins.

    `rows` is None where the rows themselves lie in this order, the first of them numbered 0.
    """

    rows: Ints | None
    days: Ints
    bounds: Ints

    @classmethod
    def of(cls, kinds: Any, days: Any, *, first: int) -> Self:
        """Put rows in order; the first of them has the number `first`."""
        order = order_of(kinds, days)
        return cls(order + first, days[order], bounds_of(kinds[order]))

    def between(self, kind: int, start: int | None, end: int) -> slice:
        """Where in this order a kind stands from `start` (None: ever) to before `end`."""
        low, high = int(self.bounds[kind]), int(self.bounds[kind + 1])
        days = self.days[low:high]
        until = low + _first(days, end)
        since = low if start is None else low + _first(days, start)
        return slice(since, max(since, until))


class Ordered:
    """Two orders as one: of the rows that lie in order, and of those that came since."""

    def __init__(self, settled: Order, since: Order) -> None:
        self.settled, self.since = settled, since

    def rows(
        self, kind: int, start: int | None, end: int, is_wanted: Callable[[slice | Ints], Any]
    ) -> Ints:
        """Rows of a kind from a day (None: ever) to before `end`, by day, then `seq`.

        `is_wanted` says of some rows which are wanted; most are given as one slice of the columns.
        """
        lying = self.settled.between(kind, start, end)
        rows: Ints = np.flatnonzero(is_wanted(lying)) + lying.start
        came = self.since.between(kind, start, end)
        if self.since.rows is None or came.start == came.stop:
            return rows
        more, later = self.since.rows[came], self.since.days[came]
        wanted = is_wanted(more)
        more, later = more.compress(wanted), later.compress(wanted)
        # Of one day, what came since comes after.
        places = np.searchsorted(self.settled.days[rows], later, side="right")
        found: Ints = np.insert(rows, places, more)
        return found


def bounds_of(kinds: Any) -> Ints:
    """Where each kind begins among kinds that are in order."""
    found: Ints = np.searchsorted(kinds, np.arange(KINDS + 1, dtype=kinds.dtype))
    return found


def _first(days: Ints, day: int) -> int:
    """Where the first day from this one on stands."""
    # A number of another width would have every day copied into that width first.
    latest = int(np.iinfo(days.dtype).max)
    return int(np.searchsorted(days, days.dtype.type(max(-latest, min(day, latest)))))
