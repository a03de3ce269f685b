"""What a reader of figures knows to be true between their cells."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from app.reporting.measure import SCOPES, By, Measure
from app.reporting.measures import MEASURES, parts_of
from app.reporting.scopes import Key, Scope, scoped
from app.reporting.values import NOT_KNOWN, whose_reasons

Cells = list[tuple[By, str]]


class Relation(NamedTuple):
    """Cells whose weighted changes must add up to nought, or (`slack`) must not fall below -slack."""

    weights: Mapping[Any, int]
    slack: int | None = None

    def allows(self, change: int) -> bool:
        """Whether this stays true when its cells change, weighted and added up, by so much."""
        return change == 0 if self.slack is None else change >= -self.slack


def adds_up(total: Hashable, parts: Iterable[Hashable]) -> Relation:
    """A total and its parts; where these overlap, a reader is taken to know by how much."""
    return Relation({total: -1} | dict.fromkeys(parts, 1))


def at_most(smaller: Hashable, larger: Hashable, values: Mapping[Any, int]) -> Relation:
    """One cell never exceeds another."""
    return Relation(
        {larger: 1, smaller: -1}, max(values.get(larger, 0) - values.get(smaller, 0), 0)
    )


def by_cell(relations: Iterable[Relation]) -> dict[Any, list[Relation]]:
    """For each cell the relations it stands in."""
    found: dict[Any, list[Relation]] = {}
    for relation in relations:
        for key in relation.weights:
            found.setdefault(key, []).append(relation)
    return found


def is_true(move: Mapping[Any, int], linked: Mapping[Any, list[Relation]]) -> bool:
    """Whether every relation stays true when all these cells change."""
    touched: dict[int, tuple[Relation, int]] = {}
    for key, change in move.items():
        for one in linked.get(key, ()):
            before = touched.get(id(one))
            moved = one.weights[key] * change
            touched[id(one)] = (one, moved if before is None else before[1] + moved)
    return all(relation.allows(moved) for relation, moved in touched.values())


def shares(part: Measure, by: By) -> bool:
    """Whether a part is broken down by this, as every measure is by commission."""
    return by in part.cuts


def relations(values: Mapping[Key, int], scopes: tuple[Scope, ...]) -> Iterator[Relation]:
    """Everything a reader knows to be true between the cells of these figures."""
    cuts = scoped(scopes)
    cells: dict[str, list[tuple[By, str]]] = {}
    for name, by, value in values:
        cells.setdefault(name, []).append((by, value))
    for measure in MEASURES.values():
        if not measure.protected or measure.own_only or measure.key not in cells:
            continue
        for by in (By.programme, By.provider):
            for value, made_of in cuts[by].items():
                parts = [(By.commission, one) for one in made_of]
                yield from _adds_up(values, measure, (by, value), parts)
        for by in (*SCOPES, *measure.by):
            parts = [cell for cell in cells.get(measure.key, ()) if cell[0] is by]
            yield from _adds_up(values, measure, (By.all, ""), parts)
        if By.whose in measure.by and By.reason in measure.by:
            yield from _told_by_reason(values, measure, cells.get(measure.key, []))
        yield from _linked(values, measure, cells.get(measure.key, []))


def _linked(values: Mapping[Key, int], measure: Measure, cells: Cells) -> Iterator[Relation]:
    """A measure and its parts, and the one it lies within, cell by cell."""
    parts = parts_of(measure.key)
    for cell in cells:
        own = (measure.key, *cell)
        shared = [part for part in parts if shares(part, cell[0])]
        if parts and len(shared) == len(parts):
            yield Relation({own: 1} | {(part.key, *cell): -1 for part in shared})
        if measure.within and shares(MEASURES[measure.within], cell[0]):
            yield at_most(own, (measure.within, *cell), values)


def _told_by_reason(
    values: Mapping[Key, int], measure: Measure, cells: Cells
) -> Iterator[Relation]:
    """Each reason is somebody's: what is broken down by whose adds up from reasons."""
    whose = whose_reasons()
    for by, value in cells:
        if by is By.whose:
            parts = [
                one
                for one in cells
                if one[0] is By.reason and whose.get(one[1], NOT_KNOWN) == value
            ]
            yield from _adds_up(values, measure, (by, value), parts)


def _adds_up(
    values: Mapping[Key, int], measure: Measure, total: tuple[By, str], parts: Cells
) -> Iterator[Relation]:
    """A total and its parts, those of them that there are."""
    whole = (measure.key, *total)
    own = [(measure.key, *part) for part in parts if (measure.key, *part) in values]
    if own and whole in values:
        yield adds_up(whole, own)
    elif len(own) > 1:
        yield Relation(dict.fromkeys(own, 1))
    if measure.overlaps:
        for part in parts:
            yield at_most((measure.key, *part), whole, values)
