"""The ledger of facts as columns in this process, kept up by following `seq`.

Read as the database role `counting`, which has no right to anything but facts, who is one human
being, and commissions. Facts are only ever added; a row that closes an older one stamps it with its
own `seq`, so "as known at S" is: `seq <= S` and not closed by S.
"""

from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app.database import Database
from app.reporting.ordering import Ordered
from app.reporting.stream import (
    BLOCK,
    IDS,
    NUMBERS,
    SPOKEN,
    WORDS,
    Ints,
    Numbering,
    blocks,
    key_of,
)

NEVER = np.iinfo(np.int64).max
EPOCH = date(2000, 1, 1)
AT_ONCE = 16  # blocks whose ids and words are numbered together
MARK = text("SELECT known_from, commission_id FROM fact WHERE seq = :last")
NEWEST = text("SELECT max(seq) FROM fact")
PERSONS = text(
    "SELECT seq, subject, identity, coalesce(closes, 0) FROM same_person WHERE seq > :last ORDER BY seq"
)
PAIR = 1 << 32
"""Two numbers of the ledger as one: the first times this, plus the second."""


@dataclass(frozen=True)
class Snapshot:
    """The columns at one moment. Rows added later are not in it; rows closed later say so by `seq`."""

    columns: dict[str, NDArray[Any]]
    ordered: Ordered
    sizes: dict[str, int]
    """How many different ids of each name there are; each has a number below that."""
    subjects: Numbering
    words: tuple[str, ...]
    """Words by their number."""
    atoms: tuple[tuple[UUID, str], ...]
    """Commission and side by the number that stands for both."""
    persons: tuple[NDArray[Any], ...]
    known_at: int
    latest: dict[UUID, int]
    """The newest `seq` about each commission."""
    life: int
    """Which reading of a database this is: another after it was restored or emptied."""

    def column(self, name: str) -> NDArray[Any]:
        """A column of every row known, in the order of `seq`; not to be written to."""
        return self.columns[name]

    def newest(self, commissions: list[UUID]) -> int:
        """The newest `seq` that can matter to these commissions."""
        about = max((self.latest.get(one, 0) for one in commissions), default=0)
        return max(about, self.newest_person)

    @property
    def newest_person(self) -> int:
        """The newest `seq` that says who is one human being, or 0."""
        return int(self.persons[0][-1]) if len(self.persons[0]) else 0

    @property
    def sides(self) -> dict[UUID, set[str]]:
        """The sides that each commission has facts of."""
        found: dict[UUID, set[str]] = {}
        for commission, side in self.atoms:
            found.setdefault(commission, set()).add(side)
        return found

    def marks(self, words: frozenset[str]) -> NDArray[np.bool_]:
        """For each word's number, whether it is one of these."""
        return np.array([word in words for word in self.words] or [False])

    def identities(self, known_at: int) -> Ints:
        """For each subject's number the number of the human being, as known at a moment.

        A human being has the number of the first of its subjects.
        """
        seqs, keys, beings, closes = self.persons
        joined = np.arange(self.sizes["subject"], dtype=np.int64)
        ended = closes[(closes > 0) & (seqs <= known_at)]
        numbers = self.subjects.find(keys)
        stands = (seqs <= known_at) & ~np.isin(seqs, ended) & (beings > 0)
        stands &= (numbers >= 0) & (numbers < len(joined))
        # Of two words about one subject the later one stands.
        numbers, beings = numbers[stands], beings[stands]
        _, last = np.unique(numbers[::-1], return_index=True)
        kept = np.sort(len(numbers) - 1 - last)
        numbers, beings = numbers[kept], beings[kept]
        _, first, being = np.unique(beings, return_index=True, return_inverse=True)
        joined[numbers] = numbers[first][being]
        return joined


class Ledger:
    """All facts of one database, in the order in which they became known."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.life = 0
        self.forget()

    def forget(self) -> None:
        """Start anew: nothing is known yet."""
        self.life += 1
        self.last = self.size = 0
        self.mark: Any = None
        self.ids = {name: Numbering() for name in IDS}
        self.hashes = Numbering()
        self.words: list[str] = []
        self.commissions: list[UUID] = []
        self.atoms: dict[tuple[int, int], int] = {}
        kinds = {name: kept for name, (_, kept) in NUMBERS.items()} | {"ended": np.int64}
        kinds |= dict.fromkeys((*IDS, *WORDS, "atom"), np.int32)
        self.store: dict[str, NDArray[Any]] = {
            name: np.empty(0, kind) for name, kind in kinds.items()
        }
        self.ordered: Ordered | None = None
        self.persons: tuple[NDArray[Any], ...] = (
            np.empty(0, np.int64), np.empty(0, np.uint64), np.empty(0, np.uint64), np.empty(0, np.int64),
        )  # fmt: skip
        self.heard: dict[int, int] = {}  # commission's number → the newest `seq` about it
        self.unnamed: list[int] = []
        self.unspoken: list[tuple[str, int]] = []

    def follow(self, database: Database) -> Snapshot:
        """Read what was added since the last time, and return all of it.

        Begins again if the database is not the one that was read before (restored, or emptied).
        """
        with self.lock:
            if self.last:
                mark = database.execute(MARK, {"last": self.last}).one_or_none()
                if mark != self.mark:
                    self.forget()
            self._read_facts(database)
            self._read_persons(database)
            columns = {name: kept[: self.size] for name, kept in self.store.items()}
            if self.ordered is None:
                self.ordered = Ordered(columns["kind"], columns["day"])
            names, commissions = self.words, self.commissions
            return Snapshot(
                columns=columns,
                ordered=self.ordered,
                sizes={name: len(numbering) for name, numbering in self.ids.items()},
                subjects=Numbering(self.ids["subject"].keys, self.ids["subject"].numbers),
                words=tuple(names),
                atoms=tuple((commissions[one], names[side]) for one, side in self.atoms),
                persons=self.persons,
                known_at=max(self.last, int(self.persons[0][-1]) if len(self.persons[0]) else 0),
                latest={commissions[one]: seq for one, seq in self.heard.items()},
                life=self.life,
            )

    def _read_facts(self, database: Database) -> None:
        # Both ends are named, so that the index is used also where statistics are old.
        newest = database.scalar(NEWEST) or 0
        if newest <= self.last:
            return
        self._make_room(newest - self.last if not self.size else 0)
        waiting: list[dict[str, NDArray[Any]]] = []
        for block in blocks(database, self.last, newest):
            waiting.append(block)
            if len(waiting) == AT_ONCE:
                self._take(_together(waiting))
                waiting = []
        if waiting:
            self._take(_together(waiting))
        if not self.size:
            return
        self._say(database)
        self.last = int(self.store["seq"][self.size - 1])
        self.mark = database.execute(MARK, {"last": self.last}).one()
        kinds, days = self.store["kind"][: self.size], self.store["day"][: self.size]
        self.ordered = Ordered(kinds, days, self.ordered)

    def _take(self, fresh: dict[str, NDArray[Any]]) -> None:
        """Number the ids and words of some rows, and keep them behind the others."""
        for name in IDS:
            fresh[name], new = self.ids[name].of(fresh[name], nil=True)
            if name == "commission_id":
                self.unnamed += fresh["seq"][new].tolist()
        for name in WORDS:
            fresh[name], new = self.hashes.of(fresh[name])
            self.unspoken += [(name, seq) for seq in fresh["seq"][new].tolist()]
        fresh["ended"] = np.full(len(fresh["seq"]), NEVER, np.int64)
        fresh["atom"] = self._atoms_of(fresh["commission_id"], fresh["side"])
        self._append(fresh)

    def _atoms_of(self, commissions: Ints, sides: Ints) -> Ints:
        width = len(self.hashes)
        pairs = commissions.astype(np.int64) * width + sides
        present = np.flatnonzero(np.bincount(pairs))
        atoms = np.zeros(int(present[-1]) + 1, np.int32)
        for pair in present.tolist():
            atoms[pair] = self.atoms.setdefault(divmod(pair, width), len(self.atoms))
        found: Ints = atoms[pairs]
        return found

    def _say(self, database: Database) -> None:
        """Look up what the new keys stand for, each at a row that has it."""
        seqs = [*self.unnamed, *(seq for _, seq in self.unspoken)]
        rows = {row.seq: row for row in database.execute(SPOKEN, {"seqs": seqs})} if seqs else {}
        self.commissions += [rows[seq].commission_id for seq in self.unnamed]
        self.words += [getattr(rows[seq], name) for name, seq in self.unspoken]
        self.unnamed, self.unspoken = [], []

    def _make_room(self, more: int) -> None:
        """Have room for so many rows, and some to spare, so that following is not copying."""
        room, size = len(self.store["seq"]), self.size + more
        if size <= room:
            return
        for name, kept in self.store.items():
            grown = np.empty(size + size // 4 + BLOCK, kept.dtype)
            grown[: self.size] = kept[: self.size]
            self.store[name] = grown

    def _append(self, fresh: dict[str, NDArray[Any]]) -> None:
        before, size = self.size, self.size + len(fresh["seq"])
        self._make_room(len(fresh["seq"]))
        for name, values in fresh.items():
            self.store[name][before:size] = values
        self.size = size
        closing = fresh["closes"] > 0
        if closing.any():
            places = np.searchsorted(self.store["seq"][:size], fresh["closes"][closing])
            self.store["ended"][places] = fresh["seq"][closing]
        newest = np.zeros(len(self.ids["commission_id"]), np.int64)
        newest[fresh["commission_id"]] = fresh["seq"]
        for number in np.flatnonzero(newest).tolist():
            self.heard[number] = int(newest[number])

    def _read_persons(self, database: Database) -> None:
        newest = int(self.persons[0][-1]) if len(self.persons[0]) else 0
        more = database.execute(PERSONS, {"last": newest}).all()
        if not more:
            return
        fresh = (
            np.array([row[0] for row in more], np.int64),
            np.array([key_of(row[1].int) for row in more], np.uint64),
            np.array([key_of(row[2].int) if row[2] else 0 for row in more], np.uint64),
            np.array([row[3] for row in more], np.int64),
        )
        self.persons = tuple(np.concatenate(both) for both in zip(self.persons, fresh, strict=True))


def _together(waiting: list[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    return {name: np.concatenate([one[name] for one in waiting]) for name in waiting[0]}
