"""Counting the columns: every measure in every breakdown for one quarter, before the gate.

What this module makes is unprotected. `counting.py` hands it to the gate in `disclosure.py`; nothing
else may read it (`tests/reporting/test_one_way_out.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from app.facts import Kind
from app.reporting.columns import EPOCH
from app.reporting.measure import SCOPES, By, LargestPerGroup, Measure
from app.reporting.measures import MEASURES, STATISTICS
from app.reporting.scopes import Key, Scope, scoped
from app.reporting.selection import Selection, Units, one_each
from app.reporting.stream import Ints
from app.reporting.values import NOT_KNOWN, band_codes, ethnic_groups, reach_bands, rolled_areas
from app.reporting.waits import median_wait

DAYS_SPAN = 1 << 12
OLDEST = 150  # years; an age beyond it is a mistake and counts as it


@dataclass
class _Raw:
    """Unprotected figures of one quarter."""

    values: dict[Key, int] = field(default_factory=dict)
    statistics: dict[Key, float | None] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()


class Values(NamedTuple):
    """The values of a breakdown, and for each number of a column which of them it is."""

    names: list[str]
    places: Ints


class Cells(Selection):
    """Counts what was selected."""

    def raw(self, measures: Iterable[Measure] = MEASURES.values()) -> _Raw:
        """These measures (all of them) and every statistic, in every breakdown that each declares."""
        found = _Raw(scopes=self.scopes)
        for measure in measures:
            found.values |= self.counted(measure)
        for by in (By.all, *SCOPES):
            found.statistics |= self._median_waits(by)
        for by in STATISTICS["mean-change"].by:
            found.statistics |= self._mean_changes(by)
        return found

    def counted(self, measure: Measure) -> dict[Key, int]:
        """One measure: in all, by each cut of the commissions, and by each breakdown it declares."""
        units = self.units(measure)
        cells = {(measure.key, by, value): 0 for by, value in self._always}
        one = units
        if units.things is not None and measure.by:
            # Broken down by what is known about a person, each counts once.
            one = Units(one_each(units.rows, units.things))
        for by in (By.all, *SCOPES, *measure.by):
            counted = one if by in measure.by else units
            for value, count in self._grouped(measure, counted, by):
                cells[measure.key, by, value] = count
        return cells

    @cached_property
    def _always(self) -> list[tuple[By, str]]:
        """The cells that are there even where nothing was counted."""
        cuts = scoped(self.scopes).items()
        return [(By.all, ""), *((by, value) for by, values in cuts for value in values)]

    def _grouped(self, measure: Measure, units: Units, by: By) -> Iterable[tuple[str, int]]:
        if not len(units.rows):
            return ()
        names, codes = self.codes(units.rows, by, measure)
        size = len(names)
        there = np.bincount(codes, minlength=size)
        if isinstance(measure.count, LargestPerGroup):
            totals = self._largest(codes, units, size)
        elif units.things is not None:
            most = int(units.things.max()) + 1
            pairs = np.unique(codes * most + units.things) // most
            totals = np.bincount(pairs, minlength=size)
        elif units.weights is not None:
            totals = np.bincount(codes, weights=units.weights, minlength=size)
        else:
            totals = there
        return [(names[one], round(float(totals[one]))) for one in np.flatnonzero(there).tolist()]

    def _largest(self, places: Ints, units: Units, size: int) -> Any:
        groups = self.get("group_id", units.rows).astype(np.int64)
        days = self.get("day", units.rows) - self.start
        width = self.snapshot.sizes["group_id"] + 1
        lines, line = np.unique((places * width + groups) * DAYS_SPAN + days, return_inverse=True)
        on_a_day = np.bincount(line, weights=units.weights)
        of_group, first = np.unique(lines // DAYS_SPAN, return_index=True)
        largest = np.maximum.reduceat(on_a_day, first)
        return np.bincount(of_group // width, weights=largest, minlength=size)

    # --- breakdowns -----------------------------------------------------------------------------

    def codes(self, rows: Ints, by: By, measure: Measure) -> tuple[list[str], Ints]:
        """The values of a breakdown, and for each row which of them it has."""
        if by is By.all:
            return [""], np.zeros(len(rows), np.int64)
        if by is By.scale:
            found, places = np.unique(self.scale_of(rows), return_inverse=True)
            return [":".join(self.scale_named(int(one))) for one in found], places
        heads = by is By.age and measure.of is Kind.headcount
        column = "audience" if heads else COLUMNS.get(by, str(by))
        values = self._heads if heads else self._values[by]
        read = self.get(column, rows)
        if by is By.age and not heads:
            read = np.clip(read, -1, OLDEST) + 1
        return values.names, values.places[read]

    @cached_property
    def _heads(self) -> Values:
        bands = reach_bands()
        return _listed(bands.get(word, NOT_KNOWN) for word in self.snapshot.words)

    @cached_property
    def _values(self) -> dict[By, Values]:
        """The values of every breakdown that one column tells."""
        words = self.snapshot.words
        found = {by: _listed(word or NOT_KNOWN for word in words) for by in COLUMNS}
        for by, meanings in (
            (By.area, rolled_areas()), (By.ethnicity, ethnic_groups()), (By.sex, {"U": NOT_KNOWN}), (By.source, {}),
        ):  # fmt: skip
            found[by] = _listed(meanings.get(word, word) or NOT_KNOWN for word in words)
        band: Callable[[int], str] = band_codes()
        found[By.age] = _listed(band(age) for age in range(-1, OLDEST + 1))
        for by in SCOPES:
            cut = {scope.commission: str(getattr(scope, by)) for scope in self.scopes}
            found[by] = _listed(cut.get(atom, "") for atom in self.atoms)
        return found

    # --- statistics -----------------------------------------------------------------------------

    def _median_waits(self, by: By) -> dict[Key, float | None]:
        rows, waits = self._waits
        if not len(rows):
            return {}
        names, codes = self.codes(rows, by, MEASURES["referrals-received"])
        return {
            ("median-wait", by, names[one]): median_wait(waits[codes == one])
            for one in np.flatnonzero(np.bincount(codes)).tolist()
        }

    @property
    def waiting(self) -> Ints:
        """The numbers of the referrals received in the period, whose waits can still end."""
        found: Ints = self.get("referral", self._waits[0])
        return found

    @cached_property
    def _waits(self) -> tuple[Ints, Any]:
        """Referrals received in the period; the days each waited, and whether it had a first contact."""
        received = self.rows(Kind.received)
        rows = one_each(received, self.get("referral", received))
        size = self.snapshot.sizes["referral"] + 1
        horizon = (self.period.until - EPOCH).days
        left, contact, hours = (
            np.full(size, float(horizon)),
            np.full(size, np.inf),
            np.full(size, np.inf),
        )
        for kind in (Kind.declined, Kind.retracted, Kind.closed):
            ends = self._of_referrals(self._live(kind, None, self.until), rows)
            np.minimum.at(left, self.get("referral", ends), self.get("day", ends))
        met = self._of_referrals(self._live(Kind.first_contact, None, self.until), rows)
        np.minimum.at(contact, self.get("referral", met), self.get("day", met))
        np.fmin.at(hours, self.get("referral", met), self.get("value", met))
        referrals, days = self.get("referral", rows), self.get("day", rows)
        reached = np.isfinite(contact[referrals])
        ends = np.where(reached, contact[referrals], left[referrals])
        spans = np.maximum(ends - days, 0.0)
        # Hours were kept where the moment of sending is known; else whole days.
        exact = reached & np.isfinite(hours[referrals])
        spans[exact] = hours[referrals][exact] / 24
        return rows, np.column_stack([spans, reached])

    def _mean_changes(self, by: By) -> dict[Key, float | None]:
        rows, _, changes = self._pairs
        if not len(rows):
            return {}
        names, codes = self.codes(rows, by, MEASURES["scores-paired"])
        means = np.bincount(codes, weights=changes) / np.maximum(np.bincount(codes), 1)
        return {
            ("mean-change", by, names[one]): float(means[one])
            for one in np.flatnonzero(np.bincount(codes)).tolist()
        }


COLUMNS = {By.reason: "code", By.outcome: "code", By.stage: "code", By.role: "audience"} | dict.fromkeys(
    SCOPES, "atom"
)  # fmt: skip
"""Breakdowns that are told by a column of another name."""


def _listed(values: Iterable[str]) -> Values:
    """Different values in the order they come, and for each that was given its place among them."""
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(value, len(numbers)) for value in values]
    return Values(list(numbers), np.array(places or [0], np.int64))
