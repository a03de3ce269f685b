"""Somebody with a solver who knows what is printed and how numbers hang together."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

T = 5
ENDLESS = 10_000
Known = tuple[Mapping[Any, int], float, float]
"""Cells with weights, and the least and the most that their sum can be."""


def room(number: int, why: str, *, marked: bool, below: int = T) -> tuple[int, int]:
    """What a cell says by itself; without `marked` nobody knows what the marks mean."""
    if not why:
        return number, number
    if why == "kept-back":
        return 0, ENDLESS
    if not marked:
        return 1, ENDLESS
    return (1, below - 1) if why == "small" else (below, ENDLESS)


class Reader:
    """Finds the least and the most that each cell can be."""

    def __init__(self, rooms: Mapping[Hashable, tuple[int, int]], known: Sequence[Known]) -> None:
        self.at = {key: place for place, key in enumerate(rooms)}
        self.bounds = Bounds(*np.array(list(rooms.values()), float).T)
        matrix = np.zeros((len(known), len(rooms)))
        for row, (weights, _, _) in enumerate(known):
            for key, weight in weights.items():
                matrix[row, self.at[key]] += weight
        low, high = np.array([one[1:] for one in known], float).T
        self.known = LinearConstraint(matrix, low, high)

    def range_of(self, key: Hashable) -> tuple[int, int]:
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.at))
            cost[self.at[key]] = sign
            found = milp(
                cost, constraints=self.known, bounds=self.bounds, integrality=np.ones_like(cost)
            )
            assert found.success, "the reader is wrong about the figures"
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]

    def width(self, key: Hashable) -> int:
        low, high = self.range_of(key)
        return high - low
