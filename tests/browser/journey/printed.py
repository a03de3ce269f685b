"""Reading figures off a page, and judging them as somebody would who can only add and subtract."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from playwright.sync_api import Page
from scipy.optimize import Bounds, LinearConstraint, milp

from app.reporting.marks import MARKS

STEP = 5
"""Counts below this are hidden, and so far away must what is hidden be able to lie."""

NO_PEOPLE = {"Groups that met", "Group and universal sessions held"}
"""What counts no people is printed exactly, however small."""

HIDDEN = frozenset(mark for why, mark in MARKS.items() if why)
"""What stands in place of a number."""
IN_ALL = "In all"
TABLES = """tables => tables.map(table => [
  table.caption.textContent.trim(),
  [...table.rows].map(row => [...row.cells].map(cell => (cell.firstChild?.textContent ?? '').trim()))
])"""


class Cell(NamedTuple):
    """Where a number stands: the title of its table, its line, and what it counts."""

    table: str
    line: str
    measure: str


Sum = dict[Cell, int]
"""Cells whose weighted values add up to nought."""


def tables(page: Page) -> dict[str, list[list[str]]]:
    """The tables of a page: title → rows of words."""
    return dict(page.locator("table").evaluate_all(TABLES))


def is_count(words: str) -> bool:
    return not words.endswith(("(%)", "(days)", "(points)"))


def exact(page: Page) -> dict[str, int]:
    """A provider's own figures of the quarter: what is counted → the number that leads to its list."""
    found: dict[str, int] = {}
    for head, *rows in tables(page).values():
        if head[1:2] == ["This quarter"]:
            found |= {line: int(now.split()[0].replace(",", "")) for line, now, _before in rows}
    return found


def printed(page: Page) -> dict[Cell, str]:
    """The counts on a commissioner's page, by where they stand. Shares and waits are left out."""
    found: dict[Cell, str] = {}
    for title, (head, *rows) in tables(page).items():
        for line, *cells in rows:
            for column, words in zip(head[1:], cells, strict=True):
                if column == "Quarter before" or not is_count(column) or not is_count(line):
                    continue
                across = column == "This quarter"
                place = Cell(title, IN_ALL, line) if across else Cell(title, line, column)
                found[place] = words
    return found


def additions(places: set[Cell], parts: dict[str, tuple[str, ...]]) -> Iterator[Sum]:
    """What a reader knows to add up: lines to the total, a measure in two tables, its parts."""
    totals: dict[str, Cell] = {}
    for place in sorted(places):
        if place.line != IN_ALL:
            continue
        lines = {one: 1 for one in places if one != place and one[::2] == place[::2]}
        if lines:
            yield {place: -1} | lines
        first = totals.setdefault(place.measure, place)
        if first != place:
            yield {first: 1, place: -1}
    for whole, made_of in parts.items():
        if whole in totals:
            yield {totals[whole]: -1} | {totals[part]: 1 for part in made_of}


def can_move(cell: Cell, values: dict[Cell, int], hidden: set[Cell], sums: list[Sum]) -> bool:
    """Whether a hidden number could as well be 5 more or 5 less, all that is printed staying true.

    Other hidden numbers may move by 5 with it, but nothing that was counted becomes nought.
    """
    cells = sorted(values)
    place = {one: number for number, one in enumerate(cells)}
    free = np.array([one in hidden for one in cells], float)
    low = np.array([-1.0 if one in hidden and values[one] > STEP else 0.0 for one in cells])
    rows = np.zeros((max(1, len(sums)), len(cells)))
    for number, sum_ in enumerate(sums):
        for one, weight in sum_.items():
            rows[number, place[one]] = weight
    for way in (-1.0, 1.0):
        least, most = low.copy(), free.copy()
        if not least[place[cell]] <= way <= most[place[cell]]:
            continue
        least[place[cell]] = most[place[cell]] = way
        answer = milp(
            np.zeros(len(cells)),
            constraints=LinearConstraint(rows, 0, 0),
            bounds=Bounds(least, most),
            integrality=np.ones(len(cells)),
        )
        if answer.success:
            return True
    return False


def judge(shown: dict[Cell, str], values: dict[Cell, int], sums: list[Sum]) -> set[Cell]:
    """Hold a page against its true numbers, by the rule alone; returns what it hides.

    Nought and everything printed is exact; 1 to 4 is hidden; no hidden number can be worked out;
    and nothing is hidden without need: printing it would give a small number away.
    """
    hidden = {one for one, words in shown.items() if words in HIDDEN}
    wrong = {
        one: (words, values[one])
        for one, words in shown.items()
        if one not in hidden and words != str(values[one])
    }
    assert not wrong, f"printed and not exact: {wrong}"
    small = {
        one for one, value in values.items() if 0 < value < STEP and one.measure not in NO_PEOPLE
    }
    assert small <= hidden, f"small and printed: {small - hidden}"
    noughts = {one for one in hidden if not values[one]}
    assert not noughts, f"nought and hidden: {noughts}"
    given_away = {one for one in hidden if not can_move(one, values, hidden, sums)}
    assert not given_away, f"hidden, and still to be worked out: {given_away}"
    needless = {
        one
        for one in hidden - small
        if all(can_move(other, values, hidden - {one}, sums) for other in small)
    }
    assert not needless, f"hidden without need: {needless}"
    return hidden
