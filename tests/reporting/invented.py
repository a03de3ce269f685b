"""Invented tables, the problem they are to the gate, and a reader of what is printed of them."""

import random
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st

from app.reporting.gate.problem import Decided, Problem
from app.reporting.gate.relations import adds_up
from tests.reporting.reader import Reader

Key = tuple[str, str, str]
seeds = st.integers(0, 100_000)
few = settings(max_examples=12, deadline=None)


def table(rng: random.Random, tag: str, size: tuple[int, int]) -> dict[Key, int]:
    """A table of small and large numbers with its margins; "" is "in all"."""
    lines, columns = size
    skew = [rng.random() ** 2 for _ in range(columns)]
    cells = {
        (tag, f"l{line}", f"c{column}"): int(rng.expovariate(1 / 12) * skew[column])
        for line in range(lines)
        for column in range(columns)
    }
    return cells | margins(cells, tag)


def margins(cells: dict[Key, int], tag: str) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for (_, line, column), n in cells.items():
        for key in ((tag, line, ""), (tag, "", column), (tag, "", "")):
            found[key] = found.get(key, 0) + n
    return found


def sums(values: dict[Key, int], tag: str) -> list[tuple[Key, list[Key]]]:
    """Every total of a table with what it is made of."""
    own = [key for key in values if key[0] == tag]
    inner = [key for key in own if key[1] and key[2]]
    found = [((tag, "", ""), [key for key in own if key[1] and not key[2]])]
    found.append(((tag, "", ""), [key for key in own if key[2] and not key[1]]))
    found += [
        (key, [one for one in inner if one[1] == key[1]]) for key in own if key[1] and not key[2]
    ]
    found += [
        (key, [one for one in inner if one[2] == key[2]]) for key in own if key[2] and not key[1]
    ]
    return found


def problem_of(values: dict[Key, int], tags: list[str], **other: object) -> Problem:
    relations = [adds_up(total, parts) for tag in tags for total, parts in sums(values, tag)]
    names = {key: f"{key[0]} {key[1]}" for key in values}
    return replace(Problem(values, relations, tables=names), **other)  # type: ignore[arg-type]  # fields by name


def reader_of(values: dict[Key, int], tags: list[str], decided: Decided) -> Reader:
    """Somebody who reads all of it."""
    reader = Reader()
    for key, cell in decided.cells.items():
        if cell.why != "kept-back":
            reader.reads(key, None if cell.is_hidden else values[key], cell.why, cell.below)
    for tag in tags:
        for total, parts in sums(values, tag):
            reader.adds(total, parts)
    return reader


def judge(values: dict[Key, int], reader: Reader, decided: Decided) -> int:
    """Nothing that is not printed can be only one number (a nought kept back with its line may be)."""
    hidden = [key for key, cell in decided.cells.items() if cell.is_hidden and values[key]]
    small = [key for key in hidden if values[key] < 5 or decided.cells[key].why != "kept-back"]
    assert reader.pinned(values, small) == []
    return len(small)
