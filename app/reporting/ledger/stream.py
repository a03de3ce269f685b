"""The ledgers as they travel: blocks of some thousand rows, each column of a block as one array.

Without NULLs every element of an array in binary is equally wide, so a block is read without looking
at its rows. Ids and words travel as keys of 64 bits, and become small numbers in the order they come.
A key is PostgreSQL's own hash: of a million ids, two share one once in 40 million times.
"""

# ruff: noqa: S608 - the statement is put together from our own column names and whole numbers

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app.database import Database

Ints = NDArray[np.signedinteger[Any]]
Keys = NDArray[np.uint64]
Block = dict[str, NDArray[Any]]
NOBODY = -1
BLOCK, MANY = 8192, 1 << 17
AT_MOST = 64 * BLOCK
AHEAD = 8  # blocks
FEW = 50  # times as many keys as are looked for: searching one after the other is quicker

# Name → (expression, how wide it travels).
NUMBERS: dict[str, tuple[str, Any]] = {
    "seq": ("seq", np.int64),
    "kind": ("kind", np.int16),
    "day": ("happened_on - date '2000-01-01'", np.int32),
    "value": ("coalesce(value, 'nan')", np.float64),
    "age": ("coalesce(age, -1::smallint)", np.int16),
}
# Name → (expression, how wide it travels, which rows have it, what the others have).
SPARSE: dict[str, tuple[str, Any, str, int]] = {
    "closes": ("closes", np.int64, "closes IS NOT NULL", 0),
    "n": ("n", np.int32, "n <> 1", 1),
    "group_id": ("uuid_hash_extended(group_id, 0)", np.uint64, "group_id IS NOT NULL", 0),
}
"""Few rows have these: they travel with the number of the row."""
IDS = ("subject", "referral", "group_id", "setting_id")
WORDS = {
    "code": "code",
    "programme": "programme",
    "side": "side",
    "area": "coalesce(area, '')",
    "audience": "audience",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "source": "source",
}
SETS = {
    "coded": ("code",),
    "traits": ("area", "audience", "sex", "ethnicity", "source"),
    "atom": ("commission_id", "side", "provider_id", "programme"),
}
"""Columns that have few different values together: they travel, and are kept, as one number."""
SPOKEN_IDS = ("commission_id", "provider_id")


def key(*columns: str) -> str:
    """The expression for one key of 64 bits for the values of some columns."""
    found = "0"
    for name in columns:
        found = (
            f"hashtextextended({WORDS[name]}, {found})"
            if name in WORDS
            else f"uuid_hash_extended({name}, {found})"
        )
    return found


EXPRESSIONS = {
    **{name: expression for name, (expression, _) in NUMBERS.items()},
    **{name: f"coalesce({key(name)}, 0)" for name in IDS if name not in SPARSE},
    **{name: key(*columns) for name, columns in SETS.items()},
}
NAMED = ", ".join(
    dict.fromkeys(
        ["seq", "closes", "kind", "happened_on", "n", "value", "age", *IDS, *chain(*SETS.values())]
    )
)
FACTS = (
    "SELECT block.* FROM generate_series(CAST({last} AS bigint), {newest} - 1, {block}) first, LATERAL (SELECT "
    + ", ".join(
        (
            *(f"array_agg({expression})" for expression in EXPRESSIONS.values()),
            *(
                f"array_agg({one}) FILTER (WHERE {has_it})"
                for expression, _width, has_it, _other in SPARSE.values()
                for one in ("seq", expression)
            ),
        )
    )
    + f" FROM (SELECT {NAMED} FROM fact"
    " WHERE seq > first AND seq <= first + {block} AND seq <= {newest} ORDER BY seq) one) block"
)
PERSONS = (
    "SELECT array_agg(seq), array_agg(coalesce(closes, 0)),"
    f" array_agg({key('subject')}), array_agg(coalesce({key('identity')}, 0))"
    " FROM (SELECT * FROM same_person WHERE seq > {last} ORDER BY seq LIMIT {block}) one"
)
SPOKEN = text(
    f"SELECT seq, {', '.join(SPOKEN_IDS)}, "
    + ", ".join(f"{expression} AS {name}" for name, expression in WORDS.items())
    + " FROM fact WHERE seq = ANY(:seqs)"
)
Widths = dict[str, Any]
KEY = np.dtype(">u8")
FACT_WIDTHS: Widths = {
    name: np.dtype(NUMBERS[name][1]).newbyteorder(">") if name in NUMBERS else KEY
    for name in EXPRESSIONS
} | {
    part: np.dtype(width).newbyteorder(">")
    for name, (_, kept, _, _) in SPARSE.items()
    for part, width in ((f"{name} at", np.int64), (name, kept))
}
PERSON_WIDTHS: Widths = {
    "seq": np.dtype(">i8"),
    "closes": np.dtype(">i8"),
    "subject": KEY,
    "identity": KEY,
}
HEADER, ARRAY = 19, 20  # bytes before the first row; before the first element of an array


def facts(database: Database, last: int, newest: int) -> Iterator[Block]:
    """Facts after `last`, up to `newest`, in the order of `seq`; keys of ids and words as uint64."""
    found = _facts(database, int(last), int(newest))
    return _ahead(found) if newest - last > MANY else found


def _facts(database: Database, last: int, newest: int) -> Iterator[Block]:
    # Several statements: one over many millions would take longer than any statement may.
    for start in range(last, newest, AT_MOST):
        end = min(start + AT_MOST, newest)
        statement = FACTS.format(last=start, newest=end, block=BLOCK)
        for block in _blocks(database, statement, FACT_WIDTHS):
            if len(block["seq"]):
                yield _spread(block)


def _spread(block: Block) -> Block:
    """The columns that few rows have, for every row."""
    for name, (_, width, _, other) in SPARSE.items():
        whole = np.full(len(block["seq"]), other, width)
        whole[np.searchsorted(block["seq"], block.pop(f"{name} at"))] = block[name]
        block[name] = whole
    return block


def _ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same blocks; the next few are fetched meanwhile, so that the database need not wait."""
    with ThreadPoolExecutor(1) as fetching:
        coming = deque(fetching.submit(next, blocks, None) for _ in range(AHEAD))
        while (block := coming.popleft().result()) is not None:
            coming.append(fetching.submit(next, blocks, None))
            yield block


def persons(database: Database, last: int) -> Iterator[Block]:
    """What was said after `last` about who is one human being, in the order of `seq`."""
    while True:
        read = list(_blocks(database, PERSONS.format(last=int(last), block=MANY), PERSON_WIDTHS))
        if not read or not len(read[0]["seq"]):
            return
        yield read[0]
        last = int(read[0]["seq"][-1])


def _blocks(database: Database, statement: str, widths: Widths) -> Iterator[Block]:
    driver: Any = database.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)") as stream,
    ):
        start = HEADER
        for part in stream:
            if len(part) - start > ARRAY:
                yield _block(bytes(part), start, widths)
            start = 0


def _block(raw: bytes, start: int, widths: Widths) -> Block:
    """One row of the answer: an array for each column, empty where there is none."""
    place, found = start + 2, {}
    for name, kept in widths.items():
        width = int.from_bytes(raw[place : place + 4], "big", signed=True)
        place += 4
        size = int.from_bytes(raw[place + 12 : place + 16], "big") if width > 0 else 0
        element = np.dtype([("width", ">i4"), ("value", kept)])
        values = np.frombuffer(raw, element, size, place + ARRAY if size else 0)["value"]
        found[name] = values.astype(kept.newbyteorder("="))
        place += max(width, 0)
    return found


@dataclass
class Numbering:
    """Keys and the small numbers that stand for them, in the order they came.

    The arrays are replaced and never written to, so whoever holds one may go on reading it.
    """

    keys: Keys = field(default_factory=lambda: np.empty(0, np.uint64))
    numbers: Ints = field(default_factory=lambda: np.empty(0, np.int32))

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, keys: Keys) -> Ints:
        """The numbers of keys; NOBODY for one that is not known."""
        if not len(self.keys):
            return np.full(len(keys), NOBODY, np.int32)
        places = np.minimum(self._places(keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.numbers[places], NOBODY).astype(np.int32)

    def _places(self, keys: Keys) -> Ints:
        """For each key the place of the first one that is not smaller."""
        if len(keys) < len(self.keys) // FEW:
            return np.searchsorted(self.keys, keys)
        # Keys are hashes, spread evenly: the first bits of one nearly tell its place.
        bits = max(len(self.keys).bit_length(), 1)
        rest = np.uint64(64 - bits)
        begun = np.zeros((1 << bits) + 1, np.int64)
        np.cumsum(
            np.bincount((self.keys >> rest).astype(np.int64), minlength=1 << bits), out=begun[1:]
        )
        places = begun[(keys >> rest).astype(np.int64)]
        ended = np.append(self.keys, np.iinfo(np.uint64).max)
        looking = np.arange(len(keys))
        while len(looking):
            looking = looking.compress(ended[places[looking]] < keys[looking])
            places[looking] += 1
        return places

    def of(self, keys: Keys, *, nil: bool = False) -> tuple[Ints, Ints]:
        """The numbers of keys, and the places of those that were new, in the order of their numbers.

        With `nil`, the key 0 is no thing and gets no number.
        """
        # Facts of one thing mostly come one after another.
        is_other = np.ones(len(keys), bool)
        np.not_equal(keys[1:], keys[:-1], out=is_other[1:])
        starts = np.flatnonzero(is_other)
        keys, times = keys[starts], np.diff(starts, append=len(keys))
        found = self.find(keys)
        missing = np.flatnonzero((found < 0) & (keys != 0) if nil else found < 0)
        if not len(missing):
            return np.repeat(found, times), missing
        fresh, first, which = np.unique(keys[missing], return_index=True, return_inverse=True)
        order = np.argsort(first)
        numbers = np.empty(len(fresh), np.int32)
        numbers[order] = np.arange(len(self.keys), len(self.keys) + len(fresh), dtype=np.int32)
        at = np.searchsorted(self.keys, fresh)
        self.keys, self.numbers = (
            np.insert(self.keys, at, fresh),
            np.insert(self.numbers, at, numbers),
        )
        found[missing] = numbers[which]
        return np.repeat(found, times), starts[missing[first[order]]]
