"""Who is one human being, as known at a moment: the ledger `same_person` in this process."""

from collections import OrderedDict
from typing import NamedTuple

import numpy as np

from app.reporting.ledger.stream import Ints, Keys, Numbering

KEPT = 8


class Said(NamedTuple):
    """What was said, in the order of `seq`: this subject is that human being, or no longer."""

    seq: Ints
    closes: Ints
    subject: Keys
    identity: Keys

    @property
    def newest(self) -> int:
        """The newest `seq`, or 0."""
        return int(self.seq[-1]) if len(self.seq) else 0


def nothing() -> Said:
    """Nobody was ever compared."""
    return Said(
        np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint64), np.empty(0, np.uint64)
    )


class Beings:
    """Keeps what was worked out: most questions are about who is who now."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[int, int], Ints] = OrderedDict()

    def at(self, moment: int, said: Said, subjects: Numbering, size: int) -> Ints:
        """For each of the first `size` subjects the number of the human being.

        A human being has the number of the first of its subjects.
        """
        known = int(np.searchsorted(said.seq, moment, side="right"))
        name = known, size
        found = self.kept.get(name)
        if found is None:
            then = Said(
                said.seq[:known], said.closes[:known], said.subject[:known], said.identity[:known]
            )
            found = _joined(then, subjects, size)
            self.kept[name] = found
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return found


def _joined(said: Said, subjects: Numbering, size: int) -> Ints:
    joined = np.arange(size, dtype=np.int32)
    ended = said.closes[said.closes > 0]
    numbers = subjects.find(said.subject)
    stands = ~np.isin(said.seq, ended) & (said.identity > 0)
    stands &= (numbers >= 0) & (numbers < size)
    # Of two words about one subject the later one stands.
    numbers, beings = numbers[stands], said.identity[stands]
    _, last = np.unique(numbers[::-1], return_index=True)
    kept = np.sort(len(numbers) - 1 - last)
    numbers, beings = numbers[kept], beings[kept]
    _, first, being = np.unique(beings, return_index=True, return_inverse=True)
    joined[numbers] = numbers[first][being]
    return joined
