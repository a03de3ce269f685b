"""Which rows of the ledger a measure counts: those that stand, in the period, of the commissions asked."""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from app.facts import Kind
from app.reporting.change import Changes
from app.reporting.ledger.columns import PAIR
from app.reporting.ledger.live import one_each
from app.reporting.ledger.stream import Ints
from app.reporting.measure import (
    Begun,
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


class Units(NamedTuple):
    """What a measure counts: rows of the ledger, what each weighs, and what must be different."""

    rows: Ints
    weights: Any = None
    things: Ints | None = None


class Selection(Changes):
    """Picks the rows of a measure."""

    def units(self, measure: Measure) -> Units:  # noqa: C901, PLR0911, PLR0912 - one for each way of counting
        """The rows that a measure counts."""
        match measure.count:
            case Distinct(what="referral", pick=pick):
                return Units(self._suited(self._one_each_referral(measure, pick), measure))
            case Distinct(unmatched=unmatched):
                rows = self.rows(measure.of, measure)
                rows = rows.compress(self.get("subject", rows) >= 0)
                if unmatched:
                    rows = rows.compress(~self._is_compared(rows))
                return Units(rows, things=self._persons[self.get("subject", rows)])
            case OnTime(met=wanted):
                firsts, ended = self._timed
                return Units(
                    firsts.compress(np.isin(ended, [-1 if one is None else one for one in wanted]))
                )
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
                rows = self._suited(self._newest_of_place(measure.of), measure)
                return Units(rows, weights=None if what == "rows" else self.get("n", rows))
            case Paired(change=change):
                rows, moved, _, error = self.pairs
                sure = np.abs(moved) > error  # false where no error is stated
                keep = {
                    "any": np.ones(len(rows), bool), "better": moved > 0, "same": moved == 0, "worse": moved < 0,
                    "surely-better": sure & (moved > 0), "perhaps-better": ~sure & (moved > 0),
                    "surely-worse": sure & (moved < 0), "perhaps-worse": ~sure & (moved < 0),
                    "not-sure": ~sure & np.isfinite(error), "unsure": np.isnan(error),
                }[change]  # fmt: skip
                return Units(rows.compress(keep))
            case Begun(paired=paired):
                rows, has_last = self.begun
                return Units(rows if paired is None else rows.compress(has_last == paired))
            case Rows():
                return Units(self._suited(self.rows(measure.of, measure), measure))

    def _one_each_referral(self, measure: Measure, pick: str) -> Ints:
        """The first (or last) row of each referral; measures of one kind share it."""
        name = "each", measure.of, pick, measure.codes, measure.audiences
        if name not in self._found:
            rows = self.rows(measure.of, measure)
            self._found[name] = one_each(rows, self.get("referral", rows), pick)
        found: Ints = self._found[name]
        return found

    def _suited(self, rows: Ints, measure: Measure) -> Ints:
        """Rows with the outcome, code or mark that a measure asks for."""
        if measure.outcome is not None:
            said = self.get(measure.outcome_in, rows) == 1
            rows = rows.compress(said == (measure.outcome == 1))
        if measure.among is not None:
            rows = rows.compress(self.is_one_of("code", measure.among, rows))
        if measure.besides is not None:
            rows = rows.compress(~self.is_one_of("code", measure.besides, rows))
        if measure.marked is not None:
            numbers = self.word_numbers
            pairs = [
                numbers[programme] * PAIR + numbers[code]
                for programme, code in self.said.marks[measure.marked]
                if programme in numbers and code in numbers
            ]
            said = self.get("programme", rows).astype(np.int64) * PAIR + self.get("code", rows)
            rows = rows.compress(np.isin(said, pairs))
        return rows

    @cached_property
    def _timed(self) -> tuple[Ints, Ints]:
        """First contacts, and how the standard of each ended: 1 met, 0 missed, -1 none was set."""
        rows = self.rows(Kind.first_contact)
        firsts = one_each(rows, self.get("referral", rows))
        clocks = self.rows(Kind.clock, ever=True)
        clocks = clocks.compress(self.is_one_of("code", frozenset({FIRST_CONTACT}), clocks))
        clocks = self.of_referrals(clocks, firsts)
        ended = np.full(self.snapshot.sizes["referral"] + 1, -1, np.int64)
        np.maximum.at(ended, self.get("referral", clocks), self.get("n", clocks))
        return firsts, ended[self.get("referral", firsts)]

    def _with_sessions(self, rows: Ints, least: int) -> Ints:
        """Rows about groups that had so many sessions by the end of the period."""
        groups = self.get("group_id", rows)
        found: Ints = rows.compress((groups >= 0) & (self._sessions_of_groups[groups] >= least))
        return found

    def _standing(self, enter: tuple[Kind, ...], leave: tuple[Kind, ...]) -> Ints:
        """The first row in of each referral that has more rows in than out."""
        name = "standing", enter, leave
        if name not in self._found:
            came = np.concatenate([self.rows(kind, ever=True) for kind in enter])
            if len(enter) > 1:
                came = came[np.argsort(self.get("day", came), kind="stable")]
            place = self.places_of(came)
            balance = np.zeros(len(came), np.int64)
            for kinds, step in ((enter, 1), (leave, -1)):
                for kind in kinds:
                    at = place[self.get("referral", self.rows(kind, ever=True))]
                    balance += step * np.bincount(at.compress(at >= 0), minlength=len(came))
            at = place[self.get("referral", came)]
            is_here = (at >= 0) & (balance[at] > 0)
            came, at = came.compress(is_here), at.compress(is_here)
            self._found[name] = one_each(came, at)
        found: Ints = self._found[name]
        return found

    def _newest_of_place(self, kind: Kind) -> Ints:
        rows = self.rows(kind, ever=True)
        places = self.get("setting_id", rows).astype(np.int64)
        _, pairs = np.unique(places * PAIR + self.get("commission_id", rows), return_inverse=True)
        return one_each(rows, np.where(places >= 0, pairs, -1), "last")

    @cached_property
    def _persons(self) -> Ints:
        """For each subject's number the human being."""
        return self.snapshot.identities(self.known_at)

    def _is_compared(self, rows: Ints) -> Any:
        """For each row whether its person was compared with every other provider of these rows."""
        cut = {scope.commission: scope.provider for scope in self.scopes}
        providers = np.array([cut.get(atom, "") for atom in self.atoms] or [""])
        found = sorted({*providers[np.unique(self.get("atom", rows))].tolist()})
        if len(found) < 2:  # noqa: PLR2004 - nobody else to compare with
            return np.ones(len(rows), bool)
        # Whatever it was stated about: a comparison is between organisations, not commissions.
        said = self.snapshot.ordered.rows(
            Kind.compared,
            None,
            self.until,
            lambda rows: self.snapshot.standing(rows, self.known_at),
        )
        number = {name: place for place, name in enumerate(found)}
        place = np.array([number.get(word, -1) for word in self.snapshot.words] or [-1])
        pairs = np.column_stack([self.get("subject", said), place[self.get("code", said)]])
        pairs = np.unique(pairs[pairs[:, 1] >= 0], axis=0)
        times = np.bincount(pairs[:, 0], minlength=self.snapshot.sizes["subject"])
        persons, subjects = self._persons, self.get("subject", rows)
        compared = np.zeros(len(persons), bool)
        compared[persons[subjects[times[subjects] == len(found) - 1]]] = True
        is_compared: Any = compared[persons[subjects]]
        return is_compared

    @cached_property
    def _sessions_of_groups(self) -> Ints:
        """How many sessions each group had until the end of the period."""
        groups = self.get("group_id", self.rows(Kind.delivered, ever=True))
        counts = np.bincount(groups[groups >= 0], minlength=self.snapshot.sizes["group_id"] + 1)
        return counts.astype(np.int64)
