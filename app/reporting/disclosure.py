"""The gate: what of a set of figures may be printed.

Counts of people from 1 to 4 are hidden, and so many more that no subtraction gives one back. Nought
is printed. A hidden cell does not say whether it is small itself or protects another: telling them
apart would already narrow it to 1 to 4.

How it is proved. All breakdowns of one measure (in all, by commission, programme, provider, area …)
and all measures that add up (closed = planned + unplanned) are one problem, whatever page asks. A
cell is hidden together with a *move*: a change of 5 in it and in other hidden cells, up or down,
under which everything printed and every sum stays true. Whoever reads the page cannot tell the
figures before the move from those after it; so every hidden cell may lie at least 5 away from what
it is. `moves.py` proposes moves, `_holds` checks each by arithmetic, the cheapest one is taken. If none
were left, the whole family of measures would be hidden.
"""

from functools import cached_property
from math import log1p
from typing import Literal, NamedTuple

from app.reporting.cells import _Raw
from app.reporting.measure import By, Share
from app.reporting.measures import MEASURES, STATISTICS
from app.reporting.moves import Move, Moves
from app.reporting.relations import Relation, relations
from app.reporting.scopes import Key

THRESHOLD = 5
Why = Literal["", "small", "rests-on"]
WORDS: dict[Why, str] = {
    "": "",
    "small": "fewer than 5, or kept back so that a number below 5 cannot be worked out",
    "rests-on": "worked out from a number that is hidden",
}
MARK = "hidden"


class Cell(NamedTuple):
    """What may be printed: a number, or nothing and why. `value` None without a why: no such figure."""

    value: float | None
    why: Why = ""

    @property
    def is_hidden(self) -> bool:
        """Whether there is a number that is not printed."""
        return self.why != ""

    @property
    def reason(self) -> str:
        """Why there is no number, in words."""
        return WORDS[self.why]


# What it costs to hide a cell: totals are missed most.
PRICE = {By.all: 60.0, By.programme: 8.0, By.provider: 8.0, By.commission: 3.0}


class Protected(NamedTuple):
    """Figures after the gate, with the moves that prove them."""

    counts: dict[Key, Cell]
    statistics: dict[Key, Cell]
    moves: tuple[Move, ...]

    def cell(self, key: Key) -> Cell:
        """A count or statistic. Where nothing was counted it is nought; no statistic is no figure."""
        if key[0] in STATISTICS:
            return self.statistics.get(key, Cell(None))
        if MEASURES[key[0]].own_only:
            return Cell(None)
        return self.counts.get(key, Cell(0))

    def share(self, share: Share, by: By, value: str) -> Cell:
        """A part in a hundred of two counts, hidden when one of them is."""
        part, whole = self.cell((share.of, by, value)), self.cell((share.among, by, value))
        if part.is_hidden or whole.is_hidden:
            return Cell(None, "rests-on")
        return Cell(
            round(100 * part.value / whole.value)
            if part.value is not None and whole.value
            else None
        )


def protect(raw: _Raw) -> Protected:
    """Hide what must not be printed. Deterministic: the same figures are always cut the same way."""
    raw = _Raw(
        {key: count for key, count in raw.values.items() if not MEASURES[key[0]].own_only},
        raw.statistics,
        raw.scopes,
    )
    plan = _Plan(raw)
    plan.run()
    counts = {
        key: Cell(None, "small") if key in plan.hidden else Cell(value)
        for key, value in raw.values.items()
    }
    statistics = {}
    for (key, by, value), number in raw.statistics.items():
        base = counts.get((STATISTICS[key].rests_on, by, value), Cell(0))
        if base.is_hidden:
            statistics[key, by, value] = Cell(None, "rests-on")
        else:
            statistics[key, by, value] = Cell(number if base.value else None)
    return Protected(counts, statistics, tuple(plan.taken))


class _Plan:
    """Chooses what to hide in one set of figures."""

    def __init__(self, raw: _Raw) -> None:
        self.raw, self.values = raw, raw.values
        self.hidden: set[Key] = set()
        self.moved: set[Key] = set()
        self.taken: list[Move] = []
        self.moves = Moves(raw.values, raw.scopes, self.hidden, THRESHOLD)

    def run(self) -> None:
        """Cover every small count with a move."""
        small = [
            key for key, value in self.values.items() if 0 < value < THRESHOLD and self._guards(key)
        ]
        self.hidden.update(small)
        order = list(MEASURES)
        # The finest first: their moves often cover the coarser ones.
        fineness = [
            *(by for by in By if by not in PRICE),
            By.commission,
            By.programme,
            By.provider,
            By.all,
        ]
        for key in sorted(
            small, key=lambda key: (fineness.index(key[1]), order.index(key[0]), key[2])
        ):
            if key not in self.moved:
                self._cover(key)

    def _guards(self, key: Key) -> bool:
        return MEASURES[key[0]].protected

    def _cover(self, key: Key) -> None:
        """Take the cheapest move that changes a cell, and hide all that it changes."""
        possible = [move for move in self.moves.of(key) if key in move and self._is_possible(move)]
        for move in sorted(possible, key=self._price):
            if self._holds(move):
                self._take(move)
                return
        self._take(self._everything(key[0]))

    def _take(self, move: Move) -> None:
        self.hidden.update(move)
        self.moved.update(move)
        self.taken.append(move)

    def _everything(self, measure: str) -> Move:
        """The last resort: hide the measure and all it is linked with; any multiple is as true."""
        family: set[str] = set()
        waiting = [measure]
        while waiting:
            name = waiting.pop()
            if name in family:
                continue
            family.add(name)
            one = MEASURES[name]
            waiting += [other for other in (one.parts_of, one.within) if other]
            waiting += [
                other.key for other in MEASURES.values() if name in (other.parts_of, other.within)
            ]
        return {
            key: THRESHOLD * value
            for key, value in self.values.items()
            if key[0] in family and value
        }

    def _price(self, move: Move) -> float:
        return sum(
            PRICE.get(by, 2.0) * (1 + log1p(self.values[name, by, value]) / 8)
            for name, by, value in move
            if (name, by, value) not in self.hidden
        )

    @cached_property
    def _relations(self) -> dict[Key, list[Relation]]:
        found: dict[Key, list[Relation]] = {}
        for relation in relations(self.values, self.raw.scopes):
            for key in relation.weights:
                found.setdefault(key, []).append(relation)
        return found

    def _is_possible(self, move: Move) -> bool:
        """Whether only cells that may be hidden change, and none of them to nought."""
        return all(
            self.values.get(key, 0) > 0 and self.values[key] + change > 0
            for key, change in move.items()
        )

    def _holds(self, move: Move) -> bool:
        """Whether every relation stays true when all these cells change."""
        touched = {id(one): one for key in move for one in self._relations.get(key, ())}
        return all(relation.allows(move) for relation in touched.values())
