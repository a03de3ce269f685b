"""A pattern of referrals, rendered once as lines for COPY, and written many times with other ids.

Inventing 25,000 referrals through the functions of the actions takes Python seconds; a million would
take a quarter of an hour. So a million is fifty copies of a pattern, and each copy leaves out other
lines of it, so that no two are alike and no count is a multiple of fifty.
"""

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from bench.invented import letters
from bench.rendering import (
    HEAD,
    MARKED_ID,
    MARKED_REFERENCE,
    MARKED_WORD,
    TAIL,
    Lines,
    Shape,
    shapes,
)
from bench.tables import NAMES

PATTERN = 25_000
LEFT = 4 / 5  # of the lines of a pattern, what each copy keeps
SLICES = 25


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


class Marks(NamedTuple):
    """Where marks of one sort stand in a slice: in which of its units, and how far into it."""

    units: NDArray[np.int64]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, sort: re.Pattern[bytes], units: Sequence[bytes]) -> Self:
        """Look for them."""
        whole = b"".join(units)
        ends = np.cumsum([len(unit) for unit in units])
        found = np.fromiter((one.start() for one in sort.finditer(whole)), np.int64)
        where = np.searchsorted(ends, found, side="right")
        return cls(where, found - np.concatenate([[0], ends])[where])

    def put(self, into: NDArray[np.uint8], kept: Any, starts: NDArray[np.int64], sign: str) -> None:
        """Write a sign over the marks of the units that are kept, which start there."""
        chosen = kept[self.units]
        places = starts[self.units[chosen]] + self.places[chosen]
        signs = np.frombuffer(sign.encode("latin-1"), np.uint8)
        into[places[:, None] + np.arange(len(signs))] = signs


class Slice:
    """The lines of one table in one slice of time."""

    def __init__(self, table: str, units: Sequence[Lines]) -> None:
        found = [unit.get(table, (b"", 0)) for unit in units]
        self.units = [lines for lines, _rows in found]
        self.sizes = np.array([len(lines) for lines in self.units], np.int64)
        self.rows = np.array([rows for _lines, rows in found], np.int64)
        self.ids = Marks.of(MARKED_ID, self.units)
        self.words = Marks.of(MARKED_WORD, self.units)
        self.references = Marks.of(MARKED_REFERENCE, self.units)

    def written(self, copy: int, chosen: Sequence[int]) -> tuple[bytearray, int]:
        """The lines of a copy that keeps these units, and how many they are."""
        text = bytearray().join([self.units[unit] for unit in chosen])
        kept, starts = np.zeros(len(self.units), bool), np.zeros(len(self.units), np.int64)
        kept[chosen] = True
        starts[chosen] = np.cumsum(self.sizes[chosen]) - self.sizes[chosen]
        # A whole-number hash: copies lie scattered, as ids by chance do.
        number = (copy + 1) * 2_654_435_761 % (1 << 32)
        into = np.frombuffer(text, np.uint8)
        self.ids.put(into, kept, starts, number.to_bytes(4, "big").decode("latin-1"))
        self.words.put(into, kept, starts, f"{number:08x}")
        self.references.put(into, kept, starts, letters(copy * 577 % 625, 2))
        return text, int(self.rows[chosen].sum())


class Copies:
    """The pattern, cut into slices of time; `texts` has what is to be written, slice by slice."""

    def __init__(
        self, plan: Plan, lines: Sequence[Lines], courses: Sequence[Lines], seed: int
    ) -> None:
        self.plan, self.lines, self.courses = plan, lines, courses
        self.shapes: dict[str, Shape] = shapes()
        self.counted = dict.fromkeys(NAMES, 0)
        self.slices = SLICES if plan.copies > 1 else 1
        self.wide = plan.pattern // self.slices
        self.chosen = list(self._chosen(random.Random(seed)))

    def columns(self, table: str) -> str:
        """The columns that the lines of a table have, in their order."""
        return ", ".join(name for name, _default, _write in self.shapes[table])

    def texts(self, table: str) -> Iterator[bytes | bytearray]:
        """All lines of a table, oldest first, some megabytes at a time."""
        yield HEAD
        for place, by_copy in enumerate(self.chosen):
            units = self.lines[place * self.wide : (place + 1) * self.wide]
            lessons = self.courses[self._bound(place) : self._bound(place + 1)]
            lines = Slice(table, [*units, *lessons])
            taught = range(len(units), len(units) + len(lessons))
            for copy, kept in enumerate(by_copy):
                text, rows = lines.written(copy, [*kept, *taught])
                self.counted[table] += rows
                yield text
        yield TAIL

    def _bound(self, place: int) -> int:
        return place * len(self.courses) // self.slices

    def _chosen(self, rng: random.Random) -> Iterator[list[list[int]]]:
        """For each slice, for each copy the units it keeps."""
        kept = self.plan.kept // self.slices
        for _ in range(self.slices):
            yield [sorted(rng.sample(range(self.wide), kept)) for _ in range(self.plan.copies)]
