"""What is counted for an edition, before the gate: one span, by one thing and by two."""

from collections.abc import Iterable
from typing import NamedTuple

from app import clocks
from app.reporting.asked import Asked
from app.reporting.cells import Cells
from app.reporting.counting import SHOWN, all_scopes
from app.reporting.gate.places import Place, place_of
from app.reporting.ledger.columns import Snapshot
from app.reporting.measure import SCOPES, By
from app.reporting.measures import MEASURES
from app.reporting.periods import Span
from app.reporting.scopes import Period, Scope

Pair = tuple[str, tuple[By, By]]


class SpanCounts(NamedTuple):
    """The counts of one span, as known at a moment. `crossed` places are broken down by two things."""

    span: Span
    known_at: int
    scopes: tuple[Scope, ...]
    single: dict[Place, int]
    crossed: dict[Place, int]

    @property
    def protected(self) -> dict[Place, int]:
        """The counts of people, which must pass the gate."""
        both = self.single | self.crossed
        return {place: n for place, n in both.items() if MEASURES[place.measure].protected}


def count_span(
    asked: Asked, snapshot: Snapshot, span: Span, known_at: int, pairs: Iterable[Pair]
) -> SpanCounts:
    """Count a span: every measure by one thing, and these measures by two."""
    scopes = all_scopes(asked, snapshot, span)
    period = Period(span.start, span.end, clocks.today())
    cells = Cells(snapshot, known_at, period, scopes, asked.said)
    single = {place_of(key): n for key, n in cells.raw(SHOWN).values.items()}
    crossed: dict[Place, int] = {}
    for name, (first, second) in pairs:
        lines = _values(single, name, first)
        columns = _values(single, name, second)
        found = cells.grid(MEASURES[name], first, second)
        for line in lines:
            for column in columns:
                place = Place.of(name, (first, line), (second, column))
                crossed[place] = found.get((line, column), 0)
    return SpanCounts(span, known_at, scopes, single, crossed)


def _values(single: dict[Place, int], name: str, by: By) -> list[str]:
    """The values of a breakdown that anybody was counted in."""
    return [
        place.where[0][1]
        for place, n in single.items()
        if n and place.measure == name and place.by == (by,)
    ]


def with_finest(pairs: Iterable[Pair]) -> list[Pair]:
    """These, and what they are made of: the same by commission."""
    wanted = dict.fromkeys(pairs)
    for name, by in list(wanted):
        for cut, other in (by, by[::-1]):
            if cut in SCOPES and cut is not By.commission:
                wanted[name, (By.commission, other)] = None
    return list(wanted)
