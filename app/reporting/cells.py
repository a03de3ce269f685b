"""Counting the columns: every measure in every breakdown for one quarter, before the gate.

What this module makes is unprotected. `counting.py` hands it to the gate in `disclosure.py`; nothing
else may read it (`tests/reporting/test_one_way_out.py`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from app.reporting.ledger.breakdowns import Breakdowns
from app.reporting.ledger.live import once_each, one_each
from app.reporting.ledger.selection import Units
from app.reporting.ledger.stream import Ints
from app.reporting.measure import PERSONAL, SCOPES, By, LargestPerGroup, Measure
from app.reporting.measures import MEASURES, STATISTICS
from app.reporting.scopes import Key, Scope, scoped
from app.reporting.statistics import DAYS, Incidence, incidence
from app.reporting.waits import median_wait

DAYS_SPAN = 1 << 12


@dataclass
class _Raw:
    """Unprotected figures of one quarter."""

    values: dict[Key, int] = field(default_factory=dict)
    statistics: dict[Key, float | None] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()


class Cells(Breakdowns):
    """Counts what was selected."""

    def raw(self, measures: Iterable[Measure] = MEASURES.values()) -> _Raw:
        """These measures (all of them) and every statistic, in every breakdown that each declares."""
        found = _Raw(scopes=self.scopes)
        for measure in measures:
            found.values |= self.counted(measure)
        for by in (By.all, *SCOPES):
            found.statistics |= self._median_waits(by)
            found.statistics |= self._median_hours(by)
        found.statistics |= self._incidence()
        for by in STATISTICS["mean-change"].by:
            found.statistics |= self._mean_changes(by)
        return found

    def counted(self, measure: Measure) -> dict[Key, int]:
        """One measure: in all, by each cut of the commissions, and by each breakdown it declares."""
        units = self.units(measure)
        cells = {(measure.key, by, value): 0 for by, value in self._always if by in measure.cuts}
        one = units
        if units.things is not None and measure.by:
            # Broken down by what is known about a person, each counts once.
            one = Units(one_each(units.rows, units.things))
        for by in measure.cuts:
            counted = one if by in measure.by else units
            for value, count in self._grouped(measure, counted, by):
                cells[measure.key, by, value] = count
        return cells

    def total(self, measure: Measure) -> int:
        """One measure in all."""
        units = self.units(measure)
        if not len(units.rows):
            return 0
        codes = np.zeros(len(units.rows), np.int64)
        return round(float(self._totals(measure, units, codes, 1)[0]))

    def grid(self, measure: Measure, *cuts: By) -> dict[tuple[str, ...], int]:
        """One measure by several things at once; cells of nought are left out.

        Within a commission, programme or provider each person counts once, by what was known first.
        """
        units = self.units(measure)
        rows, things = units.rows, units.things
        if not len(rows):
            return {}
        if things is not None:
            scoped_by = [by for by in cuts if by in SCOPES]
            if not {*cuts} & {*PERSONAL, By.source} or len(scoped_by) > 1:
                raise ValueError("People are crossed with something that is known of them.")
            if scoped_by:
                # A person of two programmes counts in both: the same number twice is another thing.
                apart = self.codes(rows, scoped_by[0], measure)[1]
                things = apart * (int(things.max()) + 1) + things
            rows = one_each(rows, things)
            units = Units(rows)
        codes, names = np.zeros(len(rows), np.int64), []
        for by in cuts:
            values, code = self.codes(rows, by, measure)
            names.append(values)
            codes = codes * len(values) + code
        sizes = [len(values) for values in names]
        found = self._totals(measure, units, codes, prod(sizes))
        there = np.flatnonzero(np.bincount(codes, minlength=prod(sizes)))
        values_of = zip(*(place.tolist() for place in np.unravel_index(there, sizes)), strict=True)
        return {
            tuple(values[place] for values, place in zip(names, places, strict=True)): round(total)
            for places, total in zip(values_of, found[there].tolist(), strict=True)
        }

    @cached_property
    def _always(self) -> list[tuple[By, str]]:
        """The cells that are there even where nothing was counted."""
        cuts = scoped(self.scopes).items()
        return [(By.all, ""), *((by, value) for by, values in cuts for value in values)]

    def _grouped(self, measure: Measure, units: Units, by: By) -> Iterable[tuple[str, int]]:
        if not len(units.rows):
            return ()
        names, codes = self.codes(units.rows, by, measure)
        totals = self._totals(measure, units, codes, len(names))
        there = np.flatnonzero(np.bincount(codes, minlength=len(names)))
        return [(names[one], round(float(totals[one]))) for one in there.tolist()]

    def _totals(self, measure: Measure, units: Units, codes: Ints, size: int) -> Any:
        """What the rows of each value come to."""
        if isinstance(measure.count, LargestPerGroup):
            return self._largest(codes, units, size)
        if units.things is not None:
            most = int(units.things.max()) + 1
            return np.bincount(once_each(codes * most + units.things) // most, minlength=size)
        return np.bincount(codes, weights=units.weights, minlength=size)

    def _largest(self, places: Ints, units: Units, size: int) -> Any:
        groups = self.get("group_id", units.rows).astype(np.int64)
        days = self.get("day", units.rows) - self.start
        width = self.snapshot.sizes["group_id"] + 1
        lines, line = np.unique((places * width + groups) * DAYS_SPAN + days, return_inverse=True)
        on_a_day = np.bincount(line, weights=units.weights)
        of_group, first = np.unique(lines // DAYS_SPAN, return_index=True)
        largest = np.maximum.reduceat(on_a_day, first)
        return np.bincount(of_group // width, weights=largest, minlength=size)

    # --- statistics -----------------------------------------------------------------------------

    def _median_waits(self, by: By) -> dict[Key, float | None]:
        rows, waits = self.waits
        return self._each("median-wait", "referrals-received", by, rows, waits, median_wait)

    def _median_hours(self, by: By) -> dict[Key, float | None]:
        measure = MEASURES["first-contacts"]
        rows = self.units(measure).rows
        hours = self.get("value", rows)
        known = np.isfinite(hours)
        rows, hours = rows.compress(known), hours.compress(known)
        return self._each("median-hours", measure.key, by, rows, hours, median)

    def incidences(self, by: By) -> dict[str, Incidence]:
        """How the waits of the referrals received went, for each value of a breakdown that has any."""
        rows, waits = self.waits
        if not len(rows):
            return {}
        names, codes = self.codes(rows, by, MEASURES["referrals-received"])
        each = ((names[one], incidence(some)) for one, some in parted(waits, codes))
        return {name: found for name, found in each if found is not None}

    def _incidence(self) -> dict[Key, float | None]:
        """How many in a hundred were contacted by each day; only of all together: see `parts`."""
        found = incidence(self.waits[1])
        if found is None:
            return {}
        return {(f"incidence-{day}", By.all, ""): 100 * found.contacted[day] for day in DAYS}

    def _each(
        self,
        key: str,
        measure: str,
        by: By,
        rows: Ints,
        numbers: Any,
        worked_out: Callable[[Any], float | None],
    ) -> dict[Key, float | None]:
        """A statistic of the numbers of some rows, for each value of a breakdown."""
        if not len(rows):
            return {}
        names, codes = self.codes(rows, by, MEASURES[measure])
        return {(key, by, names[one]): worked_out(some) for one, some in parted(numbers, codes)}

    def _mean_changes(self, by: By) -> dict[Key, float | None]:
        rows, _, changes, _ = self.pairs
        if not len(rows):
            return {}
        names, codes = self.codes(rows, by, MEASURES["scores-paired"])
        means = np.bincount(codes, weights=changes) / np.maximum(np.bincount(codes), 1)
        return {
            ("mean-change", by, names[one]): float(means[one])
            for one in np.flatnonzero(np.bincount(codes)).tolist()
        }


def parted(numbers: Any, codes: Ints) -> Iterator[tuple[int, Any]]:
    """The numbers of each code, in the order they came; codes are fewer than 32,000."""
    if not codes.any():
        yield 0, numbers
        return
    # Small whole numbers are put in order by counting, not by comparing.
    order = np.argsort(codes.astype(np.int16), kind="stable")
    ends = np.cumsum(np.bincount(codes))
    for one, some in enumerate(np.split(numbers[order], ends[:-1])):
        if len(some):
            yield one, some


def median(numbers: Any) -> float:
    """The middle of some numbers."""
    return float(np.median(numbers))
