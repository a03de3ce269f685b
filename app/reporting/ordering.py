"""Rows of the ledger by kind and day, so that a quarter of one kind is a slice and not a search."""

from typing import Any, NamedTuple, Self

import numpy as np

from app.reporting.stream import Ints

KINDS = 64


class Order(NamedTuple):
    """Row numbers by kind, then day, then `seq`; their days; and where each kind begins."""

    rows: Ints
    days: Ints
    bounds: Ints

    @classmethod
    def of(cls, kinds: Any, days: Any, *, first: int = 0) -> Self:
        """Put rows in order; the first of them has the number `first`."""
        # Small whole numbers are put in order by counting, not by comparing.
        order = np.argsort(days.astype(np.int16), kind="stable")
        order = order[np.argsort(kinds[order], kind="stable")]
        bounds = np.searchsorted(kinds[order], np.arange(KINDS + 1))
        return cls((order + first).astype(np.int32), days[order], bounds)

    def between(self, kind: int, start: int | None, end: int) -> tuple[Ints, Ints]:
        """Rows of a kind and their days, from `start` (None: ever) to before `end`."""
        low, high = self.bounds[kind], self.bounds[kind + 1]
        days = self.days[low:high]
        until = low + np.searchsorted(days, end)
        since = low if start is None else low + np.searchsorted(days, start)
        return self.rows[since:until], self.days[since:until]


class Ordered:
    """Two orders as one: of the rows that have been there for long, and of the few that came since."""

    def __init__(self, kinds: Any, days: Any, before: "Ordered | None" = None) -> None:
        # What came since is put in order each time, so it is kept small against the rest.
        if before is None or len(kinds) - before.size > max(4096, before.size // 16):
            self.long: Order = Order.of(kinds, days)
            self.size: int = len(kinds)
        else:
            self.long, self.size = before.long, before.size
        self.since = Order.of(kinds[self.size :], days[self.size :], first=self.size)

    def rows(self, kind: int, start: int | None, end: int) -> Ints:
        """Rows of a kind from a day (None: ever) to before `end`, by day, then `seq`."""
        rows, days = self.long.between(kind, start, end)
        more, later = self.since.between(kind, start, end)
        if not len(more):
            return rows
        both = np.concatenate([rows, more])
        order: Ints = np.argsort(np.concatenate([days, later]).astype(np.int16), kind="stable")
        return both[order]
