"""What rows of the ledger are broken down by: for each row, which value of a breakdown it has."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from app.facts import Kind
from app.reporting.ledger.columns import EPOCH
from app.reporting.ledger.live import one_each
from app.reporting.ledger.selection import Selection
from app.reporting.ledger.stream import Ints
from app.reporting.measure import SCOPES, By, Measure
from app.reporting.statistics import CONTACT, OTHER
from app.reporting.values import (
    NOT_KNOWN,
    band_codes,
    ethnic_groups,
    reach_bands,
    rolled_areas,
    whose_reasons,
)
from app.reporting.waits import WAITS, wait_places

OLDEST = 150  # years; an age beyond it is a mistake and counts as it
COLUMNS = {
    By.reason: "code", By.outcome: "code", By.action: "code", By.stage: "code", By.role: "audience", By.whose: "code",
} | dict.fromkeys(SCOPES, "atom")  # fmt: skip
"""Breakdowns that are told by a column of another name."""


class Values(NamedTuple):
    """The values of a breakdown, and for each number of a column which of them it is."""

    names: list[str]
    places: Ints


class Breakdowns(Selection):
    """Tells the values of what was selected."""

    def codes(self, rows: Ints, by: By, measure: Measure) -> tuple[list[str], Ints]:
        """The values of a breakdown, and for each row which of them it has."""
        if by is By.all:
            return [""], np.zeros(len(rows), np.int64)
        if by is By.scale:
            scales, places = self.scales_of(rows)
            return [":".join(one) for one in scales], places
        if by is By.wait:
            return list(WAITS), self._waited[self.get("referral", rows)]
        heads = by is By.age and measure.of is Kind.headcount
        column = "audience" if heads else COLUMNS.get(by, str(by))
        values = self._heads if heads else self._values[by]
        if by is By.age and not heads:
            ages = np.clip(self.get(column, rows), -1, OLDEST) + 1
            return values.names, values.places[ages]
        return values.names, self.snapshot.told(column, values.places, rows)

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
            (By.area, rolled_areas()), (By.ethnicity, ethnic_groups()), (By.sex, {"U": NOT_KNOWN}),
            (By.source, {}),
        ):  # fmt: skip
            found[by] = _listed(meanings.get(word, word) or NOT_KNOWN for word in words)
        # A reason that no list knows is the provider's own.
        found[By.whose] = _listed(whose_reasons().get(word, "provider") for word in words)
        band: Callable[[int], str] = band_codes()
        found[By.age] = _listed(band(age) for age in range(-1, OLDEST + 1))
        for by in SCOPES:
            cut = {scope.commission: str(getattr(scope, by)) for scope in self.scopes}
            found[by] = _listed(cut.get(atom, "") for atom in self.atoms)
        return found

    # --- waits ----------------------------------------------------------------------------------

    @property
    def waiting(self) -> Ints:
        """The numbers of the referrals received in the period, whose waits can still end."""
        found: Ints = self.get("referral", self.waits[0])
        return found

    @cached_property
    def waits(self) -> tuple[Ints, Any]:
        """Referrals received in the period, the shortest wait first; days of each, and how it ended."""
        rows = one_each(self.received, self.get("referral", self.received))
        place = self.places_of(rows)
        left, contact, hours = (np.full(len(rows), np.inf) for _ in range(3))
        for kind in (Kind.declined, Kind.retracted, Kind.closed):
            ends, of = self._about(place, kind)
            first = np.full(len(rows), np.inf)
            # By day: of several for one place the first one, written last, stays.
            first[of[::-1]] = self.get("day", ends)[::-1]
            np.minimum(left, first, out=left)
        met, of = self._about(place, Kind.first_contact)
        contact[of[::-1]] = self.get("day", met)[::-1]
        taken = self.get("value", met)
        np.minimum.at(hours, of, np.where(np.isnan(taken), np.inf, taken))
        days = self.get("day", rows)
        reached, parted = np.isfinite(contact), np.isfinite(left)
        horizon = float((self.period.until - EPOCH).days)
        ends_on = np.where(reached, contact, np.where(parted, left, horizon))
        spans = np.maximum(ends_on - days, 0.0)
        # Hours were kept where the moment of sending is known; else whole days.
        exact = reached & np.isfinite(hours)
        spans = np.where(exact, hours / 24, spans)
        ended = np.where(reached, CONTACT, np.where(parted, OTHER, 0))
        # The shortest first: what is worked out of waits wants them so.
        order = np.argsort(spans)
        return rows[order], np.column_stack([spans, ended])[order]

    def _about(self, place: Ints, kind: Kind) -> tuple[Ints, Ints]:
        """Rows of a kind about the referrals that have a place, and the place of each."""
        rows = self.live(kind, None, self.until)
        places = place[self.get("referral", rows)]
        has_one = places >= 0
        return rows.compress(has_one), places.compress(has_one)

    @cached_property
    def _waited(self) -> Ints:
        """For each referral's number the place of its wait among `WAITS`."""
        rows, waits = self.waits
        found = np.full(self.snapshot.sizes["referral"] + 1, 0, np.int64)
        found[self.get("referral", rows)] = wait_places(waits)
        return found


def _listed(values: Iterable[str]) -> Values:
    """Different values in the order they come, and for each that was given its place among them."""
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(value, len(numbers)) for value in values]
    return Values(list(numbers), np.array(places or [0], np.int64))
