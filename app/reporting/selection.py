"""Which rows of the ledger a measure counts: those that stand, in the period, of the commissions asked."""

from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from app.facts import Kind
from app.reporting.columns import EPOCH, Ints, Snapshot
from app.reporting.measure import (
    Distinct,
    GroupsWith,
    LargestPerGroup,
    Latest,
    Measure,
    OnTime,
    Paired,
    Rows,
    Standing,
    Sum,
)
from app.reporting.measures.named import FIRST_CONTACT
from app.reporting.scopes import Period, Scope

PAIR = 1 << 32
"""Two numbers of the ledger as one: the first times this, plus the second."""


class Units(NamedTuple):
    """What a measure counts: rows of the ledger, what each weighs, and what must be different."""

    rows: Ints
    weights: Any = None
    things: Ints | None = None


class Selection:
    """The live facts of the commissions in `scopes`, as known at a `seq`.

    `scales` says of a programme's measure whether its score is meant to rise (1) or to fall (-1).
    """

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

    def units(self, measure: Measure) -> Units:  # noqa: C901, PLR0911 - one for each way of counting
        """The rows that a measure counts."""
        rows = self.rows(measure.of, measure)
        match measure.count:
            case Distinct(what="referral", pick=pick):
                return Units(
                    self._suited(self._one_each(rows, self.get("referral", rows), pick), measure)
                )
            case Distinct():
                return Units(rows, things=self._persons[self.get("subject", rows)])
            case OnTime(met=wanted):
                return Units(self._on_time(rows, wanted))
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
        kept: Ints = rows
        return kept

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
        suited: Ints = rows[said == (measure.outcome == 1)]
        return suited

    def _one_each(self, rows: Ints, things: Ints, pick: str = "first") -> Ints:
        """The first (or last) row of each thing by day, then by when it became known."""
        order = np.lexsort((rows, self.get("day", rows)))
        rows, things = rows[order], things[order]
        rows, things = rows[things >= 0], things[things >= 0]
        if pick == "last":
            rows, things = rows[::-1], things[::-1]
        return rows[np.unique(things, return_index=True)[1]]

    def _on_time(self, rows: Ints, wanted: tuple[int | None, ...]) -> Ints:
        """First contacts whose standard ended so; without a standard there is nothing about it."""
        firsts = self._one_each(rows, self.get("referral", rows))
        clocks = self.rows(Kind.clock, ever=True)
        codes = self.snapshot.numbers_of(frozenset({FIRST_CONTACT}))
        clocks = clocks[np.isin(self.get("code", clocks), codes)]
        ended = np.full(len(self.snapshot.ids["referral"].names) + 1, -1, np.int64)
        np.maximum.at(ended, self.get("referral", clocks), self.get("n", clocks))
        marks = [-1 if one is None else one for one in wanted]
        kept: Ints = firsts[np.isin(ended[self.get("referral", firsts)], marks)]
        return kept

    def _standing(self, enter: tuple[Kind, ...], leave: tuple[Kind, ...]) -> Ints:
        came = np.concatenate([self.rows(kind, ever=True) for kind in enter])
        left = np.concatenate([self.rows(kind, ever=True) for kind in leave])
        size = len(self.snapshot.ids["referral"].names) + 1
        balance = np.bincount(self.get("referral", came), minlength=size) - np.bincount(
            self.get("referral", left), minlength=size
        )
        firsts = self._one_each(came, self.get("referral", came))
        here: Ints = firsts[balance[self.get("referral", firsts)] > 0]
        return here

    def _newest_of_place(self, kind: Kind) -> Ints:
        rows = self.rows(kind, ever=True)
        places = self.get("setting_id", rows).astype(np.int64)
        return self._one_each(rows, places * PAIR + self.get("commission_id", rows), "last")

    @cached_property
    def _persons(self) -> Ints:
        """For each subject's number the human being; one more place for "no subject"."""
        return np.append(self.snapshot.identities(self.known_at), -1)

    @cached_property
    def _sessions_of_groups(self) -> Ints:
        """How many sessions each group had until the end of the period."""
        groups = self.get("group_id", self.rows(Kind.delivered, ever=True))
        counts = np.bincount(
            groups[groups >= 0], minlength=len(self.snapshot.ids["group_id"].names) + 1
        )
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
            things = (
                self.get("referral", rows).astype(np.int64) * PAIR + numbers[self.get("code", rows)]
            )
            rows = self._one_each(rows, things, "last")
            return rows, self.get("referral", rows).astype(np.int64) * PAIR + numbers[
                self.get("code", rows)
            ]

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
