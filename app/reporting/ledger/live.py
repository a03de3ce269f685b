"""The facts that stand: of the commissions asked, as known at a moment, by kind and day."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.facts import Kind
from app.reporting.ledger.columns import EPOCH, Snapshot
from app.reporting.ledger.stream import Ints
from app.reporting.measure import Measure
from app.reporting.programmes import Said
from app.reporting.scopes import Period, Scope, with_side


class LiveFacts:
    """The live facts of the commissions in `scopes`, as known at a `seq`.

    `said` is what the programmes say of scores and codes. With `cohort` the facts are those of
    referrals that were received in the period, followed until the last day known of. `atoms` keeps to
    some of what the columns tell apart by commission, side and provider. Rows of a kind always come
    by day, then by `seq`: so the first of each thing is its first one.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        known_at: int,
        period: Period,
        scopes: tuple[Scope, ...],
        said: Said,
        *,
        cohort: bool = False,
        atoms: NDArray[np.bool_] | None = None,
    ) -> None:
        self.snapshot, self.known_at, self.period, self.scopes = snapshot, known_at, period, scopes
        self.said = said
        self.start = (period.start - EPOCH).days
        self.until = (period.until - EPOCH).days + 1
        self.end = min((period.end - EPOCH).days, self.until)
        self.atoms = [with_side(str(commission), side) for commission, side in snapshot.atoms]
        wanted = {scope.commission.partition(":")[0] for scope in scopes}
        self.allowed = np.array([one.partition(":")[0] in wanted for one in self.atoms] or [False])
        if atoms is not None:
            self.allowed &= atoms
        self._found: dict[object, Any] = {}
        self._followed: Any = None
        self.received = self.live(Kind.received, self.start, self.end)
        if cohort:
            self._followed = np.zeros(snapshot.sizes["referral"] + 1, bool)
            self._followed[self.get("referral", self.received)] = True
            self._followed[-1] = False  # no referral at all
            self._found.clear()
            self.start, self.end = 0, self.until

    def get(self, column: str, rows: slice | Ints) -> Any:
        """A column at these rows."""
        return self.snapshot.get(column, rows)

    def rows(self, kind: Kind, measure: Measure | None = None, *, ever: bool = False) -> Ints:
        """Live rows of a kind in the period (`ever`: until its end), by day, then `seq`."""
        rows = self.live(kind, None if ever else self.start, self.end)
        if measure is not None and measure.codes is not None:
            rows = rows.compress(self.is_one_of("code", measure.codes, rows))
        if measure is not None and measure.audiences is not None:
            rows = rows.compress(self.is_one_of("audience", measure.audiences, rows))
        return rows

    def is_one_of(self, name: str, words: frozenset[str], rows: Ints) -> Any:
        """Whether each row has one of these words."""
        return self.snapshot.told(name, self.snapshot.marks(words), rows)

    def live(self, kind: Kind, start: int | None, end: int) -> Ints:
        """Rows of a kind of these commissions that stand at `known_at`, between two days."""
        name = kind, start, end
        if name not in self._found:
            self._found[name] = self.snapshot.ordered.rows(kind, start, end, self._is_asked)
        found: Ints = self._found[name]
        return found

    def _is_asked(self, rows: slice | Ints) -> Any:
        """Whether each of these rows stands, and is of these commissions (and of those followed)."""
        stands = self.snapshot.standing(rows, self.known_at)
        if not self.allowed.all():
            stands &= self.allowed[self.get("atom", rows)]
        if self._followed is not None:
            stands &= self._followed[self.get("referral", rows)]
        return stands

    def of_referrals(self, rows: Ints, of: Ints) -> Ints:
        """Rows about the same referrals as other rows are."""
        marked = np.zeros(self.snapshot.sizes["referral"] + 1, bool)
        marked[self.get("referral", of)] = True
        marked[-1] = False  # no referral at all
        found: Ints = rows.compress(marked[self.get("referral", rows)])
        return found

    def places_of(self, rows: Ints) -> Ints:
        """For each referral's number one of the places of its rows among these, or -1."""
        place = np.full(self.snapshot.sizes["referral"] + 1, -1, np.int32)
        place[self.get("referral", rows)] = np.arange(len(rows))
        place[-1] = -1  # no referral at all
        return place

    @cached_property
    def word_numbers(self) -> dict[str, int]:
        """The number of each word."""
        return {word: number for number, word in enumerate(self.snapshot.words)}


def one_each(rows: Ints, things: Ints, pick: str = "first") -> Ints:
    """The first (or last) of the rows of each thing, in the order given; a thing below 0 is none."""
    known = things >= 0
    if not known.all():
        # Much quicker than by a mask, here and wherever columns are cut.
        rows, things = rows.compress(known), things.compress(known)
    if not len(rows):
        return rows
    places = np.arange(len(rows))
    chosen = np.empty(int(things.max()) + 1, np.int64)
    # Of several values for one place the last one given stays.
    if pick == "first":
        chosen[things[::-1]] = places[::-1]
    else:
        chosen[things] = places
    found: Ints = rows.compress(chosen[things] == places)
    return found


def once_each(numbers: Ints) -> Ints:
    """Different numbers, in order. Sorting is many times quicker than the library's own `unique`."""
    numbers = np.sort(numbers)
    is_new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
    found: Ints = numbers.compress(is_new)
    return found
