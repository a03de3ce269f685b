"""The columns themselves: numbers of a few bytes, most rows lying by kind and day.

Rows that were there when a process started lie in that order, so that a question about a quarter of
one kind reads one stretch of each column. What comes later stands behind them as it came.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reporting.ledger.ordering import Order, Ordered, bounds_of, order_of
from app.reporting.ledger.stream import SETS, Ints

NEVER = int(np.iinfo(np.int32).max)
KEPT: dict[str, Any] = {
    "seq": np.int32,
    "ended": np.int32,  # the `seq` of the row that closed this one, or NEVER
    "kind": np.uint8,
    "day": np.int16,  # since 1 January 2000
    "n": np.int32,
    "value": np.float64,
    "age": np.int16,
    "subject": np.int32,
    "referral": np.int32,
    "group_id": np.int32,
    "setting_id": np.int32,
} | dict.fromkeys(SETS, np.int32)
SPARE = 4  # a quarter more rows may come before the columns are laid out anew
LEAST = 65_536
Columns = dict[str, NDArray[Any]]


@dataclass
class Store:
    """All rows known. `settled` of them lie in order; `turned` has their rows by `seq`."""

    columns: Columns = field(
        default_factory=lambda: {name: np.empty(0, kind) for name, kind in KEPT.items()}
    )
    size: int = 0
    settled: int = 0
    turned: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    closings: list[tuple[int, Ints]] = field(default_factory=list)
    """Since the rows were laid in order: up to which `seq` rows were closed, and which."""

    @property
    def room(self) -> int:
        """How many rows fit in."""
        return len(self.columns["seq"])

    def make_room(self, more: int) -> None:
        """Have room for so many more rows, and some to spare, so that following is not copying."""
        size = self.size + more
        if size <= self.room:
            return
        for name, kept in self.columns.items():
            grown = np.empty(size + max(LEAST, size // SPARE), kept.dtype)
            grown[: self.size] = kept[: self.size]
            self.columns[name] = grown

    def append(self, fresh: Columns) -> None:
        """Put rows behind the others, and stamp those that they close (`closes`)."""
        before, size = self.size, self.size + len(fresh["seq"])
        if int(fresh["seq"][-1]) >= NEVER:
            raise OverflowError("The columns hold no more than two thousand million facts.")
        self.make_room(len(fresh["seq"]))
        for name, kept in self.columns.items():
            kept[before:size] = fresh[name] if name != "ended" else NEVER
        self.size = size
        closing = fresh["closes"] > 0
        if closing.any():
            places = self.places(fresh["closes"][closing])
            self.columns["ended"][places] = fresh["seq"][closing]
            self.closings.append((int(fresh["seq"][-1]), places))

    def closed_since(self, seq: int) -> Ints:
        """Rows that were closed by rows from this number on, and perhaps by some before."""
        found = [places for last, places in self.closings if last >= seq]
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def places(self, seqs: Ints) -> Ints:
        """The rows that have these numbers in the ledger; every number must be there."""
        seq = self.columns["seq"]
        wanted = np.asarray(seqs, np.int32)
        found = self.settled + np.searchsorted(seq[self.settled : self.size], wanted)
        if self.settled:
            old = np.searchsorted(seq[: self.settled], wanted, sorter=self.turned)
            old = self.turned[np.minimum(old, self.settled - 1)]
            found = np.where(seq[old] == wanted, old, found)
        return found

    @property
    def is_full(self) -> bool:
        """Whether so much came since that the columns should be laid out anew."""
        return self.size - self.settled > max(LEAST, self.settled // SPARE)

    def settle(self) -> None:
        """Lay every row in its place. The columns are new ones then: whoever reads the old goes on."""
        size = self.size
        seq = self.columns["seq"][:size]
        known = np.argsort(seq, kind="stable") if self.settled else np.arange(size)
        kinds, days = (self.columns[name][:size][known] for name in ("kind", "day"))
        turned = order_of(kinds, days)
        order = known[turned]
        room = size + max(LEAST, size // SPARE)
        for name, kept in list(self.columns.items()):
            laid = np.empty(room, kept.dtype)
            np.take(kept[:size], order, out=laid[:size])
            self.columns[name] = laid
        self.turned = np.empty(size, np.int32)
        self.turned[turned] = np.arange(size, dtype=np.int32)
        self.settled = size
        self.closings = []

    def ordered(self) -> Ordered:
        """The order of all rows."""
        kinds, days = self.columns["kind"], self.columns["day"]
        old = Order(None, days[: self.settled], bounds_of(kinds[: self.settled]))
        since = slice(self.settled, self.size)
        return Ordered(old, Order.of(kinds[since], days[since], first=self.settled))
