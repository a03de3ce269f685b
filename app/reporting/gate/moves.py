"""Moves: changes of a few cells that leave every sum as it is, proposed to the gate.

`disclosure.py` checks each by arithmetic before it relies on it; a move that is missing here only
hides more, never less.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from app.reporting.gate.relations import shares
from app.reporting.measure import SCOPES, By, Measure
from app.reporting.measures import MEASURES, parts_of
from app.reporting.scopes import Key, Scope, scoped

Move = dict[Key, int]
Pattern = dict[tuple[By, str], int]


class Moves:
    """Proposes moves of `step` in a cell. `hidden` may grow: cells in it are preferred."""

    def __init__(
        self,
        values: Mapping[Key, int],
        scopes: tuple[Scope, ...],
        hidden: AbstractSet[Key],
        step: int,
    ) -> None:
        self.values, self.hidden, self.step = values, hidden, step
        self.cuts = scoped(scopes)
        self.home = {scope.commission: scope for scope in scopes}
        self.filled: dict[tuple[str, By], list[str]] = {}
        for key, by, value in sorted(values):
            if values[key, by, value] > 0:
                self.filled.setdefault((key, by), []).append(value)

    def of(self, key: Key) -> Iterator[Move]:
        """Moves that may change a cell, each whole: with what the changed measures add up to."""
        name, by, value = key
        measure = MEASURES[name]
        parts = parts_of(name)
        if any(shares(part, by) for part in parts):
            for part in parts:
                if self.values.get((part.key, by, value)):
                    yield from self.of((part.key, by, value))
            return
        for pattern in self._patterns(measure, by, value):
            for below in self._below(measure, pattern):
                for move in self._lifted(measure, pattern):
                    yield move | below
            if measure.parts_of and min(pattern.values()) > 0:
                yield from self._from_sibling(measure, pattern)

    def _patterns(self, measure: Measure, by: By, value: str) -> Iterator[Pattern]:
        """Changes of the cells of one measure that contain this cell."""
        if by not in (By.all, *SCOPES):
            for other in self.filled.get((measure.key, by), []):
                if other != value:
                    yield {(by, value): self.step, (by, other): -self.step}
                    yield {(by, value): -self.step, (by, other): self.step}
        filled = self.filled.get((measure.key, By.commission), [])
        own = (
            filled
            if by not in SCOPES
            else [one for one in filled if one in self.cuts[by].get(value, ())]
        )
        if by in SCOPES:
            for one in own:
                for other in filled:
                    if other not in own:
                        yield from self._swaps(one, other)
        for one in own:
            yield self._raised(measure, one, (by, value))

    def _swaps(self, one: str, other: str) -> Iterator[Pattern]:
        for sign in (self.step, -self.step):
            pattern: Pattern = {}
            for commission, change in ((one, sign), (other, -sign)):
                for by in SCOPES:
                    cell = (by, getattr(self.home[commission], by))
                    pattern[cell] = pattern.get(cell, 0) + change
            yield {cell: change for cell, change in pattern.items() if change}

    def _raised(self, measure: Measure, commission: str, cell: tuple[By, str]) -> Pattern:
        """More of everything: in one commission, in all, and in one value of every breakdown."""
        pattern: Pattern = {(By.all, ""): self.step}
        for by in () if measure.whole_only else SCOPES:
            pattern[by, getattr(self.home[commission], by)] = self.step
        for by in measure.by:
            chosen = cell[1] if by is cell[0] else self._cheapest(measure.key, by)
            if chosen is not None:
                pattern[by, chosen] = self.step
        return pattern

    def _cheapest(self, name: str, by: By) -> str | None:
        """The value to raise in a breakdown: one that is hidden already, else the smallest."""
        filled = self.filled.get((name, by), [])
        return min(
            filled,
            key=lambda value: (
                (name, by, value) not in self.hidden,
                self.values[name, by, value],
                value,
            ),
            default=None,
        )

    def _largest(self, name: str, by: By) -> str | None:
        """The value to lower in a breakdown: the largest that is hidden already, else the largest."""
        enough = self.step + 1
        return max(
            self.filled.get((name, by), []),
            key=lambda value: (
                (name, by, value) in self.hidden and self.values[name, by, value] >= enough,
                self.values[name, by, value],
                value,
            ),
            default=None,
        )

    def _lifted(self, measure: Measure, pattern: Pattern) -> Iterator[Move]:
        """The change with what the measure is a part of; and, if need be, with what it lies within."""
        move = {(measure.key, *cell): change for cell, change in pattern.items()}
        whole = self._above(measure, pattern)
        yield move | whole
        yield from (move | whole | inside for inside in self._inside(measure, pattern))
        if measure.within:
            for beyond in self._whole(MEASURES[measure.within], pattern):
                yield move | whole | beyond

    def _whole(self, measure: Measure, pattern: Pattern) -> Iterator[Move]:
        """The same change of another measure, with one of its parts where it has any."""
        same = self._fitted(measure, pattern)
        parts = [
            part
            for part in parts_of(measure.key)
            if any(by is By.all or by in SCOPES for by, _ in same)
        ]
        for part in parts:
            yield from self._whole(part, pattern)
        if not parts:
            yield from self._lifted(measure, same)

    def _inside(self, measure: Measure, pattern: Pattern) -> Iterator[Move]:
        """The same change of what lies within a measure, or within what it is a part of."""
        above = MEASURES.get(measure.parts_of or "")
        if above is not None:
            yield from self._inside(above, self._fitted(above, pattern))
        for inner in MEASURES.values():
            same = self._fitted(inner, pattern) if inner.within == measure.key else {}
            if same:
                yield {(inner.key, *cell): change for cell, change in same.items()}

    def _above(self, measure: Measure, pattern: Pattern) -> Move:
        if measure.parts_of is None:
            return {}
        parent = MEASURES[measure.parts_of]
        same = self._fitted(parent, pattern)
        move = {(parent.key, *cell): change for cell, change in same.items()}
        return move | self._above(parent, same)

    def _fitted(self, measure: Measure, pattern: Pattern) -> Pattern:
        """A change of one measure as another one has it: with its own breakdowns, if it all rises."""
        same = {cell: change for cell, change in pattern.items() if cell[0] in measure.cuts}
        if (By.all, "") in pattern:
            for by in measure.by:
                rises = pattern[By.all, ""] > 0
                chosen = (
                    self._cheapest(measure.key, by) if rises else self._largest(measure.key, by)
                )
                if chosen is not None and not any(cell[0] is by for cell in same):
                    same[by, chosen] = pattern[By.all, ""]
        return same

    def _from_sibling(self, measure: Measure, pattern: Pattern) -> Iterator[Move]:
        """One part rises, another falls as much; what they add up to stays."""
        for sibling in parts_of(measure.parts_of or ""):
            if sibling.key != measure.key:
                falling = self._fitted(sibling, {cell: -change for cell, change in pattern.items()})
                for below in self._below(sibling, falling):
                    yield (
                        {(measure.key, *cell): change for cell, change in pattern.items()}
                        | {(sibling.key, *cell): change for cell, change in falling.items()}
                        | below
                    )

    def _below(self, measure: Measure, pattern: Pattern) -> Iterator[Move]:
        """The same change of one of the parts of a measure, and of one of its parts; none without."""
        parts = [
            part for part in parts_of(measure.key) if any(shares(part, by) for by, _ in pattern)
        ]
        for part in parts:
            same = self._fitted(part, pattern)
            for below in self._below(part, same):
                yield {(part.key, *cell): change for cell, change in same.items()} | below
        if not parts:
            yield {}
