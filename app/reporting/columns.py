"""The ledger of facts as columns in this process, kept up by following `seq`.

Read as the database role `counting`, which has no right to anything but facts, who is one human
being, and commissions. With no NULLs every row of a binary COPY is equally wide, so the stream is
the columns. Facts are only ever added; a row that closes an older one stamps it with its own `seq`,
so "as known at S" is: `seq <= S` and not closed by S.
"""

# ruff: noqa: S608 - statements are put together from our own column names and whole numbers

from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app.database import Database

Ints = NDArray[np.signedinteger[Any]]
NEVER = np.iinfo(np.int64).max
EPOCH = date(2000, 1, 1)
NOBODY = -1

# Name → (expression, width in the stream, kept as). Ids and words are numbered as they come.
NUMBERS = {
    "seq": ("seq", ">i8", np.int64),
    "closes": ("coalesce(closes, 0)", ">i8", np.int64),
    "kind": ("kind", ">i2", np.int16),
    "day": ("happened_on - date '2000-01-01'", ">i4", np.int32),
    "n": ("n", ">i4", np.int32),
    "value": ("coalesce(value, 'nan')", ">f8", np.float64),
    "age": ("coalesce(age, -1::smallint)", ">i2", np.int16),
}
IDS = ("subject", "referral", "group_id", "commission_id", "provider_id", "setting_id")
WORDS = ("code", "basis", "programme", "side", "area", "audience", "sex", "ethnicity", "source")
NIL = "'00000000-0000-0000-0000-000000000000'::uuid"
TAIL = (
    "SELECT "
    + ", ".join(
        [expression for expression, _, _ in NUMBERS.values()]
        + [f"coalesce({name}, {NIL})" for name in IDS]
        + [f"hashtextextended(coalesce({name}, ''), 0)" for name in WORDS]
    )
    + " FROM fact WHERE seq > {last} AND seq <= {newest} ORDER BY seq"
)
LINE = np.dtype(
    [("fields", ">i2")]
    + [
        part
        for name, kind in (
            *((name, wide) for name, (_, wide, _) in NUMBERS.items()),
            *((name, "S16") for name in IDS),
            *((name, ">i8") for name in WORDS),
        )
        for part in ((f"width_{name}", ">i4"), (name, kind))
    ]
)
HEADER, TRAILER = 19, 2
SPOKEN = text(
    "SELECT "
    + ", ".join(
        f"coalesce({name}, ''), hashtextextended(coalesce({name}, ''), 0)" for name in WORDS
    )
    + " FROM fact WHERE seq = ANY(:seqs)"
)
MARK = text("SELECT known_from, commission_id FROM fact WHERE seq = :last")
NEWEST = text("SELECT max(seq) FROM fact")
PERSONS = text(
    "SELECT seq, subject, identity, coalesce(closes, 0) FROM same_person WHERE seq > :last ORDER BY seq"
)


@dataclass
class Numbering:
    """Ids or words and the small numbers that stand for them, in the order they came."""

    known: dict[Any, int] = field(default_factory=dict)
    names: list[Any] = field(default_factory=list)

    def of(self, name: Any) -> int:
        """The number of a name, given to it now if it has none."""
        number = self.known.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


@dataclass(frozen=True)
class Snapshot:
    """The columns at one moment. Rows added later are not in it; rows closed later say so by `seq`."""

    columns: dict[str, NDArray[Any]]
    ids: dict[str, Numbering]
    words: Numbering
    persons: tuple[tuple[int, UUID, UUID | None, int], ...]
    known_at: int
    sides: dict[UUID, set[str]]
    """The sides that each commission has facts of."""
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
        return max(about, self.persons[-1][0] if self.persons else 0)

    def numbers_of(self, words: frozenset[str]) -> list[int]:
        """The numbers that stand for words; a word that no fact has is left out."""
        return [self.words.known[word] for word in words if word in self.words.known]

    def identities(self, known_at: int) -> Ints:
        """For each subject's number, the number of the human being it is as known at a moment."""
        subjects = self.ids["subject"]
        count = len(subjects.names)
        closed = {closes for seq, _, _, closes in self.persons if closes and seq <= known_at}
        joined = np.arange(count, dtype=np.int64)
        beyond: dict[UUID, int] = {}
        for seq, subject, identity, _ in self.persons:
            number = subjects.known.get(subject)
            stands = seq <= known_at and seq not in closed and identity is not None
            if stands and number is not None and number < count:
                joined[number] = beyond.setdefault(identity, count + len(beyond))  # type: ignore[arg-type]
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
        self.last = 0
        self.mark: Any = None
        self.ids = {name: Numbering() for name in IDS}
        self.words = Numbering()
        self.hashes: dict[int, int] = {}
        self.size = 0
        kinds = {name: kept for name, (_, _, kept) in NUMBERS.items()} | {"ended": np.int64}
        kinds |= dict.fromkeys((*IDS, *WORDS), np.int32)
        self.store: dict[str, NDArray[Any]] = {
            name: np.empty(0, kind) for name, kind in kinds.items()
        }
        self.persons: list[tuple[int, UUID, UUID | None, int]] = []
        self.sides: dict[UUID, set[str]] = {}
        self.latest: dict[UUID, int] = {}

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
            newest = self.persons[-1][0] if self.persons else 0
            more = database.execute(PERSONS, {"last": newest}).all()
            self.persons += [(row[0], row[1], row[2], row[3]) for row in more]
            return Snapshot(
                columns={name: kept[: self.size] for name, kept in self.store.items()},
                ids=self.ids,
                words=self.words,
                persons=tuple(self.persons),
                known_at=max(self.last, self.persons[-1][0] if self.persons else 0),
                sides={one: set(sides) for one, sides in self.sides.items()},
                latest=dict(self.latest),
                life=self.life,
            )

    def _read_facts(self, database: Database) -> None:
        # Both ends are named, so that the index is used also where statistics are old.
        newest = database.scalar(NEWEST) or 0
        if newest <= self.last:
            return
        raw = _copied(database, TAIL.format(last=int(self.last), newest=int(newest)))
        lines = np.frombuffer(
            raw, LINE, offset=HEADER, count=(len(raw) - HEADER - TRAILER) // LINE.itemsize
        )
        if not len(lines):
            return
        fresh: dict[str, NDArray[Any]] = {
            name: lines[name].astype(kept) for name, (_, _, kept) in NUMBERS.items()
        }
        fresh["ended"] = np.full(len(lines), NEVER, np.int64)
        fresh |= {name: _numbered(self.ids[name], lines[name]) for name in IDS}
        fresh |= self._worded(database, lines)
        self._append(fresh)
        self._note_commissions(fresh)
        self.last = int(fresh["seq"][-1])
        self.mark = database.execute(MARK, {"last": self.last}).one()

    def _worded(self, database: Database, lines: NDArray[Any]) -> dict[str, Ints]:
        """The columns of words as numbers; a hash that is new is looked up at one row that has it."""
        found = {
            name: np.unique(lines[name], return_index=True, return_inverse=True) for name in WORDS
        }
        seqs = [
            int(lines["seq"][place])
            for hashes, places, _ in found.values()
            for value, place in zip(hashes.tolist(), places.tolist(), strict=True)
            if value not in self.hashes
        ]
        for row in database.execute(SPOKEN, {"seqs": seqs}) if seqs else ():
            for word, value in zip(row[::2], row[1::2], strict=True):
                self.hashes[value] = self.words.of(word)
        return {
            name: np.array([self.hashes[value] for value in hashes.tolist()], np.int32)[where]
            for name, (hashes, _, where) in found.items()
        }

    def _note_commissions(self, fresh: dict[str, NDArray[Any]]) -> None:
        names, words = self.ids["commission_id"].names, self.words.names
        both = fresh["commission_id"].astype(np.int64) << 32 | fresh["side"]
        found, last = np.unique(both[::-1], return_index=True)
        newest = fresh["seq"][::-1][last]
        for pair, seq in zip(found.tolist(), newest.tolist(), strict=True):
            commission = names[pair >> 32]
            self.sides.setdefault(commission, set()).add(words[pair & 0xFFFFFFFF])
            self.latest[commission] = max(seq, self.latest.get(commission, 0))

    def _append(self, fresh: dict[str, NDArray[Any]]) -> None:
        size = self.size + len(fresh["seq"])
        for name, values in fresh.items():
            kept = self.store[name]
            if size > len(kept):
                grown = np.empty(max(size, 2 * len(kept)), kept.dtype)
                grown[: self.size] = kept[: self.size]
                self.store[name] = kept = grown
            kept[self.size : size] = values
        self.size = size
        closing = fresh["closes"] > 0
        places = np.searchsorted(self.store["seq"][:size], fresh["closes"][closing])
        self.store["ended"][places] = fresh["seq"][closing]


def _copied(database: Database, statement: str) -> bytes:
    """The answer to a statement as one binary stream."""
    driver: Any = database.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)") as stream,
    ):
        return b"".join(bytes(part) for part in stream)


def _numbered(numbering: Numbering, column: NDArray[Any]) -> Ints:
    """Ids of a column as numbers; no id is -1."""
    halves = np.ascontiguousarray(column).view(">u8").reshape(-1, 2).astype(np.uint64)
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    ordered = halves[order]
    is_first = np.ones(len(order), bool)
    is_first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    numbers = [
        numbering.of(UUID(int=high << 64 | low)) if high or low else NOBODY
        for high, low in ordered[is_first].tolist()
    ]
    found = np.empty(len(order), np.int32)
    found[order] = np.array(numbers, np.int32)[np.cumsum(is_first) - 1]
    return found
