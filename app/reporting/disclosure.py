"""The gate: what of a set of figures may be printed.

Counts of people from 1 to 4 are hidden, and so many more that no subtraction gives one back. Nought
is printed. A hidden cell does not say whether it is small itself or protects another: telling them
apart would already narrow it to 1 to 4.

How it is proved. All breakdowns of one measure (in all, by commission, programme, provider, area …)
and all measures that add up (closed = planned + unplanned) are one problem, whatever page asks. A
cell is hidden together with a *move*: a change of 5 in it and in other hidden cells, up or down,
under which everything printed and every sum stays true. Whoever reads the page cannot tell the
figures before the move from those after it; so every hidden cell may lie at least 5 away from what
it is. `_moves` proposes moves, `_holds` checks each by arithmetic, the cheapest one is taken. Moves
that only raise counts always exist, so there is always one.
"""

from collections.abc import Iterator
from functools import cached_property
from math import log1p
from typing import Literal, NamedTuple

from app.reporting.cells import Key, _Raw, scoped
from app.reporting.measure import SCOPES, By, Measure, Share
from app.reporting.measures import MEASURES, STATISTICS, parts_of

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


Move = dict[Key, int]
Pattern = dict[tuple[By, str], int]
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
        return self.counts.get(key, Cell(0))

    def share(self, share: Share, by: By, value: str) -> Cell:
        """A part in a hundred of two counts, hidden when one of them is."""
        part, whole = self.cell((share.of, by, value)), self.cell((share.among, by, value))
        if part.is_hidden or whole.is_hidden:
            return Cell(None, "rests-on")
        return Cell(round(100 * part.value / whole.value) if part.value is not None and whole.value else None)


def protect(raw: _Raw) -> Protected:
    """Hide what must not be printed. Deterministic: the same figures are always cut the same way."""
    plan = _Plan(raw)
    plan.run()
    counts = {key: Cell(None, "small") if key in plan.hidden else Cell(value) for key, value in raw.values.items()}
    statistics = {}
    for (key, by, value), number in raw.statistics.items():
        base = counts.get((STATISTICS[key].rests_on, by, value), Cell(0))
        if base.is_hidden:
            statistics[key, by, value] = Cell(None, "rests-on")
        else:
            statistics[key, by, value] = Cell(number if base.value else None)
    return Protected(counts, statistics, tuple(plan.taken))


class _Relation(NamedTuple):
    """Cells whose weighted changes must add up to nought, or (`slack`) must not fall below -slack."""

    weights: dict[Key, int]
    slack: int | None = None


class _Plan:
    """Chooses what to hide in one set of figures."""

    def __init__(self, raw: _Raw) -> None:
        self.raw, self.values = raw, raw.values
        self.hidden: set[Key] = set()
        self.moved: set[Key] = set()
        self.taken: list[Move] = []
        self.cuts = scoped(raw.scopes)
        self.home = {scope.commission: scope for scope in raw.scopes}
        self.cells: dict[str, dict[By, list[str]]] = {}
        for key, by, value in sorted(raw.values):
            self.cells.setdefault(key, {}).setdefault(by, []).append(value)

    def run(self) -> None:
        """Cover every small count with a move."""
        small = [key for key, value in self.values.items() if 0 < value < THRESHOLD and self._guards(key)]
        self.hidden.update(small)
        order = list(MEASURES)
        # The finest first: their moves often cover the coarser ones.
        fineness = [*(by for by in By if by not in PRICE), By.commission, By.programme, By.provider, By.all]
        for key in sorted(small, key=lambda key: (fineness.index(key[1]), order.index(key[0]), key[2])):
            if key not in self.moved:
                self._cover(key)

    def _guards(self, key: Key) -> bool:
        return MEASURES[key[0]].protected

    def _cover(self, key: Key) -> None:
        """Take the cheapest move that changes a cell, and hide all that it changes."""
        possible = [move for move in self._moves(key) if key in move and self._is_possible(move)]
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
            key: THRESHOLD * value for key, value in self.values.items() if key[0] in family and value
        }

    def _price(self, move: Move) -> float:
        return sum(
            PRICE.get(by, 2.0) * (1 + log1p(self.values[name, by, value]) / 8)
            for name, by, value in move
            if (name, by, value) not in self.hidden
        )

    # --- what must stay true ------------------------------------------------------------------

    @cached_property
    def _relations(self) -> dict[Key, list[_Relation]]:
        found: dict[Key, list[_Relation]] = {}
        for relation in relations(self.raw):
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
        touched = {id(relation): relation for key in move for relation in self._relations.get(key, ())}
        for relation in touched.values():
            change = sum(weight * move.get(key, 0) for key, weight in relation.weights.items())
            if change < -relation.slack if relation.slack is not None else change:
                return False
        return True

    # --- moves --------------------------------------------------------------------------------

    def _moves(self, key: Key) -> Iterator[Move]:
        """Moves that may change a cell, each whole: with what the changed measures add up to."""
        name, by, value = key
        measure = MEASURES[name]
        parts = parts_of(name)
        if any(_shares(part, by) for part in parts):
            for part in parts:
                if self.values.get((part.key, by, value)):
                    yield from self._moves((part.key, by, value))
            return
        for pattern in self._patterns(measure, by, value):
            yield from self._lifted(measure, pattern)
            if measure.parts_of and min(pattern.values()) > 0:
                yield from self._from_sibling(measure, pattern)

    def _patterns(self, measure: Measure, by: By, value: str) -> Iterator[Pattern]:
        """Changes of the cells of one measure that contain this cell."""
        if by not in (By.all, *SCOPES):
            for other in self._filled(measure.key, by):
                if other != value:
                    yield {(by, value): THRESHOLD, (by, other): -THRESHOLD}
                    yield {(by, value): -THRESHOLD, (by, other): THRESHOLD}
        filled = self._filled(measure.key, By.commission)
        own = filled if by not in SCOPES else [one for one in filled if one in self.cuts[by].get(value, ())]
        if by in SCOPES:
            for one in own:
                for other in filled:
                    if other not in own:
                        yield from self._swaps(one, other)
        for one in own:
            yield self._raised(measure, one, (by, value))

    def _swaps(self, one: str, other: str) -> Iterator[Pattern]:
        for sign in (THRESHOLD, -THRESHOLD):
            pattern: Pattern = {}
            for commission, change in ((one, sign), (other, -sign)):
                for by in SCOPES:
                    cell = (by, getattr(self.home[commission], by))
                    pattern[cell] = pattern.get(cell, 0) + change
            yield {cell: change for cell, change in pattern.items() if change}

    def _raised(self, measure: Measure, commission: str, cell: tuple[By, str]) -> Pattern:
        """More of everything: in one commission, in all, and in one value of every breakdown."""
        pattern: Pattern = {(By.all, ""): THRESHOLD}
        for by in SCOPES:
            pattern[by, getattr(self.home[commission], by)] = THRESHOLD
        for by in measure.by:
            chosen = cell[1] if by is cell[0] else self._cheapest(measure.key, by)
            if chosen is not None:
                pattern[by, chosen] = THRESHOLD
        return pattern

    def _cheapest(self, name: str, by: By) -> str | None:
        """The value to raise in a breakdown: one that is hidden already, else the smallest."""
        filled = self._filled(name, by)
        return min(
            filled, key=lambda value: ((name, by, value) not in self.hidden, self.values[name, by, value], value), default=None
        )

    def _largest(self, name: str, by: By) -> str | None:
        """The value to lower in a breakdown: the largest that is hidden already, else the largest."""
        enough = THRESHOLD + 1
        return max(
            self._filled(name, by),
            key=lambda value: (
                (name, by, value) in self.hidden and self.values[name, by, value] >= enough,
                self.values[name, by, value],
                value,
            ),
            default=None,
        )

    def _filled(self, name: str, by: By) -> list[str]:
        return [value for value in self.cells.get(name, {}).get(by, ()) if self.values[name, by, value] > 0]

    def _lifted(self, measure: Measure, pattern: Pattern) -> Iterator[Move]:
        """The change with what the measure is a part of; and, if need be, with what it lies within."""
        move = {(measure.key, *cell): change for cell, change in pattern.items()}
        whole = self._above(measure, pattern)
        yield move | whole
        if measure.within:
            larger = MEASURES[measure.within]
            same = self._fitted(larger, pattern)
            for beyond in self._lifted(larger, same):
                yield move | whole | beyond

    def _above(self, measure: Measure, pattern: Pattern) -> Move:
        if measure.parts_of is None:
            return {}
        parent = MEASURES[measure.parts_of]
        same = self._fitted(parent, pattern)
        move = {(parent.key, *cell): change for cell, change in same.items()}
        return move | self._above(parent, same)

    def _fitted(self, measure: Measure, pattern: Pattern) -> Pattern:
        """A change of one measure as another one has it: with its own breakdowns, if it all rises."""
        same = {cell: change for cell, change in pattern.items() if cell[0] in (By.all, *SCOPES, *measure.by)}
        if (By.all, "") in pattern:
            for by in measure.by:
                rises = pattern[By.all, ""] > 0
                chosen = self._cheapest(measure.key, by) if rises else self._largest(measure.key, by)
                if chosen is not None and not any(cell[0] is by for cell in same):
                    same[by, chosen] = pattern[By.all, ""]
        return same

    def _from_sibling(self, measure: Measure, pattern: Pattern) -> Iterator[Move]:
        """One part rises, another falls as much; what they add up to stays."""
        for sibling in parts_of(measure.parts_of or ""):
            if sibling.key != measure.key:
                falling = self._fitted(sibling, {cell: -change for cell, change in pattern.items()})
                yield {(measure.key, *cell): change for cell, change in pattern.items()} | {
                    (sibling.key, *cell): change for cell, change in falling.items()
                }


def _shares(part: Measure, by: By) -> bool:
    """Whether a part is broken down by this, as every measure is by commission."""
    return by in (By.all, *SCOPES, *part.by)


def relations(raw: _Raw) -> Iterator[_Relation]:
    """Everything a reader knows to be true between the cells of these figures."""
    cuts = scoped(raw.scopes)
    cells: dict[str, list[tuple[By, str]]] = {}
    for name, by, value in raw.values:
        cells.setdefault(name, []).append((by, value))
    for measure in MEASURES.values():
        if not measure.protected:
            continue
        for by in (By.programme, By.provider):
            for value, made_of in cuts[by].items():
                parts = [(By.commission, one) for one in made_of]
                yield from _adds_up(raw, measure, (by, value), parts)
        for by in (*SCOPES, *measure.by):
            parts = [cell for cell in cells.get(measure.key, ()) if cell[0] is by]
            yield from _adds_up(raw, measure, (By.all, ""), parts)
        yield from _linked(raw, measure, cells.get(measure.key, []))


def _linked(raw: _Raw, measure: Measure, cells: list[tuple[By, str]]) -> Iterator[_Relation]:
    """A measure and its parts, and the one it lies within, cell by cell."""
    parts = parts_of(measure.key)
    for cell in cells:
        own = (measure.key, *cell)
        shared = [part for part in parts if _shares(part, cell[0])]
        if parts and len(shared) == len(parts):
            yield _Relation({own: 1} | {(part.key, *cell): -1 for part in shared})
        if measure.within and _shares(MEASURES[measure.within], cell[0]):
            larger = (measure.within, *cell)
            slack = raw.values.get(larger, 0) - raw.values[own]
            yield _Relation({larger: 1, own: -1}, max(slack, 0))


def _adds_up(
    raw: _Raw, measure: Measure, total: tuple[By, str], parts: list[tuple[By, str]]
) -> Iterator[_Relation]:
    """A total and its parts. Where people overlap, a reader is taken to know by how much."""
    weights = {(measure.key, *total): -1} | {(measure.key, *part): 1 for part in parts}
    weights = {key: weight for key, weight in weights.items() if key in raw.values}
    if len(weights) > 1:
        yield _Relation(weights)
    if measure.overlaps:
        for part in parts:
            larger, own = (measure.key, *total), (measure.key, *part)
            slack = raw.values.get(larger, 0) - raw.values.get(own, 0)
            yield _Relation({larger: 1, own: -1}, max(slack, 0))
