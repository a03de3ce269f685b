"""Cells, what links them, what is public already; and how every cell is printed in the end."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from app.reporting.gate.marks import ANYTHING, COMMISSIONER, Cell, Profile, Room, Why
from app.reporting.gate.relations import Relation, by_cell

FAR = 1_000
"""Further than a move ever needs to go."""


@dataclass
class Problem:
    """Cells with their true values, and what a reader knows about them.

    `printed` cells are public already and stay as they are. `latent` cells are known to exist but
    not printed; each has the least it could be (None: anything, also below nought). Cells of one
    `tables` name are printed or left out together. `prices`: what it costs to hide a cell.
    """

    values: Mapping[Any, int]
    relations: Sequence[Relation]
    printed: Mapping[Any, Cell] = field(default_factory=dict)
    latent: Mapping[Any, int | None] = field(default_factory=dict)
    tables: Mapping[Any, str] = field(default_factory=dict)
    prices: Mapping[Any, float] = field(default_factory=dict)
    profile: Profile = COMMISSIONER
    hidden: frozenset[Any] = frozenset()
    """Cells that are to be hidden whatever the solver finds."""
    thresholds: Mapping[Any, int] = field(default_factory=dict)
    """Of cells whose threshold is not the profile's."""
    tidy: bool = False
    """Whether what was hidden on the way is printed again where it can be: prints more, takes longer."""

    def profile_of(self, key: Any) -> Profile:
        """How numbers of this cell are printed."""
        threshold = self.thresholds.get(key, self.profile.threshold)
        if threshold == self.profile.threshold:
            return self.profile
        return Profile(threshold, rounded=self.profile.rounded)


class Proof(NamedTuple):
    """Moves, each from the true table to another that agrees with everything printed."""

    moves: tuple[Mapping[Any, int], ...]

    def as_text(self) -> str:
        """As it is stored: the names of cells, and for each move the numbers of its cells with changes."""
        names = sorted({key for move in self.moves for key in move}, key=repr)
        number = {key: place for place, key in enumerate(names)}
        moves = [
            sorted((number[key], change) for key, change in move.items()) for move in self.moves
        ]
        stored = {"cells": [repr(key) for key in names], "moves": moves}
        return json.dumps(stored, separators=(",", ":"))


class Decided(NamedTuple):
    """What may be printed of the cells that were free, and why it is safe.

    `left_out` are tables that could not be protected; `told` cells that what was public before
    gives away whatever is printed now.
    """

    cells: dict[Any, Cell]
    left_out: frozenset[str]
    told: frozenset[Any]
    proof: Proof


def apart(problem: Problem) -> list[Problem]:
    """The parts of a problem that nothing links: what is printed as it is links nothing."""
    leader: dict[Any, Any] = {}

    def find(key: Any) -> Any:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for relation in problem.relations:
        loose = [key for key in relation.weights if _is_loose(problem, key)]
        for key in loose[1:]:
            leader[find(key)] = find(loose[0])
    # In one order, whatever order they came in: the same cells are always cut the same way.
    number = {key: place for place, key in enumerate(sorted(problem.values, key=repr))}
    groups: dict[Any, dict[Any, int]] = {}
    for key in number:
        if _is_loose(problem, key):
            groups.setdefault(find(key), {})[key] = problem.values[key]
    linked = by_cell(_in_order(problem.relations, number))
    return [
        replace(problem, values=cells, relations=_relations_of(cells, linked))
        for cells in groups.values()
    ]


def _in_order(relations: Sequence[Relation], number: Mapping[Any, int]) -> list[Relation]:
    found: list[Any] = []
    for one in relations:
        cells = sorted((number[key], key, n) for key, n in one.weights.items() if key in number)
        key = tuple((place, n) for place, _, n in cells)
        found.append((key, -1 if one.slack is None else one.slack, len(found), one, cells))
    return [
        Relation({key: n for _, key, n in cells}, one.slack)
        for _, _, _, one, cells in sorted(found, key=lambda row: row[:3])
    ]


def _relations_of(cells: Mapping[Any, int], linked: Mapping[Any, list[Relation]]) -> list[Relation]:
    found = {id(one): one for key in cells for one in linked.get(key, ())}
    return list(found.values())


def _is_loose(problem: Problem, key: Any) -> bool:
    """Whether a cell could be something else for a reader, or be hidden."""
    if key not in problem.values:
        return False
    if key in problem.latent or (key not in problem.printed and problem.tables.get(key)):
        return True
    if key in problem.printed:
        room = problem.profile_of(key).says(problem.values[key], problem.printed[key].why)
        return room.high != room.low
    return problem.values[key] > 0


class State:
    """How every cell is printed."""

    def __init__(
        self, problem: Problem, cells: Mapping[Any, Cell], left_out: frozenset[str] | set[str]
    ) -> None:
        self.problem, self.left_out = problem, left_out
        self.cells = {**cells, **problem.printed}

    def is_unprinted(self, key: Any) -> bool:
        """Whether a cell is known to exist and nothing of it is printed."""
        return key in self.problem.latent or self.problem.tables.get(key, "") in self.left_out

    def why(self, key: Any) -> Why:
        """Why a cell is hidden, or nothing."""
        return self.cells[key].why if key in self.cells else ""

    def room(self, key: Any, *, marked: bool) -> Room:
        """What a reader knows of a cell by itself."""
        if key in self.problem.latent:
            low = self.problem.latent[key]
            return Room(-FAR * FAR if low is None else low, None)
        if self.is_unprinted(key):
            return ANYTHING
        profile = self.problem.profile_of(key)
        return profile.says(self.problem.values[key], self.why(key), marked=marked)

    def needs(self, key: Any) -> list[tuple[bool, int]]:
        """The moves a cell needs: whether of the wide kind, and how far."""
        value, profile = self.problem.values[key], self.problem.profile_of(key)
        if self.is_unprinted(key):
            return [(False, 1)] if profile.is_small(abs(value)) else []
        if self.why(key) == "small" and not profile.rounded:
            return [(True, profile.threshold), (False, 1)]
        if self.why(key) or (profile.rounded and value):
            return [(False, 1)]
        return []
