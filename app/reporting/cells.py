"""Counting the columns: every measure in every breakdown for one quarter, before the gate.

What this module makes is unprotected. It is read by `counting.py`, which hands it to the gate in
`disclosure.py`; nothing else may (`tests/reporting/test_one_way_out.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from app.facts import Kind
from app.reporting.columns import EPOCH, Ints, Snapshot
from app.reporting.measure import (
    SCOPES,
    By,
    Distinct,
    GroupsWith,
    LargestPerGroup,
    Latest,
    Measure,
    Paired,
    Rows,
    Standing,
    Sum,
)
from app.reporting.measures import MEASURES, STATISTICS
from app.reporting.values import NOT_KNOWN, band_codes, ethnic_groups, reach_bands, rolled_areas
from app.reporting.waits import median_wait

Key = tuple[str, By, str]
"""A cell: measure, what it is broken down by, and which value of that."""

DAYS_SPAN = 1 << 12
PAIR = 1 << 32


class Scope(NamedTuple):
    """One commission (and side, where its programme has two) with what it belongs to."""

    commission: str
    programme: str
    provider: str


@dataclass
class _Raw:
    """Unprotected figures of one quarter."""

    values: dict[Key, int] = field(default_factory=dict)
    statistics: dict[Key, float | None] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True)
class Period:
    """The days that are counted: from `start` to before `end`; `until` is the last day known of."""

    start: date
    end: date
    until: date


class Units(NamedTuple):
    """What a measure counts: rows of the ledger, what each weighs, and what must be different."""

    rows: Ints
    weights: Any = None
    things: Ints | None = None


def scoped(scopes: tuple[Scope, ...]) -> dict[By, dict[str, list[str]]]:
    """For each cut of the commissions: its values, each with the commissions that make it up."""
    cuts: dict[By, dict[str, list[str]]] = {By.commission: {}, By.programme: {}, By.provider: {}}
    for scope in scopes:
        cuts[By.commission].setdefault(scope.commission, []).append(scope.commission)
        cuts[By.programme].setdefault(scope.programme, []).append(scope.commission)
        cuts[By.provider].setdefault(scope.provider, []).append(scope.commission)
    return cuts


class Cells:
    """Counts facts of the commissions in `scopes`, as known at a `seq`."""

    def __init__(
        self,
        snapshot: Snapshot,
        known_at: int,
        period: Period,
        scopes: tuple[Scope, ...],
        scales: dict[tuple[str, str], int],
    ) -> None:
        self.snapshot, self.known_at, self.period, self.scopes = snapshot, known_at, period, scopes
        self.scales = scales
        self.start = (period.start - EPOCH).days
        self.end = min((period.end - EPOCH).days, (period.until - EPOCH).days + 1)
        self.live = self._live((period.until - EPOCH).days)
        kinds = snapshot.column("kind")[self.live]
        order = np.argsort(kinds, kind="stable")
        self.live, kinds = self.live[order], kinds[order]
        self.bounds = np.searchsorted(kinds, np.arange(max(Kind) + 2))

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

    def units(self, measure: Measure) -> Units:
        """The rows that a measure counts."""
        rows = self.rows(measure.of, measure)
        match measure.count:
            case Distinct(what="referral", pick=pick):
                return Units(self._suited(self._one_each(rows, self.get("referral", rows), pick), measure))
            case Distinct():
                return Units(rows, things=self._persons[self.get("subject", rows)])
            case Sum(what="n"):
                return Units(rows, weights=self.get("n", rows))
            case Sum():
                return Units(rows, weights=np.nan_to_num(self.get("value", rows)))
            case LargestPerGroup(sessions=least):
                groups = self.get("group_id", rows)
                rows = rows[(groups >= 0) & (self._sessions_of_groups[groups] >= least)]
                return Units(rows, weights=self.get("n", rows))
            case GroupsWith(sessions=least):
                groups = self.get("group_id", rows)
                rows = rows[(groups >= 0) & (self._sessions_of_groups[groups] >= least)]
                return Units(self._one_each(rows, self.get("group_id", rows)))
            case Standing(enter=enter, leave=leave):
                return Units(self._standing(enter, leave))
            case Latest(what=what):
                rows = self._newest_of_place(measure.of)
                return Units(rows, weights=None if what == "rows" else self.get("n", rows))
            case Paired(change=change):
                rows, moved, _ = self._pairs
                keep = {
                    "any": np.ones(len(rows), bool), "better": moved > 0, "same": moved == 0, "worse": moved < 0
                }[change]  # fmt: skip
                return Units(rows[keep])
            case Rows():
                return Units(self._suited(rows, measure))

    # --- rows ---------------------------------------------------------------------------------

    def get(self, column: str, rows: Ints) -> Any:
        """A column at these rows."""
        return self.snapshot.column(column)[rows]

    def rows(self, kind: Kind, measure: Measure | None = None, *, ever: bool = False) -> Ints:
        """Live rows of a kind in the period (`ever`: until its end), in order of `seq`."""
        rows = self.live[self.bounds[kind] : self.bounds[kind + 1]]
        days = self.get("day", rows)
        rows = rows[(days < self.end) & (ever | (days >= self.start))]
        if measure is not None and measure.codes is not None:
            rows = rows[np.isin(self.get("code", rows), self.snapshot.numbers_of(measure.codes))]
        if measure is not None and measure.audiences is not None:
            audiences = self.snapshot.numbers_of(measure.audiences)
            rows = rows[np.isin(self.get("audience", rows), audiences)]
        return rows

    def _live(self, until: int) -> Ints:
        """Rows of these commissions that stand at `known_at`, up to a day."""
        column, commissions = self.snapshot.column, self.snapshot.ids["commission_id"]
        size = int(np.searchsorted(column("seq"), self.known_at, side="right"))
        wanted = {UUID(scope.commission.partition(":")[0]) for scope in self.scopes}
        allowed = np.zeros(len(commissions.names) + 1, bool)
        allowed[[commissions.known[one] for one in wanted if one in commissions.known]] = True
        stands = column("ended")[:size] > self.known_at
        stands &= allowed[column("commission_id")[:size]]
        stands &= column("kind")[:size] > 0
        stands &= column("day")[:size] <= until
        return np.flatnonzero(stands)

    def _suited(self, rows: Ints, measure: Measure) -> Ints:
        """Rows with the outcome that a measure asks for."""
        if measure.outcome is None:
            return rows
        said = self.get(measure.outcome_in, rows) == 1
        return rows[said == (measure.outcome == 1)]

    def _in_order(self, rows: Ints) -> Ints:
        return rows[np.lexsort((rows, self.get("day", rows)))]

    def _one_each(self, rows: Ints, things: Ints, pick: str = "first") -> Ints:
        """The first (or last) row of each thing by day, then by when it became known."""
        order = np.lexsort((rows, self.get("day", rows)))
        rows, things = rows[order], things[order]
        rows, things = rows[things >= 0], things[things >= 0]
        if pick == "last":
            rows, things = rows[::-1], things[::-1]
        return rows[np.unique(things, return_index=True)[1]]

    def _standing(self, enter: tuple[Kind, ...], leave: tuple[Kind, ...]) -> Ints:
        came = np.concatenate([self.rows(kind, ever=True) for kind in enter])
        left = np.concatenate([self.rows(kind, ever=True) for kind in leave])
        size = len(self.snapshot.ids["referral"].names) + 1
        balance = np.bincount(self.get("referral", came), minlength=size) - np.bincount(
            self.get("referral", left), minlength=size
        )
        firsts = self._one_each(came, self.get("referral", came))
        return firsts[balance[self.get("referral", firsts)] > 0]

    def _newest_of_place(self, kind: Kind) -> Ints:
        rows = self.rows(kind, ever=True)
        places = self.get("setting_id", rows).astype(np.int64)
        return self._one_each(rows, places * PAIR + self.get("commission_id", rows), "last")

    @cached_property
    def _cut(self) -> dict[By, dict[str, str]]:
        """For each cut of the commissions, what a commission belongs to."""
        return {by: {scope.commission: getattr(scope, by) for scope in self.scopes} for by in SCOPES}

    @cached_property
    def _persons(self) -> Ints:
        """For each subject's number the human being; one more place for "no subject"."""
        return np.append(self.snapshot.identities(self.known_at), -1)

    @cached_property
    def _sessions_of_groups(self) -> Ints:
        """How many sessions each group had until the end of the period."""
        groups = self.get("group_id", self.rows(Kind.delivered, ever=True))
        counts = np.bincount(groups[groups >= 0], minlength=len(self.snapshot.ids["group_id"].names) + 1)
        return counts.astype(np.int64)

    @cached_property
    def _scale_of_word(self) -> tuple[Ints, Ints]:
        """For each word that is a measure's code: the number of its key, and 1 baseline, 2 exit."""
        keys: dict[str, int] = {}
        numbers = np.full(len(self.snapshot.words.names) + 1, -1, np.int64)
        occasions = np.zeros(len(numbers), np.int64)
        for place, word in enumerate(self.snapshot.words.names):
            key, colon, occasion = word.rpartition(":")
            if colon:
                numbers[place] = keys.setdefault(key, len(keys))
                occasions[place] = {"baseline": 1, "exit": 2}.get(occasion, 0)
        self._scale_names = list(keys)
        return numbers, occasions

    @cached_property
    def _pairs(self) -> tuple[Ints, Any, Any]:
        """Exit rows of the period with an earlier baseline; how far each moved for good; its change."""
        numbers, occasions = self._scale_of_word

        def newest(rows: Ints, occasion: int) -> tuple[Ints, Ints]:
            codes = self.get("code", rows)
            rows = rows[occasions[codes] == occasion]
            things = self.get("referral", rows).astype(np.int64) * PAIR + numbers[self.get("code", rows)]
            rows = self._one_each(rows, things, "last")
            return rows, self.get("referral", rows).astype(np.int64) * PAIR + numbers[self.get("code", rows)]

        exits, exit_of = newest(self.rows(Kind.measure), 2)
        starts, start_of = newest(self.rows(Kind.measure, ever=True), 1)
        if not len(exits) or not len(starts):
            return exits[:0], np.zeros(0), np.zeros(0)
        order = np.argsort(start_of)
        starts, start_of = starts[order], start_of[order]
        place = np.minimum(np.searchsorted(start_of, exit_of), len(starts) - 1)
        matched = (start_of[place] == exit_of) & (
            self.get("day", starts[place]) <= self.get("day", exits)
        )
        exits, starts = exits[matched], starts[place[matched]]
        change = self.get("value", exits) - self.get("value", starts)
        programmes = [self.snapshot.words.names[one] for one in self.get("programme", exits)]
        keys = [self._scale_names[one] for one in numbers[self.get("code", exits)]]
        pairs = zip(programmes, keys, strict=True)
        good = np.array([self.scales.get(pair, 1) for pair in pairs], np.float64)
        return exits, change * good, change

    # --- breakdowns ---------------------------------------------------------------------------

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
            atoms = [with_side(str(commissions[one // PAIR]), words[one % PAIR]) for one in found.tolist()]
            names = list(dict.fromkeys(self._cut[by][atom] for atom in atoms))
            numbers = np.array([names.index(self._cut[by][atom]) for atom in atoms], np.int64)
            return numbers[places], lambda code: names[code]
        if by is By.age:
            if measure.of is Kind.headcount:
                bands = reach_bands()
                return self.get("audience", rows), lambda code: bands.get(words[code], NOT_KNOWN)
            ages = band_codes()
            return self.get("age", rows), lambda code: ages(code)
        if by is By.scale:
            numbers, _ = self._scale_of_word
            both = self.get("programme", rows).astype(np.int64) * PAIR + numbers[self.get("code", rows)]
            return both, lambda code: f"{words[code // PAIR]}:{self._scale_names[code % PAIR]}"
        column = {By.reason: "code", By.outcome: "code", By.stage: "code", By.role: "audience"}.get(by, by)
        meanings = {
            By.area: rolled_areas(), By.ethnicity: ethnic_groups(), By.sex: {"U": NOT_KNOWN}
        }.get(by, {})  # fmt: skip
        return self.get(column, rows), lambda code: meanings.get(words[code], words[code]) or NOT_KNOWN

    # --- statistics ---------------------------------------------------------------------------

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
        left, contact, hours = np.full(size, float(horizon)), np.full(size, np.inf), np.full(size, np.inf)
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
        return {("mean-change", by, name(int(code))): float(mean) for code, mean in zip(found, means, strict=True)}


def with_side(name: str, side: str) -> str:
    """A programme or commission, told apart by side where there is one."""
    return f"{name}:{side}" if side else name
