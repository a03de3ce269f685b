"""A provider's question about its own facts, counted from the columns.

`queries/own_questions.py` says in SQL what each answer is, and lists what is behind it; tests hold
these numbers to those. As in `own.py` row-level security decides which commissions and sides exist.
What is counted are lines: each thing stands by one row of the ledger, and a cut looks at that row.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app import clocks
from app.database import Database
from app.queries.figure_cuts import SCOPED, TIER, WAIT, Cut, counts_anew, cuts_of
from app.queries.own_questions import Asking, chosen_commissions, tiers_of
from app.reporting import counting
from app.reporting.ledger.live import one_each
from app.reporting.ledger.selection import Units
from app.reporting.ledger.stream import Ints
from app.reporting.measure import LargestPerGroup, Latest, Measure, Sum
from app.reporting.own import OwnCells, persons_of, seen_by
from app.reporting.programmes import said_by_programmes
from app.reporting.scopes import Period
from app.reporting.waits import WAITS

PLACES = text("SELECT seq, setting_id FROM fact WHERE seq = ANY(:seqs)")
Kept = tuple[UUID, ...] | None
MANY = 1 << 31


def number(database: Database, asking: Asking) -> int:
    """The number that answers a question."""
    return _counted(database).number(asking)


def cells(database: Database, asking: Asking, by: tuple[Cut, ...]) -> dict[tuple[str, ...], int]:
    """The number for each value of a cut, or of several together; those of nought are left out.

    Within each commission, programme or tier people are counted anew; broken down by what is known
    of them, each counts once.
    """
    return _counted(database).cells(asking, by)


def _counted(database: Database) -> "OwnQuestions":
    """What one request asks is counted from the same columns, and looked up once."""
    found: OwnQuestions | None = database.info.get(OwnQuestions)
    if found is None:
        found = database.info[OwnQuestions] = OwnQuestions(database)
    return found


class OwnQuestions:
    """Every question of one viewer at one moment."""

    def __init__(self, database: Database) -> None:
        self.database, self.snapshot = database, counting.follow()
        self.seen = seen_by(database, self.snapshot)
        self.persons = persons_of(database, self.snapshot)
        self.said = said_by_programmes(database)
        self._lines: dict[Any, _Lines] = {}

    def number(self, asking: Asking) -> int:
        """The number that answers a question."""
        lines = self._of(asking)
        rows, weights = lines.kept(asking, lines.one_each(asking.measure))
        return round(float(len(rows) if weights is None else weights.sum()))

    def cells(self, asking: Asking, by: tuple[Cut, ...]) -> dict[tuple[str, ...], int]:
        """The number for each value of a cut, or of several together."""
        lines = self._of(asking)
        apart = next((cut for cut in by if counts_anew(asking.measure, cut)), None)
        rows, weights = lines.kept(asking, lines.one_each(asking.measure, apart))
        names, codes = [], np.zeros(len(rows), np.int64)
        for cut in by:
            values, code = lines.values(cut, rows)
            names.append(values)
            codes = codes * max(len(values), 1) + code
        sums = np.bincount(codes, weights=weights)
        there = np.flatnonzero(np.rint(sums))
        places = np.unravel_index(there, [max(len(values), 1) for values in names])
        return {
            tuple(values[int(place)] for values, place in zip(names, at, strict=True)): round(count)
            for at, count in zip(zip(*places, strict=True), sums[there].tolist(), strict=True)
        }

    def _of(self, asking: Asking) -> "_Lines":
        scoped = {code: value for code, value in asking.kept.items() if code in SCOPED}
        name = asking.period.start, asking.period.end, asking.cohort, tuple(sorted(scoped.items()))
        if name not in self._lines:
            chosen, seen = chosen_commissions(self.database, scoped), self.seen
            if chosen is not None:
                seen = seen & np.array([one in chosen for one, _ in self.snapshot.atoms] or [False])
            period = Period(asking.period.start, asking.period.end, clocks.today())
            self._lines[name] = _Lines(self, period, seen, cohort=asking.cohort)
        return self._lines[name]

    @cached_property
    def tiers(self) -> list[str]:
        """The prevention tier of each commission of the columns."""
        tiers = tiers_of(self.database)
        return [tiers.get(commission, "") for commission, _side in self.snapshot.atoms]

    def places(self, seqs: Iterable[int]) -> dict[int, UUID]:
        """The places that some rows of the ledger name, by their `seq`."""
        rows = self.database.execute(PLACES, {"seqs": list(seqs)})
        return {row.seq: row.setting_id for row in rows}


class _Lines(OwnCells):
    """The lines of questions about one period, over some commissions."""

    def __init__(
        self, asked: OwnQuestions, period: Period, seen: NDArray[np.bool_], *, cohort: bool
    ) -> None:
        self.asked = asked
        super().__init__(asked.snapshot, period, asked.said, seen, asked.persons, cohort=cohort)

    def one_each(self, measure: Measure, apart: Cut | None = None) -> Units:
        """One row for each thing that is counted, with what it weighs. `apart` counts people anew."""
        if isinstance(measure.count, LargestPerGroup):
            return self._largest_days(self.units(measure))
        units = self.units(measure)
        if units.things is None:
            return units
        things = units.things.astype(np.int64)
        if apart is not None:
            things = self.values(apart, units.rows)[1] * MANY + things
        _, things = np.unique(things, return_inverse=True)
        return Units(one_each(units.rows, things))

    def kept(self, asking: Asking, units: Units) -> tuple[Ints, Any]:
        """Those lines whose rows have the values that a question keeps to."""
        rows, weights = units.rows, units.weights
        is_summed = isinstance(asking.measure.count, Sum | LargestPerGroup | Latest)
        cuts = cuts_of(asking.measure)
        for code, value in asking.kept.items():
            if code not in SCOPED:
                values, codes = self.values(cuts[code], rows)
                fits = np.array([one == value for one in values] or [False])[codes]
                rows, weights = rows[fits], None if weights is None else weights[fits]
        return rows, weights if is_summed else None

    def values(self, cut: Cut, rows: Ints) -> tuple[list[str], Ints]:
        """The values of a cut, and for each row which of them it has."""
        if cut is WAIT:
            return list(WAITS), self._waited[self.get("referral", rows)]
        told, codes = self._told(cut, rows)
        numbers: dict[str, int] = {}
        places = [numbers.setdefault(value, len(numbers)) for value in told]
        return list(numbers), np.array(places or [0], np.int64)[codes]

    def _told(self, cut: Cut, rows: Ints) -> tuple[list[str], Ints]:
        """What the columns of a cut say, each different answer once, and which of them each row has."""
        columns = [column.removeprefix("f.") for column in cut.columns]
        if columns == ["commission_id"]:
            atoms = self.snapshot.atoms
            told = self.asked.tiers if cut is TIER else [str(one) for one, _side in atoms]
            return told or [""], self.get("atom", rows)
        found = [np.unique(self.get(column, rows), return_inverse=True) for column in columns]
        if len(found) == 1:
            (kinds, codes), say = found[0], self._saying(columns[0], rows)
            return [cut.value(say(int(one))) for one in kinds], codes
        size = len(found[1][0])
        pairs, codes = np.unique(found[0][1] * max(size, 1) + found[1][1], return_inverse=True)
        first, second = (self._saying(column, rows) for column in columns)
        return [
            cut.value(first(int(found[0][0][one // size])), second(int(found[1][0][one % size])))
            for one in pairs.tolist()
        ], codes

    def _saying(self, column: str, rows: Ints) -> Callable[[int], Any]:
        """What a number of a column stands for, as the ledger has it."""
        if column == "age":
            return lambda age: None if age < 0 else age
        if column != "setting_id":
            return lambda word: self.snapshot.words[word]
        kinds, first = np.unique(self.get("setting_id", rows), return_index=True)
        seqs = self.get("seq", rows[first]).tolist()
        there = self.asked.places(seqs)
        named = {int(kind): there.get(seq) for kind, seq in zip(kinds, seqs, strict=True)}
        return named.__getitem__

    def _largest_days(self, units: Units) -> Units:
        """For each group the day on which most came, as one line."""
        rows, day = units.rows, self.get("day", units.rows).astype(np.int64)
        if not len(rows):
            return Units(rows, weights=np.zeros(0))
        parts = (self.get("group_id", rows), day, self.get("atom", rows))
        lines, line = np.unique(np.stack(parts), axis=1, return_inverse=True)
        line = line.reshape(-1)
        sums = np.bincount(line, weights=units.weights)
        last = np.zeros(len(sums), np.int64)
        order = np.argsort(self.get("seq", rows), kind="stable")
        last[line[order]] = rows[order]
        best = np.lexsort((lines[1], -sums, lines[0]))
        _, first = np.unique(lines[0][best], return_index=True)
        chosen = best[first]
        return Units(last[chosen], weights=sums[chosen])
