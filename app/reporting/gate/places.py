"""Where a printed count stands, whatever page, file or edition prints it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from app.reporting.gate.relations import Relation, adds_up, at_most, relations
from app.reporting.measure import SCOPES, By, Rows, Sum
from app.reporting.measures import MEASURES, parts_of
from app.reporting.scopes import Key, Scope

Where = tuple[tuple[By, str], ...]
ORDER = {by: place for place, by in enumerate(By)}


class Place(NamedTuple):
    """A measure, and what it is broken down by: nothing, one thing or two, in the order of `By`."""

    measure: str
    where: Where

    @classmethod
    def of(cls, measure: str, *cells: tuple[By, str]) -> "Place":
        """The place of a measure broken down so; "in all" is no breakdown."""
        known = [cell for cell in cells if cell[0] is not By.all]
        if len(known) > 1:
            known.sort(key=lambda cell: ORDER[cell[0]])
        return cls(measure, tuple(known))

    @property
    def by(self) -> tuple[By, ...]:
        """What it is broken down by."""
        return tuple(by for by, _ in self.where)


def place_of(key: Key) -> Place:
    """The place of a cell that is broken down by one thing."""
    return Place.of(key[0], (key[1], key[2]))


def stored(place: Place) -> tuple[str, str, str, str, str]:
    """A place as columns: the measure, and two breakdowns with their values, "all" where there is none."""
    first, second = (*place.where, (By.all, ""), (By.all, ""))[:2]
    return place.measure, str(first[0]), first[1], str(second[0]), second[1]


def overlaps(measure: str) -> bool:
    """Whether the parts of a count of this measure may add up to more than it."""
    return not isinstance(MEASURES[measure].count, Rows | Sum)


def known_between(values: Mapping[Place, int], scopes: tuple[Scope, ...]) -> Iterator[Relation]:
    """Everything a reader knows to be true between the places of one span, as known at one moment."""
    single: dict[Key, int] = {}
    double: dict[tuple[str, tuple[By, ...]], list[Place]] = {}
    for place, value in values.items():
        if len(place.where) > 1:
            double.setdefault((place.measure, place.by), []).append(place)
        else:
            by, code = place.where[0] if place.where else (By.all, "")
            single[place.measure, by, code] = value
    there = {place.measure for place in values}
    for relation in relations(single, scopes):
        # Nothing follows from parts that nobody is told.
        if any(key[0] not in there for key in relation.weights):
            continue
        yield Relation(
            {place_of(key): weight for key, weight in relation.weights.items()}, relation.slack
        )
    for (measure, _), places in double.items():
        yield from _margins(measure, places, values)
    yield from _parts(double, values)
    yield from _finer(double, values, scopes)


def _margins(
    measure: str, places: Iterable[Place], values: Mapping[Place, int]
) -> Iterator[Relation]:
    """The lines and columns of a table and what they add up to."""
    lines: dict[Place, list[Place]] = {}
    for place in places:
        for cell in place.where:
            lines.setdefault(Place(measure, (cell,)), []).append(place)
    for total, parts in lines.items():
        yield from _total(total, parts, values)


def _total(total: Place, parts: list[Place], values: Mapping[Place, int]) -> Iterator[Relation]:
    if total not in values:
        return
    yield adds_up(total, parts)
    if overlaps(total.measure):
        for part in parts:
            yield at_most(part, total, values)


def _parts(
    double: Mapping[tuple[str, tuple[By, ...]], list[Place]], values: Mapping[Place, int]
) -> Iterator[Relation]:
    """A measure and its parts, and what it lies within, where both are crossed with the same."""
    for (measure, by), places in double.items():
        parts = parts_of(measure)
        all_there = parts and all((part.key, by) in double for part in parts)
        larger = MEASURES[measure].within
        for place in places:
            if all_there:
                same = [Place(part.key, place.where) for part in parts]
                yield adds_up(place, [one for one in same if one in values])
            if larger and Place(larger, place.where) in values:
                yield at_most(place, Place(larger, place.where), values)


def _finer(
    double: Mapping[tuple[str, tuple[By, ...]], list[Place]],
    values: Mapping[Place, int],
    scopes: tuple[Scope, ...],
) -> Iterator[Relation]:
    """Commissions make up programmes and providers, crossed with whatever it is."""
    for (measure, by), places in double.items():
        cut = next((one for one in by if one in SCOPES and one is not By.commission), None)
        if cut is None:
            continue
        other = next(one for one in by if one is not cut)
        if (measure, tuple(sorted((By.commission, other), key=list(By).index))) not in double:
            continue
        for place in places:
            known = dict(place.where)
            own = [scope.commission for scope in scopes if getattr(scope, cut) == known[cut]]
            parts = [Place.of(measure, (By.commission, one), (other, known[other])) for one in own]
            # A commission without anybody in it has no line.
            yield from _total(place, [part for part in parts if part in values], values)
