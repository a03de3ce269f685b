"""One unit of rows as PostgreSQL reads it fastest: lines of a binary COPY, with the marks of a copy in them."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from struct import pack
from typing import Any
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Float, Integer, SmallInteger, Text, Uuid
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from app.models.encrypted import Encrypted
from bench.tables import COPY_OF, COPY_SIGNS, LEFT_OUT, TABLES, Rows

HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TAIL = b"\xff\xff"
NOTHING = b"\xff\xff\xff\xff"
FIRST_DAY, FIRST_MOMENT = date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
CACHED = 1 << 16

# Where marks stand, each with enough around it that nothing else can look like one.
MARKED_ID = re.compile(rb"(?<=\x00\x00\x00\x10.{12})" + re.escape(pack(">I", COPY_OF)), re.DOTALL)
MARKED_WORD = re.compile(f"{COPY_OF:08x}".encode())
MARKED_REFERENCE = re.compile(
    rb"(?<=\x00\x00\x00\x08[A-Z0-9]{3}-[A-Z0-9]{2})" + re.escape(COPY_SIGNS.encode())
)

Lines = dict[str, tuple[bytes, int]]
"""By table: the lines of a unit, and how many they are."""
Shape = list[tuple[str, Any, Callable[[Any], bytes]]]
"""Each column with its default and with how a value is written."""


def shapes() -> dict[str, Shape]:
    """The columns of every table that is filled."""
    return {str(table.__tablename__): _shape(table) for table in TABLES}


def rendered(unit: Rows, of: dict[str, Shape]) -> Lines:
    """A unit of rows as lines."""
    found = {}
    for table, shape in of.items():
        if rows := unit[table]:
            width = pack(">h", len(shape))
            lines = [
                width + b"".join([write(row.get(name, start)) for name, start, write in shape])
                for row in rows
            ]
            found[table] = b"".join(lines), len(lines)
    return found


def _shape(table: type[SQLModel]) -> Shape:
    found = []
    for column in SQLModel.metadata.tables[str(table.__tablename__)].columns:
        if column.name in LEFT_OUT.get(str(table.__tablename__), ()):
            continue
        given = table.model_fields[column.name]
        start = None if given.default is PydanticUndefined else given.default
        if given.default_factory in (dict, list):
            start = given.default_factory()  # type: ignore[call-arg, misc]  # one of the two above
        found.append((column.name, start, _writer(column.type)))
    return found


def _writer(kind: Any) -> Callable[[Any], bytes]:
    if isinstance(kind, Encrypted):
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        return lambda value: _sized(kind.process_bind_param(value, dialect))
    for known, write in WRITERS:
        if isinstance(kind, known):
            return write
    raise TypeError(kind)


def _sized(value: bytes | None) -> bytes:
    return NOTHING if value is None else pack(">i", len(value)) + value


def _id(value: UUID | None) -> bytes:
    return NOTHING if value is None else b"\0\0\0\x10" + value.bytes


def _moment(value: datetime | None) -> bytes:
    return NOTHING if value is None else pack(">iq", 8, (value - FIRST_MOMENT) // TICK)


def _document(value: Any) -> bytes:
    # The first byte is the version of the format.
    return NOTHING if value is None else _sized(b"\1" + json.dumps(value, default=str).encode())


@lru_cache(CACHED)
def _text(value: Any) -> bytes:
    return NOTHING if value is None else _sized(str(value).encode())


@lru_cache(CACHED)
def _day(value: date | None) -> bytes:
    return NOTHING if value is None else pack(">ii", 4, (value - FIRST_DAY).days)


@lru_cache(CACHED)
def _small(value: int | None) -> bytes:
    return NOTHING if value is None else pack(">ih", 2, value)


@lru_cache(CACHED)
def _whole(value: int | None) -> bytes:
    return NOTHING if value is None else pack(">ii", 4, value)


@lru_cache(CACHED)
def _large(value: int | None) -> bytes:
    return NOTHING if value is None else pack(">iq", 8, value)


@lru_cache(CACHED)
def _real(value: float | None) -> bytes:
    return NOTHING if value is None else pack(">id", 8, value)


@lru_cache(CACHED)
def _truth(value: Any) -> bytes:
    return NOTHING if value is None else pack(">i?", 1, value)


# The narrower kind first: both small and large whole numbers are whole numbers to SQLAlchemy.
WRITERS: tuple[tuple[Any, Callable[[Any], bytes]], ...] = (
    (JSONB, _document), (Uuid, _id), (DateTime, _moment), (Date, _day), (Boolean, _truth),
    (SmallInteger, _small), (BigInteger, _large), (Integer, _whole), (Float, _real), (Text, _text),
)  # fmt: skip
