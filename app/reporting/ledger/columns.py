"""The ledger of facts as columns in this process, kept up by following `seq`.

Read as the database role `counting`, which has no right to anything but facts, who is one human
being, and commissions. Facts are only ever added; a row that closes an older one stamps it with its
own `seq`, so "as known at S" is: `seq <= S` and not closed by S.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app.database import Database
from app.reporting.ledger import beings, mapped, stream
from app.reporting.ledger.names import PARTED, Names, Told
from app.reporting.ledger.ordering import Ordered
from app.reporting.ledger.store import Columns, Store
from app.reporting.ledger.stream import IDS, SETS, Ints, Numbering

EPOCH = date(2000, 1, 1)
AT_ONCE = 64  # blocks whose ids and words are numbered together
MARK = text("SELECT known_from, commission_id FROM fact WHERE seq = :last")
NEWEST = text("SELECT max(seq) FROM fact")
PAIR = 1 << 32
"""Two numbers of the ledger as one: the first times this, plus the second."""


@dataclass(frozen=True)
class Snapshot:
    """The columns at one moment. Rows added later are not in it; rows closed later say so by `seq`."""

    columns: Columns
    ordered: Ordered
    sizes: dict[str, int]
    """How many different ids of each name there are; each has a number below that."""
    spoken: Told
    store: Store
    subjects: Numbering
    persons: beings.Said
    beings: beings.Beings
    known_at: int
    latest: dict[UUID, int]
    """The newest `seq` about each commission."""
    life: int
    """Which laying out of a database this is: another after it was restored, emptied or laid out anew."""

    def column(self, name: str) -> NDArray[Any]:
        """A column of every row known; not to be written to. Most rows lie by kind, day and `seq`."""
        return self.columns[name]

    @property
    def words(self) -> tuple[str, ...]:
        """Words by their number."""
        return self.spoken.words

    @property
    def atoms(self) -> tuple[tuple[UUID, str], ...]:
        """Commission and side by the number that stands for both (and for provider and programme)."""
        return self.spoken.atoms

    @property
    def providers(self) -> tuple[UUID, ...]:
        """The provider of each atom."""
        return self.spoken.providers

    @property
    def firsts(self) -> tuple[int, ...]:
        """The `seq` of one fact of each atom."""
        return self.spoken.firsts

    def get(self, name: str, rows: slice | Ints) -> NDArray[Any]:
        """A column at these rows."""
        if name in PARTED:
            return self.spoken.parts[name][self.columns[PARTED[name][0]][rows]]
        return self.columns[name][rows]

    def told(self, name: str, of: NDArray[Any], rows: slice | Ints) -> NDArray[Any]:
        """What `of` has for each number of a column, at these rows."""
        if name in PARTED:
            by_set: NDArray[Any] = of[self.spoken.parts[name]]
            return by_set[self.columns[PARTED[name][0]][rows]]
        found: NDArray[Any] = of[self.columns[name][rows]]
        return found

    def standing(self, rows: slice | Ints, known_at: int) -> NDArray[np.bool_]:
        """Whether each of these rows was known at a moment, and not closed by then."""
        stands: NDArray[np.bool_] = self.columns["ended"][rows] > known_at
        if known_at < self.known_at:
            stands &= self.columns["seq"][rows] <= known_at
        return stands

    def places(self, seqs: Ints) -> Ints:
        """The rows that have these numbers in the ledger."""
        return self.store.places(seqs)

    def closed_since(self, seq: int) -> Ints:
        """Rows that were closed by rows from this number on, and perhaps by some before."""
        return self.store.closed_since(seq)

    def newest(self, commissions: list[UUID]) -> int:
        """The newest `seq` that can matter to these commissions."""
        about = max((self.latest.get(one, 0) for one in commissions), default=0)
        return max(about, self.newest_person)

    @property
    def newest_person(self) -> int:
        """The newest `seq` that says who is one human being, or 0."""
        return self.persons.newest

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
        """For each subject's number the number of the human being, as known at a moment."""
        return self.beings.at(known_at, self.persons, self.subjects, self.sizes["subject"])


class Ledger:
    """All facts of one database, in the order in which they became known.

    `file` is where the columns of a large ledger are kept for all processes of this machine.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.lock, self.file = Lock(), file
        self.life = 0
        self.forget()

    def forget(self) -> None:
        """Start anew: nothing is known yet."""
        self.life += 1
        self.last = 0
        self.mark: Any = None
        self.store = Store()
        self.names = Names()
        self.persons = beings.nothing()
        self.beings = beings.Beings()
        self.unspoken: list[tuple[str, int]] = []
        self.spoken = Told.by(self.names)
        self.ordered = self.store.ordered()

    def follow(self, database: Database) -> Snapshot:
        """Read what was added since the last time, and return all of it.

        Begins again if the database is not the one that was read before (restored, or emptied).
        """
        with self.lock:
            if self.last and self._mark(database) != self.mark:
                self.forget()
            if not self.last:
                self._start(database)
            elif self._read_facts(database):
                if self.store.is_full:
                    self.store.settle()
                    self.life += 1
                self.ordered = self.store.ordered()
            self._read_persons(database)
            return self._snapshot()

    def _snapshot(self) -> Snapshot:
        store, names, atoms = self.store, self.names, self.spoken.atoms
        latest: dict[UUID, int] = {}
        for one, seq in names.heard.items():
            latest[atoms[one][0]] = max(seq, latest.get(atoms[one][0], 0))
        return Snapshot(
            columns={name: kept[: store.size] for name, kept in store.columns.items()},
            ordered=self.ordered,
            sizes={name: len(numbering) for name, numbering in names.ids.items()},
            spoken=self.spoken,
            store=replace(store, columns=store.columns.copy(), closings=store.closings.copy()),
            subjects=Numbering(names.ids["subject"].keys, names.ids["subject"].numbers),
            persons=self.persons,
            beings=self.beings,
            known_at=max(self.last, self.persons.newest),
            latest=latest,
            life=self.life,
        )

    def _start(self, database: Database) -> None:
        """Read everything; of a large ledger take up the columns that a process here laid out before."""
        if self.file is None or not mapped.is_worth_it(self._newest(database)):
            self._read_facts(database)
            self.store.settle()
        else:
            with mapped.alone(self.file):
                self._share(database, self.file)
        self.ordered = self.store.ordered()

    def _share(self, database: Database, file: Path) -> None:
        """Map the columns, or lay them out for the other processes."""
        if kept := mapped.read(file):
            self.store, self.names, self.last = kept.store, kept.names, kept.last
            self.spoken = Told.by(kept.names)
            self.mark = self._mark(database)
            if mapped.said(self.mark) != kept.mark:
                self.forget()
        self._read_facts(database)
        if self.store.settled and not self.store.is_full:
            return
        self.store.settle()
        if mapped.write(file, self.store, self.names, self.last, mapped.said(self.mark)):
            # From here on the pages are shared with whoever reads the file.
            kept = mapped.read(file)
            self.store = kept.store if kept else self.store

    def _mark(self, database: Database) -> Any:
        row = database.execute(MARK, {"last": self.last}).one_or_none()
        return row and tuple(row)

    def _newest(self, database: Database) -> int:
        return database.scalar(NEWEST) or 0

    def _read_facts(self, database: Database) -> bool:
        """Read what is new, if anything is."""
        # Both ends are named, so that the index is used also where statistics are old.
        newest = self._newest(database)
        if newest <= self.last:
            return False
        if not self.last:
            self.store.make_room(newest)
        before = self.store.size
        try:
            self._take_all(stream.facts(database, self.last, newest))
            self._say(database)
        except BaseException:
            self.forget()  # what was read in part is not to be counted
            raise
        if self.store.size:
            self.mark = self._mark(database)
        return self.store.size > before

    def _take_all(self, blocks: Iterator[Columns]) -> None:
        """Keep what comes, many blocks at once."""
        while waiting := list(islice(blocks, AT_ONCE)):
            names = waiting[0]
            self._take({name: np.concatenate([one[name] for one in waiting]) for name in names})

    def _take(self, fresh: Columns) -> None:
        """Number the ids and words of some rows, and keep them behind the others."""
        names = self.names
        for name in IDS:
            fresh[name], _ = names.ids[name].of(fresh[name], nil=True)
        for name in SETS:
            fresh[name], new = names.sets[name].of(fresh[name])
            self.unspoken += [(name, seq) for seq in fresh["seq"][new].tolist()]
        newest = np.zeros(len(names.sets["atom"]), np.int64)
        newest[fresh["atom"]] = fresh["seq"]
        names.heard |= {one: int(newest[one]) for one in np.flatnonzero(newest).tolist()}
        self.store.append(fresh)
        self.last = int(fresh["seq"][-1])

    def _say(self, database: Database) -> None:
        """Look up what the new keys stand for, each at a row that has it."""
        if not self.unspoken:
            return
        seqs = {"seqs": list({seq for _, seq in self.unspoken})}
        rows = {row.seq: row for row in database.execute(stream.SPOKEN, seqs)}
        for name, seq in self.unspoken:
            self.names.say(name, rows[seq])
        self.unspoken, self.spoken = [], Told.by(self.names)

    def _read_persons(self, database: Database) -> None:
        for fresh in stream.persons(database, self.persons.newest):
            more = (fresh[name] for name in beings.Said._fields)
            both = zip(self.persons, more, strict=True)
            self.persons = beings.Said(*(np.concatenate(pair) for pair in both))
