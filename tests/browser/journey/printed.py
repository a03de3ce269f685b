"""Reading figures off pages, and judging them as somebody would who can only add and subtract."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from playwright.sync_api import Page
from scipy.optimize import Bounds, LinearConstraint, milp

from app.reporting.gate.marks import MARKS

STEP = 5
"""Counts below this are hidden, and so far away must what is hidden be able to lie."""

NO_PEOPLE = {"Groups that met", "Group and universal sessions held"}
"""What counts no people is printed exactly, however small."""

HIDDEN = frozenset(mark for why, mark in MARKS.items() if why)
"""What stands in place of a number."""
IN_ALL = "In all"
THIS, BEFORE = "This quarter", "Quarter before"
YEAR = "A year, quarter by quarter"
KNOWN, UNKNOWN, RECEIVED = "Fields that are known", "Not known", "Referrals received"
CUTS = {
    "Providers beside each other": "provider",
    "Against the people who live there": "area",
    "From referral to first contact": "wait",
    "Why referrals were declined": "whose",
    "Offers that did not become a referral": "outcome",
}
"""Tables whose title does not say what they are broken down by."""
NO_COUNT = re.compile(
    r"\((%|days|hours|points|and range)\)$|^Share$|^Residents$| of \S+ (received|closed)$"
)
"""Shares, intervals, rates and what they are of that is public anyway, by their head."""
NO_COUNTS = {
    "First contact, day by day",
    "Places engaged, of all in the areas",
    "Waiting for a place",
    "Reliable change",
}
"""Tables of shares alone, of places, of several quarters, and of what other tables print already."""
TABLES = """tables => tables.map(table => [
  table.caption.textContent.trim(),
  [...table.rows].map(row => [...row.cells].map(cell => (cell.firstChild?.textContent ?? '').trim()))
])"""


class Cell(NamedTuple):
    """A number, wherever it stands: what its table is broken down by, its line, what it counts."""

    cut: str
    line: str
    measure: str


Sum = dict[Cell, int]
"""Cells whose weighted values add up to nought."""


def in_all(measure: str) -> Cell:
    """A number that is broken down by nothing."""
    return Cell("", IN_ALL, measure)


def tables(page: Page) -> dict[str, list[list[str]]]:
    """The tables of a page: title → rows of words."""
    return dict(page.locator("table").evaluate_all(TABLES))


def exact(page: Page) -> dict[str, int]:
    """A provider's own figures of the quarter: what is counted → the number that leads to its list."""
    found: dict[str, int] = {}
    for head, *rows in tables(page).values():
        if head[1:2] == [THIS]:
            found |= {line: int(now.split()[0].replace(",", "")) for line, now, _before in rows}
    return found


def year(page: Page) -> list[dict[str, str]]:
    """The quarters of a year as the overview prints them, the oldest first: what is counted → words."""
    head, *rows = tables(page)[YEAR]
    return [dict(zip(head[1:], cells, strict=True)) for _quarter, *cells in rows]


def printed(page: Page) -> Iterator[tuple[Cell, str]]:
    """The counts of the quarter on a commissioner's page. Shares, waits and rates are left out."""
    for title, (head, *rows) in tables(page).items():
        if title == YEAR or title in NO_COUNTS:
            continue
        for line, *cells in rows:
            for column, words in zip(head[1:], cells, strict=True):
                if column != BEFORE and not NO_COUNT.search(column) and not NO_COUNT.search(line):
                    yield _place(title, line, column), words


def _place(title: str, line: str, column: str) -> Cell:
    if column == THIS:
        return in_all(line)
    if title == KNOWN:
        assert column == UNKNOWN
        return Cell(line.lower(), UNKNOWN, RECEIVED)
    if line == IN_ALL:
        return in_all(column)
    cut = CUTS.get(title) or title.rpartition(" by ")[2]
    assert cut, f"broken down by nothing that we know: {title}"
    return Cell(cut, line, column)


def additions(places: set[Cell], parts: dict[str, tuple[str, ...]]) -> Iterator[Sum]:
    """What a reader knows to add up: the lines of each table to the total, and parts to their whole."""
    tables: dict[tuple[str, str], set[Cell]] = {}
    for one in places:
        if one.cut:
            tables.setdefault((one.cut, one.measure), set()).add(one)
    for (_, measure), lines in sorted(tables.items()):
        yield {in_all(measure): -1} | dict.fromkeys(sorted(lines), 1)
    for place in sorted(places):
        made_of = [place._replace(measure=part) for part in parts.get(place.measure, ())]
        if made_of and places.issuperset(made_of):
            yield {place: -1} | dict.fromkeys(made_of, 1)


def can_move(cell: Cell, values: dict[Cell, int], hidden: set[Cell], sums: list[Sum]) -> bool:
    """Whether a hidden number could as well be 5 more or 5 less, all that is printed staying true.

    Other hidden numbers may move by 5 with it, but nothing that was counted becomes nought.
    """
    cells = sorted(hidden)
    place = {one: number for number, one in enumerate(cells)}
    low = np.array([-1.0 if values[one] > STEP else 0.0 for one in cells])
    rows = np.zeros((max(1, len(sums)), len(cells)))
    for number, sum_ in enumerate(sums):
        for one, weight in sum_.items():
            if one in place:
                rows[number, place[one]] = weight
    for way in (-1.0, 1.0):
        least, most = low.copy(), np.ones(len(cells))
        if cell not in place or not least[place[cell]] <= way <= most[place[cell]]:
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


def judge(
    shown: dict[Cell, str], values: dict[Cell, int], parts: dict[str, tuple[str, ...]]
) -> set[Cell]:
    """Hold pages against their true numbers, by the rule alone; returns what they hide.

    Nought and everything printed is exact; 1 to 4 is hidden; no hidden number can be worked out;
    and nothing is hidden without need: printing it would give a small number away.
    """
    sums = list(additions(set(shown), parts))
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
    marked = {one for one in hidden if (shown[one] == MARKS["small"]) != (one in small)}
    assert not marked, f"marked as what they are not: {marked}"
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
