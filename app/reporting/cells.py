"""Counting the columns: every measure in every breakdown for one quarter, before the gate.

What this module makes is unprotected. `counting.py` hands it to the gate in `disclosure.py`; nothing
else may read it (`tests/reporting/test_one_way_out.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from app.facts import Kind
from app.reporting.columns import EPOCH, Ints
from app.reporting.measure import SCOPES, By, LargestPerGroup, Measure
from app.reporting.measures import MEASURES, STATISTICS
from app.reporting.scopes import Key, Scope, scoped, with_side
from app.reporting.selection import PAIR, Selection, Units
from app.reporting.values import NOT_KNOWN, band_codes, ethnic_groups, reach_bands, rolled_areas
from app.reporting.waits import median_wait

DAYS_SPAN = 1 << 12


@dataclass
class _Raw:
    """Unprotected figures of one quarter."""

    values: dict[Key, int] = field(default_factory=dict)
    statistics: dict[Key, float | None] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()


class Cells(Selection):
    """Counts what was selected."""

    def raw(self) -> _Raw:
        """Every measure and statistic in every breakdown it declares."""
        found = _Raw(scopes=self.scopes)
        for measure in MEASURES.values():
            found.values |= self.counted(measure)
        for by in (By.all, By.commission, By.programme, By.provider):
            for value, waits in self._waits_by(by).items():
                found.statistics["median-wait", by, value] = median_wait(waits)
        for by in STATISTICS["mean-change"].by:
            found.statistics |= self._mean_changes(by)
        return found

    def counted(self, measure: Measure) -> dict[Key, int]:
        """One measure: in all, by each cut of the commissions, and by each breakdown it declares."""
        units = self.units(measure)
        cells: dict[Key, int] = {(measure.key, By.all, ""): 0}
        for by, values in scoped(self.scopes).items():
            cells |= {(measure.key, by, value): 0 for value in values}
        for by in (By.all, By.commission, By.programme, By.provider, *measure.by):
            for value, count in self._grouped(measure, units, by).items():
                cells[measure.key, by, value] = count
        return cells

    @cached_property
    def _cut(self) -> dict[By, dict[str, str]]:
        """For each cut of the commissions, what a commission belongs to."""
        return {
            by: {scope.commission: getattr(scope, by) for scope in self.scopes} for by in SCOPES
        }

    def _grouped(self, measure: Measure, units: Units, by: By) -> dict[str, int]:
        rows, things = units.rows, units.things
        if things is not None and by in measure.by:
            rows, things = self._one_each(rows, things), None
        codes, name = self.codes(rows, by, measure)
        if not len(rows):
            return {}
        found, places = np.unique(codes, return_inverse=True)
        if isinstance(measure.count, LargestPerGroup):
            totals = self._largest(places, units, len(found))
        elif things is not None:
            pairs = np.unique(places.astype(np.int64) * PAIR + things)
            totals = np.bincount(pairs // PAIR, minlength=len(found))
        else:
            totals = np.bincount(places, weights=units.weights, minlength=len(found))
        counts: dict[str, int] = {}
        for code, total in zip(found, totals, strict=True):
            counts[name(int(code))] = counts.get(name(int(code)), 0) + round(float(total))
        return counts

    def _largest(self, places: Ints, units: Units, size: int) -> Any:
        groups = self.get("group_id", units.rows).astype(np.int64)
        days = self.get("day", units.rows) - self.start
        width = len(self.snapshot.ids["group_id"].names) + 1
        lines, line = np.unique((places * width + groups) * DAYS_SPAN + days, return_inverse=True)
        on_a_day = np.bincount(line, weights=units.weights)
        of_group, first = np.unique(lines // DAYS_SPAN, return_index=True)
        largest = np.maximum.reduceat(on_a_day, first)
        return np.bincount(of_group // width, weights=largest, minlength=size)

    def codes(self, rows: Ints, by: By, measure: Measure) -> tuple[Any, Callable[[int], str]]:
        """A number for each row's value in a breakdown, and the value for such a number."""
        words, ids = self.snapshot.words.names, self.snapshot.ids
        if by is By.all:
            return np.zeros(len(rows), np.int64), lambda _: ""
        if by in SCOPES:
            both = self.get("commission_id", rows).astype(np.int64) * PAIR + self.get("side", rows)
            found, places = np.unique(both, return_inverse=True)
            commissions = ids["commission_id"].names
            atoms = [
                with_side(str(commissions[one // PAIR]), words[one % PAIR])
                for one in found.tolist()
            ]
            names = list(dict.fromkeys(self._cut[by][atom] for atom in atoms))
            numbers = np.array([names.index(self._cut[by][atom]) for atom in atoms], np.int64)
            return numbers[places], lambda code: names[code]
        if by is By.age:
            if measure.of is Kind.headcount:
                bands = reach_bands()
                return self.get("audience", rows), lambda code: bands.get(words[code], NOT_KNOWN)
            ages = band_codes()
            return self.get("age", rows), ages
        if by is By.scale:
            numbers, _ = self._scale_of_word
            both = (
                self.get("programme", rows).astype(np.int64) * PAIR
                + numbers[self.get("code", rows)]
            )
            return both, lambda code: f"{words[code // PAIR]}:{self._scale_names[code % PAIR]}"
        column = {By.reason: "code", By.outcome: "code", By.stage: "code", By.role: "audience"}.get(
            by, by
        )
        meanings = {
            By.area: rolled_areas(), By.ethnicity: ethnic_groups(), By.sex: {"U": NOT_KNOWN}
        }.get(by, {})  # fmt: skip
        return self.get(
            column, rows
        ), lambda code: meanings.get(words[code], words[code]) or NOT_KNOWN

    def _waits_by(self, by: By) -> dict[str, list[tuple[float, bool]]]:
        """Of the referrals received in the period: days to first contact, or waited so far."""
        if by is By.all:
            self._waits = self._all_waits()
        rows, waits = self._waits
        codes, name = self.codes(rows, by, MEASURES["referrals-received"])
        found: dict[str, list[tuple[float, bool]]] = {}
        for code, wait in zip(codes.tolist(), waits, strict=True):
            found.setdefault(name(code), []).append(wait)
        return found

    def _all_waits(self) -> tuple[Ints, list[tuple[float, bool]]]:
        received = self.rows(Kind.received)
        rows = self._one_each(received, self.get("referral", received))
        size = len(self.snapshot.ids["referral"].names) + 1
        horizon = (self.period.until - EPOCH).days
        left, contact, hours = (
            np.full(size, float(horizon)),
            np.full(size, np.inf),
            np.full(size, np.inf),
        )
        for kind in (Kind.declined, Kind.retracted, Kind.closed):
            ends = self.live[self.bounds[kind] : self.bounds[kind + 1]]
            np.minimum.at(left, self.get("referral", ends), self.get("day", ends))
        met = self.live[self.bounds[Kind.first_contact] : self.bounds[Kind.first_contact + 1]]
        np.minimum.at(contact, self.get("referral", met), self.get("day", met))
        np.fmin.at(hours, self.get("referral", met), self.get("value", met))
        referrals, days = self.get("referral", rows), self.get("day", rows)
        reached = np.isfinite(contact[referrals])
        ends = np.where(reached, contact[referrals], left[referrals])
        spans = np.maximum(ends - days, 0.0)
        # Hours were kept where the moment of sending is known; else whole days.
        exact = reached & np.isfinite(hours[referrals])
        spans[exact] = hours[referrals][exact] / 24
        return rows, list(zip(spans.tolist(), reached.tolist(), strict=True))

    def _mean_changes(self, by: By) -> dict[Key, float | None]:
        rows, _, changes = self._pairs
        if not len(rows):
            return {}
        codes, name = self.codes(rows, by, MEASURES["scores-paired"])
        found, places = np.unique(codes, return_inverse=True)
        means = np.bincount(places, weights=changes) / np.bincount(places)
        return {
            ("mean-change", by, name(int(code))): float(mean)
            for code, mean in zip(found, means, strict=True)
        }
