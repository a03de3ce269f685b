"""A provider's own statements about one commission, for its returns, under row-level security.

With them come the statements that they replaced or that replaced them, wherever those belong, so
that a bridge can follow every chain.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from app import clocks
from app.database import Database
from app.reporting.bridge.cells import CellKey, Weighed, weigh
from app.reporting.bridge.ledger import Entry, Ledger, Meaning, Window
from app.reporting.bridge.units import Selected, kinds_of
from app.reporting.measure import By, Measure
from app.reporting.periods import Quarter
from app.reporting.programmes import said_by_programmes

Rows = tuple[tuple[Measure, tuple[By, ...]], ...]
COLUMNS = ", ".join(Entry._fields)
# Corrections are few: each is read with what it closes, and what is closed with what closed it.
READ = text(f"""
SELECT {COLUMNS} FROM fact
WHERE commission_id = :commission AND seq <= :known_at AND happened_on < :end
  AND (kind = ANY(:ever) OR (kind = ANY(:inside) AND happened_on >= :start))
UNION
SELECT {COLUMNS} FROM fact WHERE closes IS NOT NULL AND seq <= :known_at
UNION
SELECT {COLUMNS} FROM fact
WHERE seq IN (SELECT closes FROM fact WHERE closes IS NOT NULL AND seq <= :known_at)
""")  # noqa: S608 - our own column names
NEWEST = text("SELECT coalesce(max(seq), 0) FROM fact")
JOINED = text("SELECT subject, counted_as FROM joined_subject")


class Counted(NamedTuple):
    """Everything that is needed to count a return, and to say what changed since another moment."""

    ledger: Ledger
    commission_id: UUID
    rows: Rows
    falling: frozenset[str]

    def weighed(self, quarter: Quarter, known_at: int, joined: dict[UUID, UUID]) -> Weighed:
        """What stands in each cell of a quarter as known at a moment."""
        # What is dated ahead (a session called off beforehand) counts on its day, as everywhere.
        end = min(quarter.end, clocks.today() + timedelta(days=1))
        window = Window(self.commission_id, quarter.start, end)
        selected = Selected(self.ledger, known_at, window, Meaning(joined, self.falling))
        return weigh(selected, self.rows)


class Figures(NamedTuple):
    """What is to be submitted: the cells, and where they come from."""

    cells: Mapping[CellKey, int]
    known_at: int
    joined: Mapping[UUID, UUID]
    system: str = ""

    @property
    def seen(self) -> str:
        """What of the figures a page shows, as one short word: it changes when any number does."""
        told = sorted([*key, n] for key, n in self.cells.items())
        return hashlib.sha256(json.dumps([told, self.system]).encode()).hexdigest()[:24]


def newest_moment(database: Database) -> int:
    """The newest moment of the ledger that the viewer's own statements know of."""
    return int(database.scalar(NEWEST) or 0)


def joined_now(database: Database) -> dict[UUID, UUID]:
    """Under which subject each joined person is counted now."""
    return {row.subject: row.counted_as for row in database.execute(JOINED)}


def read_ledger(
    database: Database,
    commission_id: UUID,
    rows: Iterable[tuple[Measure, tuple[By, ...]]],
    *,
    first: Quarter,
    last: Quarter,
    known_at: int,
) -> Counted:
    """The statements behind some rows of a commission, for the quarters from `first` to `last`."""
    rows = tuple(rows)
    kinds = [kinds_of(measure.count, measure.of) for measure, _ in rows]
    ever = sorted({int(kind) for _, any_day in kinds for kind in any_day})
    inside = sorted({int(kind) for within, _ in kinds for kind in within} - set(ever))
    found = database.execute(
        READ,
        {
            "commission": commission_id,
            "known_at": known_at,
            "start": first.start,
            "end": last.end,
            "ever": ever,
            "inside": inside,
        },
    )
    scales = said_by_programmes(database).scales
    falling = frozenset(f"{code}:{key}" for (code, key), good in scales.items() if good < 0)
    return Counted(Ledger(Entry(*row) for row in found), commission_id, rows, falling)
