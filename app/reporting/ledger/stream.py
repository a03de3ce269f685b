"""The ledgers as they travel: blocks of some thousand rows, each column of a block as one array.

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
BLOCK, MANY = 8192, 1 << 17
AT_MOST = 64 * BLOCK

# Name → (expression, how wide it travels).
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
    "setting_id": f"coalesce(setting_id, {NIL})",
    "commission_id": "commission_id",
    "provider_id": "provider_id",
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
FACTS = (
    "SELECT block.* FROM generate_series(CAST({last} AS bigint), {newest} - 1, {block}) first, LATERAL (SELECT "
    + ", ".join(
        f"array_agg({expression})"
        for expression in (
            *(expression for expression, _ in NUMBERS.values()),
            *IDS.values(),
            *(f"hashtextextended({expression}, 0)" for expression in WORDS.values()),
        )
    )
    + f" FROM (SELECT {NAMED}, {', '.join(IDS)}, {', '.join(WORDS)} FROM fact"
    " WHERE seq > first AND seq <= first + {block} AND seq <= {newest} ORDER BY seq) one) block"
)
PERSONS = (
    "SELECT array_agg(seq), array_agg(coalesce(closes, 0)), array_agg(subject),"
    f" array_agg(coalesce(identity, {NIL}))"
    " FROM (SELECT * FROM same_person WHERE seq > {last} ORDER BY seq LIMIT {block}) one"
)
SPOKEN = text(
    "SELECT seq, commission_id, provider_id, "
    + ", ".join(f"{expression} AS {name}" for name, expression in WORDS.items())
    + " FROM fact WHERE seq = ANY(:seqs)"
)
ID = np.dtype([("high", ">u8"), ("low", ">u8")])
Widths = dict[str, Any]
FACT_WIDTHS: Widths = (
    {name: np.dtype(width).newbyteorder(">") for name, (_, width) in NUMBERS.items()}
    | dict.fromkeys(IDS, ID)
    | dict.fromkeys(WORDS, np.dtype(">u8"))
)
PERSON_WIDTHS: Widths = {
    "seq": np.dtype(">i8"),
    "closes": np.dtype(">i8"),
    "subject": ID,
    "identity": ID,
}
HEADER, ARRAY = 19, 20  # bytes before the first row; before the first element of an array


def facts(database: Database, last: int, newest: int) -> Iterator[dict[str, NDArray[Any]]]:
    """Facts after `last`, up to `newest`, in the order of `seq`; keys of ids and words as uint64."""
    # Several statements: one over many millions would take longer than any statement may.
    for start in range(int(last), int(newest), AT_MOST):
        end = min(start + AT_MOST, int(newest))
        yield from _blocks(database, FACTS.format(last=start, newest=end, block=BLOCK), FACT_WIDTHS)


def persons(database: Database, last: int) -> Iterator[dict[str, NDArray[Any]]]:
    """What was said after `last` about who is one human being, in the order of `seq`."""
    while True:
        read = list(_blocks(database, PERSONS.format(last=int(last), block=MANY), PERSON_WIDTHS))
        if not read:
            return
        yield read[0]
        last = int(read[0]["seq"][-1])


def _blocks(
    database: Database, statement: str, widths: Widths
) -> Iterator[dict[str, NDArray[Any]]]:
    driver: Any = database.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)") as stream,
    ):
        start = HEADER
        for part in stream:
            if len(part) - start > ARRAY:
                yield from _block(bytes(part), start, widths)
            start = 0


def _block(raw: bytes, start: int, widths: Widths) -> Iterator[dict[str, NDArray[Any]]]:
    place, found = start + 2, {}
    for name, kept in widths.items():
        width = int.from_bytes(raw[place : place + 4], "big", signed=True)
        place += 4
        if width < 0:
            return  # numbers without a row: nothing in this block
        size = int.from_bytes(raw[place + 12 : place + 16], "big")
        element = np.dtype([("width", ">i4"), ("value", kept)])
        values = np.frombuffer(raw, element, size, place + ARRAY)["value"]
        if kept is ID:
            found[name] = mixed(values["high"].astype(np.uint64), values["low"].astype(np.uint64))
        else:
            found[name] = values.astype(kept.newbyteorder("="))
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
