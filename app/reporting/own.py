"""A provider's own figures from the columns: exact, and only what the viewer may read in the ledger.

`queries/figures.py` says in SQL what each figure is, under row-level security, and lists what is
behind it; tests hold these numbers to those. Here too row-level security decides: of every
commission and side the columns hold one row of the ledger is asked for as the viewer, and only those
are counted whose row exists for them. So a page of all figures takes no longer where the ledger is long.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app import clocks
from app.database import Database
from app.reporting import counting
from app.reporting.cells import Cells, median
from app.reporting.ledger.columns import EPOCH, Snapshot
from app.reporting.ledger.stream import Ints, key
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.programmes import Said, said_by_programmes
from app.reporting.scopes import Period, Scope, with_side
from app.reporting.statistics import DAYS, incidence
from app.reporting.waits import median_wait

# Who may read a fact depends on its provider, commission and side alone: one row tells of all.
SEEN = text("SELECT seq FROM fact WHERE seq = ANY(:seqs)")
JOINED = text(
    f"SELECT {key('subject')} AS subject, {key('counted_as')} AS counted_as FROM joined_subject"  # noqa: S608 - our own names
)


class Own(NamedTuple):
    """A provider's figures for a quarter: a number for each measure, and what is worked out of them.

    `statistics` has the keys of `measures.STATISTICS`; None where there is no such figure.
    """

    values: dict[str, int]
    statistics: dict[str, float | None]


def with_before(
    database: Database, quarter: Quarter, commission: UUID | None = None
) -> tuple[Own, dict[str, int]]:
    """Every figure of a quarter and every measure of the one before, over what the viewer may read.

    `commission` keeps to one.
    """
    snapshot = counting.follow()
    seen = seen_by(database, snapshot)
    if commission is not None:
        seen &= np.array([one == commission for one, _side in snapshot.atoms] or [False])
    persons = persons_of(database, snapshot)
    said = said_by_programmes(database)
    now, before = (
        OwnCells(snapshot, period_of(one), said, seen, persons) for one in (quarter, quarter.before)
    )
    return Own(now.every(), now.statistics()), before.every()


def period_of(quarter: Quarter) -> Period:
    """The days of a quarter, as far as they have come."""
    return Period(quarter.start, quarter.end, clocks.today())


class OwnCells(Cells):
    """Counts what one provider may read; who is one person is what the provider itself has joined."""

    def __init__(
        self,
        snapshot: Snapshot,
        period: Period,
        said: Said,
        seen: NDArray[np.bool_],
        persons: Ints,
        *,
        cohort: bool = False,
    ) -> None:
        scopes = tuple(
            Scope(with_side(str(commission), side), "", str(provider))
            for (commission, side), provider, is_seen in zip(
                snapshot.atoms, snapshot.providers, seen.tolist(), strict=False
            )
            if is_seen
        )
        self.known_persons = persons
        super().__init__(
            snapshot, snapshot.known_at, period, scopes, said, cohort=cohort, atoms=seen
        )

    @cached_property
    def _persons(self) -> Ints:
        """For each subject's number the human being, as the provider's own records say."""
        return self.known_persons

    def every(self) -> dict[str, int]:
        """The number of every measure."""
        return {key: self.total(measure) for key, measure in MEASURES.items()}

    def statistics(self) -> dict[str, float | None]:
        """What is worked out from single waits and hours."""
        waits = self.waits[1]
        contacted = incidence(waits)
        hours = self.get("value", self.units(MEASURES["first-contacts"]).rows)
        hours = hours[np.isfinite(hours)]
        waiting = self.get("day", self.units(MEASURES["still-waiting"]).rows)
        last = min(self.period.until, self.period.end - timedelta(days=1))
        return {
            "median-wait": median_wait(waits),
            "median-hours": median(hours) if len(hours) else None,
            "oldest-wait": float((last - EPOCH).days - waiting.min()) if len(waiting) else None,
        } | {
            f"incidence-{day}": 100 * contacted.contacted[day] if contacted else None
            for day in DAYS
        }


def seen_by(database: Database, snapshot: Snapshot) -> NDArray[np.bool_]:
    """For each commission and side of the columns, whether its facts exist for the viewer."""
    seqs = {"seqs": list(snapshot.firsts)}
    there = set(database.execute(SEEN, seqs).scalars()) if snapshot.firsts else set()
    return np.array([seq in there for seq in snapshot.firsts] or [False])


def persons_of(database: Database, snapshot: Snapshot) -> Ints:
    """For each subject's number the number of the subject that it was joined with."""
    persons = np.arange(snapshot.sizes["subject"], dtype=np.int32)
    joined = database.execute(JOINED).all()
    subjects = snapshot.subjects.find(_keys(row.subject for row in joined))
    known = subjects >= 0
    if known.any():
        # Of those counted as one, the first of whom anything was ever stated stands for all.
        _, group = np.unique(_keys(row.counted_as for row in joined)[known], return_inverse=True)
        first = np.full(int(group.max()) + 1, len(persons), np.int32)
        np.minimum.at(first, group, subjects[known])
        persons[subjects[known]] = first[group]
    return persons


def _keys(keys: Iterable[int]) -> NDArray[np.uint64]:
    return np.array(list(keys), np.int64).view(np.uint64)
