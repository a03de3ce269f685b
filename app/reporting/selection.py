"""Which rows of the ledger a measure counts: those that stand, in the period, of the commissions asked."""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from app.facts import Kind
from app.reporting.columns import EPOCH, PAIR, Snapshot
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
from app.reporting.scopes import Period, Scope, with_side
from app.reporting.stream import Ints


class Units(NamedTuple):
    """What a measure counts: rows of the ledger, what each weighs, and what must be different."""

    rows: Ints
    weights: Any = None
    things: Ints | None = None


class Selection:
    """The live facts of the commissions in `scopes`, as known at a `seq`.

    `scales` says of a programme's measure whether its score is meant to rise (1) or to fall (-1).
    Rows of a kind always come by day, then by `seq`: so the first of each thing is its first one.
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
        self.until = (period.until - EPOCH).days + 1
        self.end = min((period.end - EPOCH).days, self.until)
        self.size = int(np.searchsorted(snapshot.column("seq"), known_at, side="right"))
        self.atoms = [with_side(str(commission), side) for commission, side in snapshot.atoms]
        wanted = {scope.commission.partition(":")[0] for scope in scopes}
        self.allowed = np.array([one.partition(":")[0] in wanted for one in self.atoms] or [False])
        self._found: dict[object, Any] = {}

    def units(self, measure: Measure) -> Units:  # noqa: C901, PLR0911 - one for each way of counting
        """The rows that a measure counts."""
        match measure.count:
            case Distinct(what="referral", pick=pick):
                return Units(self._suited(self._one_each_referral(measure, pick), measure))
            case Distinct():
                rows = self.rows(measure.of, measure)
                rows = rows[self.get("subject", rows) >= 0]
                return Units(rows, things=self._persons[self.get("subject", rows)])
            case OnTime(met=wanted):
                firsts, ended = self._timed
                return Units(firsts[np.isin(ended, [-1 if one is None else one for one in wanted])])
            case Sum(what="n"):
                rows = self.rows(measure.of, measure)
                return Units(rows, weights=self.get("n", rows))
            case Sum():
                rows = self.rows(measure.of, measure)
                return Units(rows, weights=np.nan_to_num(self.get("value", rows)))
            case LargestPerGroup(sessions=least):
                rows = self._with_sessions(self.rows(measure.of, measure), least)
                return Units(rows, weights=self.get("n", rows))
            case GroupsWith(sessions=least):
                rows = self._with_sessions(self.rows(measure.of, measure), least)
                return Units(one_each(rows, self.get("group_id", rows)))
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
                return Units(self._suited(self.rows(measure.of, measure), measure))

    def get(self, column: str, rows: Ints) -> Any:
        """A column at these rows."""
        return self.snapshot.column(column)[rows]

    def rows(self, kind: Kind, measure: Measure | None = None, *, ever: bool = False) -> Ints:
        """Live rows of a kind in the period (`ever`: until its end), by day, then `seq`."""
        rows = self._live(kind, None if ever else self.start, self.end)
        if measure is not None and measure.codes is not None:
            rows = rows[self.snapshot.marks(measure.codes)[self.get("code", rows)]]
        if measure is not None and measure.audiences is not None:
            rows = rows[self.snapshot.marks(measure.audiences)[self.get("audience", rows)]]
        return rows

    def _live(self, kind: Kind, start: int | None, end: int) -> Ints:
        """Rows of a kind of these commissions that stand at `known_at`, between two days."""
        name = kind, start, end
        if name not in self._found:
            rows = self.snapshot.ordered.rows(kind, start, end)
            stands = rows < self.size
            stands &= self.snapshot.column("ended")[rows] > self.known_at
            if not self.allowed.all():
                stands &= self.allowed[self.get("atom", rows)]
            self._found[name] = rows[stands]
        found: Ints = self._found[name]
        return found

    def _one_each_referral(self, measure: Measure, pick: str) -> Ints:
        """The first (or last) row of each referral; measures of one kind share it."""
        name = "each", measure.of, pick, measure.codes, measure.audiences
        if name not in self._found:
            rows = self.rows(measure.of, measure)
            self._found[name] = one_each(rows, self.get("referral", rows), pick)
        found: Ints = self._found[name]
        return found

    def _suited(self, rows: Ints, measure: Measure) -> Ints:
        """Rows with the outcome that a measure asks for."""
        if measure.outcome is None:
            return rows
        said = self.get(measure.outcome_in, rows) == 1
        suited: Ints = rows[said == (measure.outcome == 1)]
        return suited

    @cached_property
    def _timed(self) -> tuple[Ints, Ints]:
        """First contacts, and how the standard of each ended: 1 met, 0 missed, -1 none was set."""
        rows = self.rows(Kind.first_contact)
        firsts = one_each(rows, self.get("referral", rows))
        clocks = self.rows(Kind.clock, ever=True)
        codes = self.snapshot.marks(frozenset({FIRST_CONTACT}))
        clocks = self._of_referrals(clocks[codes[self.get("code", clocks)]], firsts)
        ended = np.full(self.snapshot.sizes["referral"] + 1, -1, np.int64)
        np.maximum.at(ended, self.get("referral", clocks), self.get("n", clocks))
        return firsts, ended[self.get("referral", firsts)]

    def _of_referrals(self, rows: Ints, of: Ints) -> Ints:
        """Rows about the same referrals as other rows are."""
        marked = np.zeros(self.snapshot.sizes["referral"] + 1, bool)
        marked[self.get("referral", of)] = True
        marked[-1] = False  # no referral at all
        found: Ints = rows[marked[self.get("referral", rows)]]
        return found

    def _with_sessions(self, rows: Ints, least: int) -> Ints:
        """Rows about groups that had so many sessions by the end of the period."""
        groups = self.get("group_id", rows)
        found: Ints = rows[(groups >= 0) & (self._sessions_of_groups[groups] >= least)]
        return found

    def _standing(self, enter: tuple[Kind, ...], leave: tuple[Kind, ...]) -> Ints:
        came = np.concatenate([self.rows(kind, ever=True) for kind in enter])
        came = came[np.lexsort((came, self.get("day", came)))]
        left = np.concatenate([self.rows(kind, ever=True) for kind in leave])
        size = self.snapshot.sizes["referral"] + 1
        came, left = (rows[self.get("referral", rows) >= 0] for rows in (came, left))
        balance = np.bincount(self.get("referral", came), minlength=size) - np.bincount(
            self.get("referral", left), minlength=size
        )
        firsts = one_each(came, self.get("referral", came))
        here: Ints = firsts[balance[self.get("referral", firsts)] > 0]
        return here

    def _newest_of_place(self, kind: Kind) -> Ints:
        rows = self.rows(kind, ever=True)
        places = self.get("setting_id", rows).astype(np.int64)
        _, pairs = np.unique(places * PAIR + self.get("commission_id", rows), return_inverse=True)
        return one_each(rows, np.where(places >= 0, pairs, -1), "last")

    @cached_property
    def _persons(self) -> Ints:
        """For each subject's number the human being."""
        return self.snapshot.identities(self.known_at)

    @cached_property
    def _sessions_of_groups(self) -> Ints:
        """How many sessions each group had until the end of the period."""
        groups = self.get("group_id", self.rows(Kind.delivered, ever=True))
        counts = np.bincount(groups[groups >= 0], minlength=self.snapshot.sizes["group_id"] + 1)
        return counts.astype(np.int64)

    @cached_property
    def _scale_of_word(self) -> tuple[Ints, Ints]:
        """For each word that is a measure's code: the number of its key, and 1 baseline, 2 exit."""
        keys: dict[str, int] = {}
        numbers = np.full(len(self.snapshot.words) + 1, -1, np.int64)
        occasions = np.zeros(len(numbers), np.int64)
        for place, word in enumerate(self.snapshot.words):
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

        def taken(occasion: int, *, ever: bool) -> Ints:
            rows = self.rows(Kind.measure, ever=ever)
            found: Ints = rows[occasions[self.get("code", rows)] == occasion]
            return found

        def thing_of(rows: Ints) -> Ints:
            found: Ints = (
                self.get("referral", rows).astype(np.int64) * PAIR + numbers[self.get("code", rows)]
            )
            return found

        def newest(rows: Ints) -> Ints:
            things = thing_of(rows)
            _, numbered = np.unique(things, return_inverse=True)
            return one_each(rows, np.where(things >= 0, numbered, -1), "last")

        exits = newest(taken(2, ever=False))
        starts = newest(self._of_referrals(taken(1, ever=True), exits))
        if not len(exits) or not len(starts):
            return exits[:0], np.zeros(0), np.zeros(0)
        exit_of, start_of = thing_of(exits), thing_of(starts)
        order = np.argsort(start_of)
        starts, start_of = starts[order], start_of[order]
        place = np.minimum(np.searchsorted(start_of, exit_of), len(starts) - 1)
        matched = (start_of[place] == exit_of) & (
            self.get("day", starts[place]) <= self.get("day", exits)
        )
        exits, starts = exits[matched], starts[place[matched]]
        change = self.get("value", exits) - self.get("value", starts)
        scale, which = np.unique(self.scale_of(exits), return_inverse=True)
        good = np.array([self.scales.get(self.scale_named(int(one)), 1) for one in scale])
        return exits, change * good[which], change

    def scale_of(self, rows: Ints) -> Ints:
        """A number for the programme and the measure that each row is a score of."""
        numbers, _ = self._scale_of_word
        found: Ints = (
            self.get("programme", rows).astype(np.int64) * PAIR + numbers[self.get("code", rows)]
        )
        return found

    def scale_named(self, number: int) -> tuple[str, str]:
        """The programme and the measure that such a number stands for."""
        return self.snapshot.words[number // PAIR], self._scale_names[number % PAIR]


def one_each(rows: Ints, things: Ints, pick: str = "first") -> Ints:
    """The first (or last) of the rows of each thing, in the order given; a thing below 0 is none."""
    rows, things = rows[things >= 0], things[things >= 0]
    if not len(rows):
        return rows
    places = np.arange(len(rows))
    chosen = np.empty(int(things.max()) + 1, np.int64)
    # Of several values for one place the last one given stays.
    if pick == "first":
        chosen[things[::-1]] = places[::-1]
    else:
        chosen[things] = places
    found: Ints = rows[chosen[things] == places]
    return found
