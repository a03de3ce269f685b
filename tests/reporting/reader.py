"""A reader of everything printed, with a solver: what each number that is not printed could be.

Written anew, with nothing of the gate's own machinery but the words for a place: this reader knows
how tables are made, that the finest parts exist whether printed or not, what every mark means, and
that a number that stands in two printings is one number.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

FAR = 10_000


class Reader:
    """What somebody knows: cells with the least and the most they can be, and sums between them."""

    def __init__(self) -> None:
        self.rooms: dict[Hashable, tuple[float, float]] = {}
        self.rows: list[tuple[dict[Hashable, int], float, float]] = []

    def knows(self, key: Hashable, low: float, high: float) -> None:
        """A cell lies between; what was known before stays known."""
        before = self.rooms.get(key, (-np.inf, np.inf))
        self.rooms[key] = max(before[0], low), min(before[1], high)

    def reads(self, key: Hashable, number: int | None, mark: str, small: int = 5) -> None:
        """A printed cell: a number, or a mark and what it means."""
        if number is not None:
            self.knows(key, number, number)
        elif mark == "small":
            self.knows(key, 1, small - 1)
        else:
            self.knows(key, small if mark == "protects" else 1, FAR)

    def reads_rounded(self, key: Hashable, number: int | None, mark: str, small: int = 8) -> None:
        """A published cell: nought, a number rounded to 5, or a mark."""
        if mark == "small":
            self.knows(key, 1, small - 1)
        elif mark:
            self.knows(key, small if mark == "protects" else 0, FAR)
        elif number == 0:
            self.knows(key, 0, 0)
        else:
            assert number is not None
            assert number % 5 == 0
            self.knows(key, max(small, number - 2), number + 2)

    def adds(self, total: Hashable, parts: Iterable[Hashable], apart: int = 0) -> None:
        """The parts add up to the total, or to as much more as is known."""
        weights: dict[Hashable, int] = dict.fromkeys(parts, 1)
        weights[total] = weights.get(total, 0) - 1
        self.rows.append((weights, apart, apart))

    def range_of(self, key: Hashable) -> tuple[int, int]:
        """The least and the most that a cell can be, in whole people."""
        known = self._near(key)
        keys = sorted(known, key=repr)
        at = {one: place for place, one in enumerate(keys)}
        rows = [row for row in self.rows if any(one in at for one in row[0])]
        matrix = np.zeros((max(len(rows), 1), len(keys)))
        lows, highs = np.full(max(len(rows), 1), -np.inf), np.full(max(len(rows), 1), np.inf)
        for place, (weights, low, high) in enumerate(rows):
            for one, weight in weights.items():
                if one in at:
                    matrix[place, at[one]] += weight
                else:
                    low, high = (end - weight * self.rooms[one][0] for end in (low, high))  # noqa: PLW2901
            lows[place], highs[place] = low, high
        rooms = np.array([self.rooms.get(one, (0, FAR)) for one in keys], float)
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(keys))
            goal[at[key]] = sign
            found = milp(
                goal,
                constraints=LinearConstraint(csr_matrix(matrix), lows, highs),
                bounds=Bounds(rooms[:, 0], rooms[:, 1]),
                integrality=np.ones(len(keys)),
            )
            assert found.success, (key, found.message)
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]

    def pinned(self, truth: Mapping[Any, int], keys: Iterable[Hashable]) -> list[Hashable]:
        """Which of these cells can be only one number; the true one must always be possible."""
        found = []
        for key in keys:
            low, high = self.range_of(key)
            assert low <= truth[key] <= high, (key, low, high, truth[key])
            if low == high:
                found.append(key)
        return found

    def _near(self, key: Hashable) -> set[Hashable]:
        """The cells that what is not known links with this one."""
        loose = {one for one, (low, high) in self.rooms.items() if low != high}
        found, waiting = {key}, [key]
        linked: dict[Hashable, list[dict[Hashable, int]]] = {}
        for weights, _, _ in self.rows:
            for one in weights:
                linked.setdefault(one, []).append(weights)
                if one not in self.rooms:
                    self.rooms[one] = (0, FAR)
                    loose.add(one)
        while waiting:
            for weights in linked.get(waiting.pop(), ()):
                for one in weights:
                    if one in loose and one not in found:
                        found.add(one)
                        waiting.append(one)
        return found
