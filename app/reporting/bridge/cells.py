"""What a return counts, put into cells: one number for each measure, breakdown and value."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from app.facts import Kind
from app.reporting.bridge.ledger import Entry
from app.reporting.bridge.units import Selected, Thing, Things
from app.reporting.measure import By, Measure
from app.reporting.values import (
    NOT_KNOWN,
    UNKNOWN_CODES,
    band_codes,
    ethnic_groups,
    known_values,
    reach_bands,
    rolled_areas,
)


class CellKey(NamedTuple):
    """Where a number stands: the key of a measure, what it is broken down by, and the value."""

    measure: str
    by: str
    value: str


Cells = dict[CellKey, int]
Weighed = dict[CellKey, dict[Hashable, Thing]]
IN_ALL = ("all", "")
SAID_BY_CODE = frozenset({"reason", "outcome", "stage", "action"})
BREAKDOWNS = frozenset(
    {"area", "age", "sex", "ethnicity", "source", "scale", "role", *SAID_BY_CODE}
)
"""What a return can break a measure down by: what a statement itself says."""


def value_of(entry: Entry, by: By, measure: Measure) -> str:  # noqa: PLR0911 - one for each breakdown
    """The value that a statement falls under in a breakdown; nobody asked is "not known"."""
    match by:
        case By.all:
            return ""
        case By.age if measure.of is Kind.headcount:
            return reach_bands().get(entry.audience, NOT_KNOWN)
        case By.age:
            return band_codes()(-1 if entry.age is None else entry.age)
        case By.area:
            area = entry.area or ""
            return rolled_areas().get(area, area) or NOT_KNOWN
        case By.ethnicity:
            return ethnic_groups().get(entry.ethnicity, entry.ethnicity) or NOT_KNOWN
        case By.scale:
            return f"{entry.programme}:{entry.code.partition(':')[0]}"
        case By.role:
            return entry.audience or NOT_KNOWN
        case _ if by in SAID_BY_CODE:
            return entry.code or NOT_KNOWN
        case _:
            said = str(getattr(entry, by))
            return NOT_KNOWN if said in UNKNOWN_CODES else said


def weigh(selected: Selected, rows: Iterable[tuple[Measure, tuple[By, ...]]]) -> Weighed:
    """The things in each cell of these measures and breakdowns.

    In the cell "in all" stand also those that were looked at and weigh nought.
    """
    found: Weighed = {}
    for measure, breakdowns in rows:
        things: Things = selected.things(measure)
        for by in (By.all, *breakdowns):
            cells: dict[str, dict[Hashable, Thing]] = defaultdict(dict)
            for value in ("",) if by is By.all else known_values(by):
                cells[value] = {}
            for key, thing in things.items():
                if thing.weight or by is By.all:
                    cells[value_of(thing.entry, by, measure)][key] = thing
            for value, inside in cells.items():
                found[CellKey(measure.key, str(by), value)] = inside
    return found


def numbers(weighed: Weighed) -> Cells:
    """The number in each cell: whole, because hours are counted to the nearest."""
    return {
        key: round(sum(thing.weight for thing in inside.values()))
        for key, inside in weighed.items()
    }
