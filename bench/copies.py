"""A pattern of referrals, rendered once as lines for COPY, and written many times with other ids.

Inventing 25,000 referrals through the functions of the actions takes Python seconds; a million would
take a quarter of an hour. So a million is fifty copies of a pattern, and each copy leaves out other
lines of it, so that no two are alike and no count is a multiple of fifty.
"""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from app.models.encrypted import Encrypted
from bench.invented import letters
from bench.tables import COPY_OF, COPY_SIGNS, LEFT_OUT, NAMES, TABLES, Rows

PATTERN = 25_000
LEFT = 4 / 5  # of the lines of a pattern, what each copy keeps
SLICES = 25
MARK = f"{COPY_OF:08x}"
SIGN = "\x01"  # in place of the mark: nothing else in a line can be it
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Lines = dict[str, bytes]
"""Lines for COPY by table."""


class Plan(NamedTuple):
    """How many referrals the pattern has, how often it is copied, and how many each copy keeps."""

    pattern: int
    copies: int
    kept: int


def plan_of(size: int) -> Plan:
    """How to come to so many referrals. Raises ValueError where copies would not come out even."""
    if size <= PATTERN:
        return Plan(size, 1, size)
    kept = round(PATTERN * LEFT)
    if size % kept:
        raise ValueError(f"More than {PATTERN:,} referrals come in steps of {kept:,}.")
    return Plan(PATTERN, size // kept, kept)


class Copies:
    """The pattern, cut into slices of time; `texts` has what is to be written, slice by slice."""

    def __init__(
        self, plan: Plan, lines: Iterable[Rows], courses: Iterable[Rows], seed: int
    ) -> None:
        self.plan = plan
        self.shapes = {str(table.__tablename__): _shape(table) for table in TABLES}
        self.units = [self._rendered(unit) for unit in lines]
        self.courses = [self._rendered(unit) for unit in courses]
        self.counted = dict.fromkeys(NAMES, 0)
        self.chosen = list(self._chosen(random.Random(seed)))

    def columns(self, table: str) -> str:
        """The columns that the lines of a table have, in their order."""
        return ", ".join(name for name, _default, _write in self.shapes[table])

    def texts(self, table: str) -> Iterator[bytes]:
        """All lines of a table, oldest first, some megabytes at a time."""
        for place, by_copy in enumerate(self.chosen):
            courses = self.courses[self._bound(place) : self._bound(place + 1)]
            for copy, units in enumerate(by_copy):
                text = b"".join(
                    [
                        *(self.units[unit].get(table, b"") for unit in units),
                        *(course.get(table, b"") for course in courses),
                    ]
                )
                if text:
                    self.counted[table] += text.count(b"\n")
                    # A whole-number hash: copies lie scattered, as ids by chance do.
                    sign = f"{(copy + 1) * 2_654_435_761 % (1 << 32):08x}"
                    text = text.replace(SIGN.encode(), sign.encode())
                    yield text.replace(COPY_SIGNS.encode(), letters(copy * 577 % 625, 2).encode())

    def _bound(self, place: int) -> int:
        return place * len(self.courses) // len(self.chosen)

    def _chosen(self, rng: random.Random) -> Iterator[list[list[int]]]:
        """For each slice, for each copy the units it keeps."""
        plan = self.plan
        slices = SLICES if plan.copies > 1 else 1
        wide, kept = plan.pattern // slices, plan.kept // slices
        for place in range(slices):
            units = range(place * wide, (place + 1) * wide)
            yield [sorted(rng.sample(units, kept)) for _ in range(plan.copies)]

    def _rendered(self, unit: Rows) -> Lines:
        return {
            table: "".join(
                "\t".join([write(row.get(name, start)) for name, start, write in shape]) + "\n"
                for row in unit[table]
            ).encode()
            for table, shape in self.shapes.items()
            if unit[table]
        }


def _shape(table: type[SQLModel]) -> list[tuple[str, Any, Callable[[Any], str]]]:
    """Each column with its default and with how a value is written."""
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


def _writer(kind: Any) -> Callable[[Any], str]:
    if isinstance(kind, Encrypted):
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        return lambda value: _plain(kind.process_bind_param(value, dialect))
    if isinstance(kind, JSONB):
        return lambda value: _plain(json.dumps(value, default=str).replace(MARK, SIGN))
    return _plain


def _plain(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, UUID):
        return str(value).replace(MARK, SIGN)
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, str):
        return str(value).translate(ESCAPED)
    return str(value)
