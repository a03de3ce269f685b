"""The bridge between a return as submitted and the same figures today, cell by cell.

Between the two numbers of a cell stand things that came and things that went, each with one reason.
First comes what only the definition changed: the difference between the number that was submitted
and the same moment counted by today's definition. So it adds up exactly whatever happened.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from app.reporting.bridge.cells import IN_ALL, CellKey, Cells, Weighed, numbers
from app.reporting.bridge.explaining import ORDER, Reason, reason_for
from app.reporting.bridge.ledger import Ledger
from app.reporting.bridge.units import Thing
from app.reporting.measures import MEASURES


class Change(NamedTuple):
    """What came into a cell and what went out of it for one reason; both are nought or more."""

    reason: Reason
    came: int
    went: int

    @property
    def net(self) -> int:
        """By how much the number changed."""
        return self.came - self.went


class Crossing(NamedTuple):
    """One cell: what was submitted, what it is now, and every step between."""

    key: CellKey
    was: int
    now: int
    changes: tuple[Change, ...]


def bridge(
    submitted: Mapping[CellKey, int],
    before: Weighed,
    after: Weighed,
    ledger: Ledger,
    moments: tuple[int, int],
) -> list[Crossing]:
    """Every cell of a return between two moments of the ledger.

    `submitted` are the numbers as they were sent; `before` and `after` what today's definition counts
    at the two `moments`, that of the return and a later one. A cell that one of them does not have is
    nought there.
    """
    told, today = numbers(before), numbers(after)
    keys = dict.fromkeys([*submitted, *told, *today])
    return [
        Crossing(
            key,
            submitted.get(key, 0),
            today.get(key, 0),
            tuple(_changes(key, submitted, told, before, after, ledger, moments)),
        )
        for key in keys
    ]


def _changes(
    key: CellKey,
    submitted: Mapping[CellKey, int],
    told: Cells,
    before: Weighed,
    after: Weighed,
    ledger: Ledger,
    moments: tuple[int, int],
) -> list[Change]:
    changed: list[Change] = []
    step = told.get(key, 0) - submitted.get(key, 0)
    if step:
        changed.append(Change(Reason.definition, max(step, 0), max(-step, 0)))
    was, now = before.get(key, {}), after.get(key, {})
    came: dict[Reason, float] = defaultdict(float)
    went: dict[Reason, float] = defaultdict(float)
    for thing in dict.fromkeys([*was, *now]):
        change = _weight(now, thing) - _weight(was, thing)
        if change:
            # In whichever cells it stood: one that only changed its cell is no new one.
            one, other = (ends.get(_whole(key), {}).get(thing) for ends in (before, after))
            of_people = MEASURES[key.measure].overlaps
            reason = reason_for(ledger, one, other, moments, of_people=of_people)
            (came if change > 0 else went)[reason] += abs(change)
    return changed + _in_whole_numbers(sum(one.weight for one in was.values()), came, went)


def _whole(key: CellKey) -> CellKey:
    return CellKey(key.measure, *IN_ALL)


def _weight(cell: Mapping[Hashable, Thing], thing: Hashable) -> float:
    return cell[thing].weight if thing in cell else 0


def _in_whole_numbers(
    start: float, came: Mapping[Reason, float], went: Mapping[Reason, float]
) -> list[Change]:
    """Changes in whole numbers; hours with fractions are rounded step by step, so that they add up."""
    reasons = [reason for reason in ORDER if reason in came or reason in went]
    if all(float(one).is_integer() for one in (start, *came.values(), *went.values())):
        return [Change(one, round(came.get(one, 0)), round(went.get(one, 0))) for one in reasons]
    found, so_far = [], start
    for reason in reasons:
        step = so_far + came.get(reason, 0) - went.get(reason, 0)
        net = round(step) - round(so_far)
        found.append(Change(reason, max(net, 0), max(-net, 0)))
        so_far = step
    return found
