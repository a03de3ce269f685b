"""The cheapest way to let a cell be something else: a linear program over what links the cells.

What it returns is only a proposal: `protection.py` checks each by arithmetic before it relies on it.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import highspy
import numpy as np

from app.reporting.gate.relations import Relation

TINY = 1e-4
NEAR = 1e-6
MOST_STEPS = (
    20_000  # of one solving; a limit of time would make the same figures be cut differently
)


class Tier(NamedTuple):
    """How far a cell may rise and fall at one price; the next tier begins where this one ends."""

    up: int
    down: int
    price: float


class Routes:
    """Finds moves of cells under relations. Every cell is a few columns: up and down for each tier."""

    def __init__(self, tiers: Mapping[Any, Sequence[Tier]], relations: Sequence[Relation]) -> None:
        self.keys = list(tiers)
        self.columns: dict[Hashable, list[tuple[int, int]]] = {}
        self.rooms: list[float] = []
        self.signs: list[int] = []
        self.owners: list[int] = []
        prices: list[float] = []
        for place, key in enumerate(self.keys):
            own = self.columns[key] = []
            for tier in tiers[key]:
                first = len(self.rooms)
                own.append((first, first + 1))
                self.rooms += [tier.up, tier.down]
                self.signs += [1, -1]
                self.owners += [place, place]
                prices += [tier.price, tier.price]
        self.solver = self._model(np.array(prices), relations)
        self.solved = 0

    def _model(self, prices: Any, relations: Sequence[Relation]) -> Any:
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            solver.setOptionValue(option, value)
        solver.setOptionValue("simplex_iteration_limit", MOST_STEPS)
        size = len(self.rooms)
        solver.addVars(size, np.zeros(size), np.array(self.rooms, float))
        solver.changeColsCost(size, np.arange(size, dtype=np.int32), prices)
        starts: list[int] = []
        places: list[int] = []
        weights: list[int] = []
        lows: list[float] = []
        highs: list[float] = []
        for relation in relations:
            found = [
                (column, weight * sign)
                for key, weight in relation.weights.items()
                for pair in self.columns.get(key, ())
                for column, sign in zip(pair, (1, -1), strict=True)
            ]
            if not found:
                continue
            starts.append(len(places))
            places += [column for column, _ in found]
            weights += [weight for _, weight in found]
            lows.append(0.0 if relation.slack is None else -float(relation.slack))
            highs.append(0.0 if relation.slack is None else highspy.kHighsInf)
        if starts:
            solver.addRows(
                len(starts), np.array(lows), np.array(highs), len(places),
                np.array(starts, np.int32), np.array(places, np.int32), np.array(weights, float),
            )  # fmt: skip
        return solver

    def ease(self, key: Hashable, tier: int) -> None:
        """Let a tier of a cell cost next to nothing from now on."""
        for column in self.columns[key][tier]:
            self.solver.changeColCost(column, TINY)

    def close(self, key: Hashable) -> None:
        """Let a cell stay as it is from now on."""
        for pair in self.columns.get(key, ()):
            for column in pair:
                self.solver.changeColBounds(column, 0.0, 0.0)

    def open(self, key: Hashable) -> None:
        """Let a closed cell change again."""
        for pair in self.columns.get(key, ()):
            for column in pair:
                self.solver.changeColBounds(column, 0.0, self.rooms[column])

    def route(self, key: Hashable, change: int) -> tuple[float, dict[Any, int]] | None:
        """The cheapest move in which a cell changes by so much, and its price; None if there is none."""
        wanted, fixed = abs(change), []
        for pair in self.columns[key]:
            for column, sign in zip(pair, (1, -1), strict=True):
                taken = min(wanted, self.rooms[column]) if (sign > 0) == (change > 0) else 0
                wanted -= int(taken)
                fixed.append((column, float(taken)))
        if wanted:
            return None
        for column, taken in fixed:
            self.solver.changeColBounds(column, taken, taken)
        found = self._solve()
        for column, _ in fixed:
            self.solver.changeColBounds(column, 0.0, self.rooms[column])
        return found

    def _solve(self) -> tuple[float, dict[Any, int]] | None:
        self.solved += 1
        solution = self._run()
        if solution is None:
            return None
        if np.abs(solution - np.rint(solution)).max() > NEAR:
            # A fraction of a person proves nothing: ask for whole numbers.
            self._whole(highspy.HighsVarType.kInteger)
            solution = self._run()
            self._whole(highspy.HighsVarType.kContinuous)
            if solution is None:
                return None
        price = float(self.solver.getInfo().objective_function_value)
        move: dict[Any, int] = {}
        for column in np.flatnonzero(np.abs(solution) > NEAR).tolist():
            key = self.keys[self.owners[column]]
            change = self.signs[column] * round(float(solution[column]))
            move[key] = move.get(key, 0) + change
        return price, {key: change for key, change in move.items() if change}

    def _run(self) -> Any:
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.solver.getSolution().col_value)

    def _whole(self, kind: Any) -> None:
        size = len(self.rooms)
        self.solver.changeColsIntegrality(
            size, np.arange(size, dtype=np.int32), np.array([kind] * size)
        )
