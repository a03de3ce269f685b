"""How scores changed from the first to the last, and whether that is more than chance would do."""

from functools import cached_property
from typing import Any

import numpy as np

from app.facts import Kind
from app.reporting.ledger.live import LiveFacts, one_each
from app.reporting.ledger.stream import Ints

FIRST, LAST = 1, 2
"""Occasions on which scores are taken that changes are told from."""


class Changes(LiveFacts):
    """First and last scores."""

    def _taken(self, occasion: int, *, ever: bool = False) -> Ints:
        """Scores of the period (`ever`: until its end) that were taken on an occasion."""
        name = "scores", occasion, ever
        if name not in self._found:
            rows = self.rows(Kind.measure, ever=ever)
            is_wanted = self.snapshot.told("code", self._scale_of_word[1] == occasion, rows)
            self._found[name] = rows.compress(is_wanted)
        found: Ints = self._found[name]
        return found

    def _newest(self, rows: Ints, place: Ints) -> tuple[Ints, Ints]:
        """The newest of these scores of each referral that has a place and of each measure.

        With a number for the referral and the measure of each: below the number of places times that
        of measures, so that what is known of it is looked up and not searched for.
        """
        numbers, _ = self._scale_of_word
        things = place[self.get("referral", rows)].astype(np.int64) * len(self._scale_names)
        things += self.snapshot.told("code", numbers, rows)
        known = things >= 0
        rows, things = rows.compress(known), things.compress(known)
        newest = one_each(np.arange(len(rows)), things, "last")
        return rows[newest], things[newest]

    @cached_property
    def pairs(self) -> tuple[Ints, Any, Any, Any]:
        """Last scores of the period with an earlier first one, and three numbers for each.

        How far it moved for good; its change; and the change that the measure's own error could make,
        which is not a number where it is not stated.
        """
        taken = self._taken(LAST)
        place = self.places_of(taken)
        exits, exit_of = self._newest(taken, place)
        starts, start_of = self._newest(self._taken(FIRST, ever=True), place)
        if not len(exits) or not len(starts):
            return exits[:0], np.zeros(0), np.zeros(0), np.zeros(0)
        # Noughts cost nothing until they are written over.
        number = np.zeros(len(taken) * len(self._scale_names), np.int32)
        number[start_of] = np.arange(1, len(starts) + 1)
        start = number[exit_of]
        exits, starts = exits.compress(start > 0), starts[start.compress(start > 0) - 1]
        earlier = self.get("day", starts) <= self.get("day", exits)
        exits, starts = exits.compress(earlier), starts.compress(earlier)
        change = self.get("value", exits) - self.get("value", starts)
        names, which = self.scales_of(exits)
        good = np.array([self.said.scales.get(name, 1) for name in names], np.float64)
        error = np.array([self.said.errors.get(name, np.nan) for name in names], np.float64)
        return exits, change * good[which], change, error[which]

    @cached_property
    def begun(self) -> tuple[Ints, Any]:
        """First scores of cases closed in the period, and whether each has a last one by its end."""
        closed = self.rows(Kind.closed)
        place = self.places_of(closed)
        starts, start_of = self._newest(self._taken(FIRST, ever=True), place)
        _, end_of = self._newest(self._taken(LAST, ever=True), place)
        has_end = np.zeros(len(closed) * len(self._scale_names), bool)
        has_end[end_of] = True
        return starts, has_end[start_of]

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

    def scales_of(self, rows: Ints) -> tuple[list[tuple[str, str]], Ints]:
        """The programmes and measures that these rows are scores of, and which of them each row is."""
        numbers, _ = self._scale_of_word
        several = len(self._scale_names) + 1
        found = self.get("programme", rows).astype(np.int64) * several
        found += self.snapshot.told("code", numbers, rows)
        there = np.flatnonzero(np.bincount(found, minlength=1))
        place = np.zeros(int(there[-1]) + 1 if len(there) else 1, np.int64)
        place[there] = np.arange(len(there))
        words = self.snapshot.words
        names = [
            (words[one // several], self._scale_names[one % several]) for one in there.tolist()
        ]
        return names, place[found]
