"""The ledger as it travels: blocks of some thousand rows, each column of a block as one array.

Without NULLs every element of an array in binary is equally wide, so a block is read without looking
at its rows. Ids and words travel as keys of 64 bits, and become small numbers in the order they come.
"""

# ruff: noqa: S608 - the statement is put together from our own column names and whole numbers

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app.database import Database

Ints = NDArray[np.signedinteger[Any]]
Keys = NDArray[np.uint64]
NOBODY = -1
BLOCK = 8192

# Name → (expression, kept as).
NUMBERS: dict[str, tuple[str, Any]] = {
    "seq": ("seq", np.int64),
    "closes": ("coalesce(closes, 0)", np.int64),
    "kind": ("kind", np.int16),
    "day": ("happened_on - date '2000-01-01'", np.int32),
    "n": ("n", np.int32),
    "value": ("coalesce(value, 'nan')", np.float64),
    "age": ("coalesce(age, -1::smallint)", np.int16),
}
NIL = "'00000000-0000-0000-0000-000000000000'::uuid"
IDS = {
    "subject": f"coalesce(subject, {NIL})",
    "referral": f"coalesce(referral, {NIL})",
    "group_id": f"coalesce(group_id, {NIL})",
    "commission_id": "commission_id",
    "setting_id": f"coalesce(setting_id, {NIL})",
}
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
NAMED = "closes, happened_on, value, age, kind, n, seq"
EXPRESSIONS = [
    *(expression for expression, _ in NUMBERS.values()),
    *IDS.values(),
    *(f"hashtextextended({expression}, 0)" for expression in WORDS.values()),
]
BLOCKS = (
    "SELECT block.* FROM generate_series(CAST({last} AS bigint), {newest} - 1, {block}) first, LATERAL (SELECT "
    + ", ".join(f"array_agg({expression})" for expression in EXPRESSIONS)
    + f" FROM (SELECT {NAMED}, {', '.join(IDS)}, {', '.join(WORDS)} FROM fact"
    " WHERE seq > first AND seq <= first + {block} AND seq <= {newest} ORDER BY seq) one) block"
)
SPOKEN = text(
    "SELECT seq, commission_id, "
    + ", ".join(f"{expression} AS {name}" for name, expression in WORDS.items())
    + " FROM fact WHERE seq = ANY(:seqs)"
)
WIDTHS = [
    *(np.dtype(kept).newbyteorder(">") for _, kept in NUMBERS.values()),
    *(np.dtype([("high", ">u8"), ("low", ">u8")]) for _ in IDS),
    *(np.dtype(">u8") for _ in WORDS),
]
ELEMENTS = [np.dtype([("width", ">i4"), ("value", width)]) for width in WIDTHS]
HEADER, ARRAY = 19, 20  # bytes before the first row; before the first element of an array


def blocks(database: Database, last: int, newest: int) -> Iterator[dict[str, NDArray[Any]]]:
    """The rows after `last`, up to `newest`, in the order of `seq`; keys of ids and words as uint64."""
    statement = BLOCKS.format(last=int(last), newest=int(newest), block=BLOCK)
    driver: Any = database.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)") as stream,
    ):
        start = HEADER
        for part in stream:
            if len(part) - start > ARRAY:
                yield from _block(bytes(part), start)
            start = 0


def _block(raw: bytes, start: int) -> Iterator[dict[str, NDArray[Any]]]:
    place, found = start + 2, {}
    for name, element in zip((*NUMBERS, *IDS, *WORDS), ELEMENTS, strict=True):
        width = int.from_bytes(raw[place : place + 4], "big", signed=True)
        place += 4
        if width < 0:
            return  # numbers without a row: nothing in this block
        size = int.from_bytes(raw[place + 12 : place + 16], "big")
        values = np.frombuffer(raw, element, size, place + ARRAY)["value"]
        if name in NUMBERS:
            found[name] = values.astype(NUMBERS[name][1])
        elif name in IDS:
            found[name] = mixed(values["high"].astype(np.uint64), values["low"].astype(np.uint64))
        else:
            found[name] = values.astype(np.uint64)
        place += width
    yield found


def mixed(high: Any, low: Any) -> Any:
    """One key of 64 bits for an id of 128, nought for none.

    Ids are random in more than 64 of their bits: of a million, two share a key once in 40 million times.
    """
    with np.errstate(over="ignore"):
        return high * np.uint64(0x9E3779B97F4A7C15) ^ low * np.uint64(0xC2B2AE3D27D4EB4F)


def key_of(number: int) -> int:
    """The key of an id, given as a whole number of 128 bits."""
    return int(mixed(np.uint64(number >> 64), np.uint64(number & (1 << 64) - 1)))


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
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.numbers[places], NOBODY).astype(np.int32)

    def of(self, keys: Keys, *, nil: bool = False) -> tuple[Ints, Ints]:
        """The numbers of keys, and the places of those that were new, in the order of their numbers.

        With `nil`, the key 0 is no thing and gets no number.
        """
        found = self.find(keys)
        missing = np.flatnonzero((found < 0) & (keys != 0) if nil else found < 0)
        if not len(missing):
            return found, missing
        fresh, first = np.unique(keys[missing], return_index=True)
        order = np.argsort(first)
        numbers = np.empty(len(fresh), np.int32)
        numbers[order] = np.arange(len(self.keys), len(self.keys) + len(fresh), dtype=np.int32)
        at = np.searchsorted(self.keys, fresh)
        self.keys, self.numbers = (
            np.insert(self.keys, at, fresh),
            np.insert(self.numbers, at, numbers),
        )
        found[missing] = numbers[np.searchsorted(fresh, keys[missing])]
        return found, missing[first[order]]
