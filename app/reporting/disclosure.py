"""The gate: what of the figures of one quarter may be printed.

Counts of people from 1 to 4 (or below what an agreement says) are hidden (`small`), and so many more
(`protects`) that no subtraction gives one back, also when the meaning of the two marks is known.
Nought is printed.

How it is proved. All breakdowns of one measure (in all, by commission, programme, provider, area …)
and all measures that add up (closed = planned + unplanned) are one problem, whatever page asks. A
cell is hidden together with *moves* (`protection.py` says what they prove). Here most of them are
proposed by rule (`moves.py`), checked by arithmetic and the cheapest is taken; where no rule finds
one, the solver decides about the family of measures anew; and what even it cannot protect is left
out: nothing of that family is printed. Where the rules would hide a total, which a reader misses
most, the solver is asked for another way as well, and the better of the two is taken.
"""

from functools import cache, cached_property, lru_cache
from math import log1p
from typing import NamedTuple

from app.reporting.cells import _Raw
from app.reporting.gate.marks import LEGEND, MARKS, THRESHOLD, Cell, Profile, Why
from app.reporting.gate.moves import Move, Moves
from app.reporting.gate.protection import Problem, decide
from app.reporting.gate.relations import Relation, by_cell, is_true, relations
from app.reporting.measure import By, Share
from app.reporting.measures import MEASURES, STATISTICS
from app.reporting.scopes import Key, Scope, threshold_in

__all__ = ["LEGEND", "MARKS", "THRESHOLD", "Cell", "Protected", "Why", "protect"]

# What it costs to hide a cell: totals are missed most.
PRICE = {By.all: 60.0, By.programme: 8.0, By.provider: 8.0, By.commission: 3.0}

SPARED = 20.0
"""So many times its price a total costs when the solver looks for a way without hiding it."""


def price_of(by: By, value: int) -> float:
    """What it costs to hide a cell of a table broken down by this."""
    return PRICE.get(by, 2.0) * (1 + log1p(value) / 8)


class Protected(NamedTuple):
    """Figures after the gate, with the moves that prove them."""

    counts: dict[Key, Cell]
    statistics: dict[Key, Cell]
    moves: tuple[Move, ...]

    def cell(self, key: Key) -> Cell:
        """A count or statistic. Where nothing was counted it is nought; no statistic is no figure."""
        if key[0] in STATISTICS:
            return self.statistics.get(key, Cell(None))
        if MEASURES[key[0]].own_only or key[1] not in MEASURES[key[0]].cuts:
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
    whys: dict[Key, Why] = {}
    taken: list[Move] = []
    own: dict[str, list[tuple[Key, int]]] = {}
    for cell_key, count in raw.values.items():
        own.setdefault(cell_key[0], []).append((cell_key, count))
    for family in families():
        linked = [one for name in family for one in own.get(name, ())]
        decided = _decided(tuple(sorted(linked)), raw.scopes)
        whys |= decided.whys
        taken += decided.taken
    counts = {
        key: _profile(key, raw.scopes).hides(whys[key]) if key in whys else Cell(value)
        for key, value in raw.values.items()
    }
    broken_down: dict[tuple[str, By], list[Cell]] = {}
    for (name, by, _), cell in counts.items():
        broken_down.setdefault((name, by), []).append(cell)
    statistics = {}
    for (key, by, value), number in raw.statistics.items():
        statistic = STATISTICS[key]
        base = counts.get((statistic.rests_on, by, value), Cell(0))
        parts = (
            broken_down.get((statistic.rests_on, statistic.parts), []) if statistic.parts else []
        )
        if base.is_hidden or any(cell.is_hidden for cell in parts):
            statistics[key, by, value] = Cell(None, "rests-on")
        else:
            statistics[key, by, value] = Cell(number if base.value else None)
    return Protected(counts, statistics, tuple(taken))


@cache
def families() -> tuple[frozenset[str], ...]:
    """Measures that are linked with each other, and with no others: each family is decided by itself."""
    found: dict[frozenset[str], None] = {}
    for name in MEASURES:
        found[frozenset(_family(name))] = None
    return tuple(found)


def _family(measure: str) -> set[str]:
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
    return family


class _Decided(NamedTuple):
    """Which cells of a family are hidden, why, and the moves that prove it."""

    whys: dict[Key, Why]
    taken: tuple[Move, ...]


@lru_cache(maxsize=512)
def _decided(values: tuple[tuple[Key, int], ...], scopes: tuple[Scope, ...]) -> _Decided:
    """Decide about one family. News mostly changes a few: what has the same numbers is cut the same."""
    plan = _Plan(_Raw(dict(values), {}, scopes))
    plan.run()
    if plan.protects_by_totals():
        other = _Plan(plan.raw)
        other.spare_totals()
        plan = min(plan, other, key=_Plan.price)
    return _Decided({key: why for key, _ in values if (why := plan.why(key))}, tuple(plan.taken))


def _profile(key: Key, scopes: tuple[Scope, ...]) -> Profile:
    """How the number of a cell is printed: under the largest threshold of those counted in it."""
    return Profile(threshold_in(scopes, [(key[1], key[2])]))


class _Plan:
    """Chooses what to hide in one set of figures."""

    def __init__(self, raw: _Raw) -> None:
        self.raw, self.values = raw, raw.values
        self.profiles = {key: _profile(key, raw.scopes) for key in raw.values}
        self.hidden: set[Key] = set()
        self.kept_back: set[str] = set()  # measures of which nothing is printed
        self.wide: set[Key] = set()
        self.close: set[Key] = set()
        self.taken: list[Move] = []
        self.step = max((one.threshold for one in self.profiles.values()), default=THRESHOLD)
        self.far = Moves(raw.values, raw.scopes, self.hidden, self.step)
        self.near = Moves(raw.values, raw.scopes, self.hidden, 1)

    def why(self, key: Key) -> Why:
        """How a cell is printed."""
        if key not in self.hidden:
            return ""
        if key[0] in self.kept_back:
            return "kept-back"
        return "small" if self._is_small(key) else "protects"

    def _is_small(self, key: Key) -> bool:
        return self.profiles[key].is_small(self.values[key])

    def run(self) -> None:
        """Cover every small count with a far move, and every hidden one with a near one."""
        for key in self._in_order(self._hide_small()):
            self._cover(key, self.wide, self.far)
        while waiting := self.hidden - self.close:
            # Small ones first: what moves them mostly moves what protects them too.
            for key in sorted(self._in_order(waiting), key=lambda key: not self._is_small(key)):
                self._cover(key, self.close, self.near)

    def spare_totals(self) -> None:
        """Let the solver decide about all of one family, and hide a total only as a last resort."""
        self._hide_small()
        self._solve(next(iter(self.values))[0], spared=SPARED)

    def protects_by_totals(self) -> bool:
        """Whether a total is hidden that is not small itself."""
        return any(key[1] is By.all and not self._is_small(key) for key in self.hidden)

    def price(self) -> float:
        """What is missed by whoever reads it."""
        return sum(price_of(key[1], self.values[key]) for key in self.hidden)

    def _hide_small(self) -> list[Key]:
        small = [key for key in self.values if self._is_small(key) and MEASURES[key[0]].protected]
        self.hidden.update(small)
        return small

    def _in_order(self, keys: list[Key] | set[Key]) -> list[Key]:
        """The finest first: their moves often cover the coarser ones."""
        fineness = [
            *(by for by in By if by not in PRICE),
            By.commission,
            By.programme,
            By.provider,
            By.all,
        ]
        order = list(MEASURES)
        return sorted(keys, key=lambda key: (fineness.index(key[1]), order.index(key[0]), key[2]))

    def _cover(self, key: Key, covered: set[Key], moves: Moves) -> None:
        """Take the cheapest move that changes a cell, and hide all that it changes."""
        if key in covered:
            return
        near = moves is self.near
        possible = (
            move for move in moves.of(key) if key in move and self._is_possible(move, near=near)
        )
        for move in sorted(possible, key=self._price):
            if is_true(move, self._relations):
                self.hidden.update(move)
                covered.update(move)
                self.taken.append(move)
                return
        self._solve(key[0])

    def _solve(self, measure: str, *, spared: float = 1.0) -> None:
        """Let the solver decide about a measure and all it is linked with; totals at so many times their price."""
        family = _family(measure)
        cells = {key: value for key, value in self.values.items() if key[0] in family}
        linked = [one for one in self._relations_all if next(iter(one.weights))[0] in family]
        found = decide(
            Problem(
                cells,
                linked,
                tables=dict.fromkeys(cells, "all"),
                prices={
                    key: price_of(key[1], value) * (spared if key[1] is By.all else 1)
                    for key, value in cells.items()
                },
                hidden=frozenset(self.hidden & cells.keys()),
                thresholds={key: self.profiles[key].threshold for key in cells},
            )
        )
        if found.left_out or found.told:
            # Hide all of it, by a mark that says nothing: then any multiple is as true.
            self.kept_back |= family
            self.hidden.update(key for key, value in cells.items() if value)
            self.taken.append({key: self.step * value for key, value in cells.items() if value})
        else:
            self.hidden.update(key for key, cell in found.cells.items() if cell.is_hidden)
            self.taken.extend(dict(move) for move in found.proof.moves)
        self.wide.update(cells)
        self.close.update(cells)

    def _price(self, move: Move) -> float:
        return sum(price_of(key[1], self.values[key]) for key in move if key not in self.hidden)

    @cached_property
    def _relations_all(self) -> list[Relation]:
        return list(relations(self.values, self.raw.scopes))

    @cached_property
    def _relations(self) -> dict[Key, list[Relation]]:
        return by_cell(self._relations_all)

    def _is_possible(self, move: Move, *, near: bool) -> bool:
        """Whether only cells that may be hidden change, and none beyond what its mark says."""
        for key, change in move.items():
            value = self.values.get(key, 0)
            if not value:
                return False
            why: Why = "small" if self._is_small(key) else "protects"
            if not self.profiles[key].says(value, why, marked=near).holds(value + change):
                return False
        return True
