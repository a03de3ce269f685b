"""How scores changed from the first to the last, and whether that is more than chance would do."""

from functools import cached_property
from typing import Any

import numpy as np

from app.facts import Kind
from app.reporting.ledger.columns import PAIR
from app.reporting.ledger.live import LiveFacts, one_each
from app.reporting.ledger.stream import Ints

FIRST, LAST = 1, 2
"""Occasions on which scores are taken that changes are told from."""


class Changes(LiveFacts):
    """First and last scores."""

    def _scores(self, occasion: int, *, of: Ints | None = None) -> Ints:
        """The newest score of each referral and measure that was taken on an occasion.

        Those of the period; with `of`, all up to its end about the referrals of these rows.
        """
        rows = self.rows(Kind.measure, ever=of is not None)
        rows = rows.compress(self.snapshot.told("code", self._scale_of_word[1] == occasion, rows))
        if of is not None:
            rows = self.of_referrals(rows, of)
        things = self._score_of(rows)
        _, numbered = np.unique(things, return_inverse=True)
        return one_each(rows, np.where(things >= 0, numbered, -1), "last")

    def _score_of(self, rows: Ints) -> Ints:
        """A number for the referral and the measure of each row."""
        numbers, _ = self._scale_of_word
        scale = self.snapshot.told("code", numbers, rows)
        found: Ints = self.get("referral", rows).astype(np.int64) * PAIR + scale
        return found

    @cached_property
    def pairs(self) -> tuple[Ints, Any, Any, Any]:
        """Last scores of the period with an earlier first one, and three numbers for each.

        How far it moved for good; its change; and the change that the measure's own error could make,
        which is not a number where it is not stated.
        """
        exits = self._scores(LAST)
        starts = self._scores(FIRST, of=exits)
        if not len(exits) or not len(starts):
            return exits[:0], np.zeros(0), np.zeros(0), np.zeros(0)
        exit_of, start_of = self._score_of(exits), self._score_of(starts)
        order = np.argsort(start_of)
        starts, start_of = starts[order], start_of[order]
        place = np.minimum(np.searchsorted(start_of, exit_of), len(starts) - 1)
        matched = (start_of[place] == exit_of) & (
            self.get("day", starts[place]) <= self.get("day", exits)
        )
        exits, starts = exits[matched], starts[place[matched]]
        change = self.get("value", exits) - self.get("value", starts)
        scale, which = np.unique(self.scale_of(exits), return_inverse=True)
        names = [self.scale_named(int(one)) for one in scale]
        good = np.array([self.said.scales.get(name, 1) for name in names], np.float64)
        error = np.array([self.said.errors.get(name, np.nan) for name in names], np.float64)
        return exits, change * good[which], change, error[which]

    @cached_property
    def begun(self) -> tuple[Ints, Any]:
        """First scores of cases closed in the period, and whether each has a last one by its end."""
        closed = self.rows(Kind.closed)
        starts = self._scores(FIRST, of=closed)
        ended = self._score_of(self._scores(LAST, of=closed))
        return starts, np.isin(self._score_of(starts), ended)

    @cached_property
    def _scale_of_word(self) -> tuple[Ints, Ints]:
        """For each word that is a measure's code: the number of its key, and the occasion."""
        keys: dict[str, int] = {}
        numbers = np.full(len(self.snapshot.words) + 1, -1, np.int64)
        occasions = np.zeros(len(numbers), np.int64)
        for place, word in enumerate(self.snapshot.words):
            key, colon, occasion = word.rpartition(":")
            if colon:
                numbers[place] = keys.setdefault(key, len(keys))
                occasions[place] = {"baseline": FIRST, "exit": LAST}.get(occasion, 0)
        self._scale_names = list(keys)
        return numbers, occasions

    def scale_of(self, rows: Ints) -> Ints:
        """A number for the programme and the measure that each row is a score of."""
        numbers, _ = self._scale_of_word
        scale = self.snapshot.told("code", numbers, rows)
        found: Ints = self.get("programme", rows).astype(np.int64) * PAIR + scale
        return found

    def scale_named(self, number: int) -> tuple[str, str]:
        """The programme and the measure that such a number stands for."""
        return self.snapshot.words[number // PAIR], self._scale_names[number % PAIR]
