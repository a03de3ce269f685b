"""Flows (a Sankey diagram): a number on the left parts into numbers further right.

Widths are numbers, so a hidden part has none: it is drawn as a thin dashed thread with its mark.
On a phone the same flow is a list of bars, each part set in below what it came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from markupsafe import Markup

from app.reporting.charts.drawing import (
    COLOURS,
    INK,
    NARROW,
    QUIET,
    WIDE,
    About,
    Value,
    bar,
    lines,
    number_in,
    said,
    svg,
    text,
)

NODE, GAP, TOP = 12, 12, 10
ROOM = 230  # what the whole is high
ROW = 15  # a row of words
THREAD = 4.0  # how thick a hidden flow is drawn
LABEL = 150  # room for the words right of the last column


@dataclass(frozen=True)
class Flow:
    """A number and the parts it falls into, from left to right."""

    label: str
    value: Value
    parts: tuple["Flow", ...] = field(default=())


def flows(key: str, title: str, finding: str, whole: Flow) -> Markup:
    """Draw a flow for the wide page."""
    columns = _columns(whole)
    most = max((sum(_thick(one.value) for one in column) for column in columns), default=0) or 1
    apart = (WIDE - NODE - LABEL) / max(len(columns) - 1, 1)
    pen = _Pen(ROOM / most, apart, [TOP] * len(columns), [], [])
    _draw(whole, 0, pen)
    height = ceil(max(pen.ends))
    return svg(About(key, title, finding), WIDE, height, pen.links + pen.nodes)


def flows_narrow(key: str, title: str, finding: str, whole: Flow) -> Markup:
    """Draw it as bars below each other for a phone."""
    drawn: list[str] = []
    most = number_in(whole.value) or max(
        (number_in(one.value) or 0 for one in _all(whole)), default=0
    )
    y = 0
    for depth, one in _in_order(whole, 0):
        left = 18 * depth
        words = lines(f"{one.label}: {said(one.value)}", NARROW - left)
        for row, part in enumerate(words):
            drawn.append(text(left, y + 14 + 15 * row, part, size=13))
        y += 15 * len(words) + 6
        value = number_in(one.value)
        long = (NARROW - left) * (value or 0) / (most or 1)
        drawn.append(bar(left, y, long, 16, one.value, order=min(depth, 2)))
        y += 26
    return svg(About(f"{key}-narrow", title, finding), NARROW, y + 2, drawn)


@dataclass
class _Pen:
    per_one: float
    apart: float
    ends: list[float]  # how far down each column is drawn
    links: list[str]
    nodes: list[str]


def _draw(one: Flow, column: int, pen: _Pen) -> float:
    """Draw a node with all that comes out of it; returns the height at which it begins."""
    x, y = column * pen.apart, pen.ends[column]
    high = _high(one, pen)
    rows = _words(one, LABEL - 16 if not one.parts else pen.apart - 30)
    # The words of two neighbours must not meet.
    pen.ends[column] = y + max(high + GAP, ROW * len(rows) + 6)
    pen.nodes.append(_node(x, y, high, one, rows, column))
    begin = y
    for part in one.parts:
        pen.ends[column + 1] = max(pen.ends[column + 1], y)
        end = _draw(part, column + 1, pen)
        wide = _high(part, pen)
        pen.links.append(_link(x + NODE, begin, x + pen.apart, end, wide, part.value))
        begin += wide
    return y


def _words(one: Flow, room: float) -> list[str]:
    """The label and its number, in a few rows; a long label is cut, never its number."""
    number = f": {said(one.value)}"
    rows = lines(one.label + number, room)
    if rows[-1].endswith("…"):
        rows = [*lines(one.label, room)[:-1], "…" + number]
    return rows


def _high(one: Flow, pen: _Pen) -> float:
    """How high a node is: by its number, and never lower than what comes out of it."""
    own = max(_thick(one.value) * pen.per_one, 2) if number_in(one.value) is not None else THREAD
    return max(own, sum(_high(part, pen) for part in one.parts))


def _node(x: float, y: float, high: float, one: Flow, rows: list[str], column: int) -> str:
    fill = COLOURS[min(column, 2)] if number_in(one.value) is not None else QUIET
    start = max(y + high / 2 + 4 - 7 * (len(rows) - 1), y + 9)
    drawn = f'<rect x="{x:.1f}" y="{y:.1f}" width="{NODE}" height="{high:.1f}" fill="{fill}"/>'
    for row, part in enumerate(rows):
        drawn += text(x + NODE + 6, start + 14 * row, part, fill=INK, rim=True)
    return drawn


def _link(x0: float, y0: float, x1: float, y1: float, wide: float, value: Value) -> str:
    middle = (x0 + x1) / 2
    a, b = y0 + wide / 2, y1 + wide / 2
    path = f"M{x0:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {x1:.1f} {b:.1f}"
    if number_in(value) is None:
        how = f'stroke="{QUIET}" stroke-width="1.5" stroke-dasharray="3 2"'
    else:
        how = f'stroke="#c9d6e2" stroke-width="{max(wide, 1):.1f}"'
    return f'<path d="{path}" fill="none" {how}/>'


def _thick(value: Value) -> float:
    return number_in(value) or 0


def _columns(whole: Flow) -> list[list[Flow]]:
    found, now = [], [whole]
    while now:
        found.append(now)
        now = [part for one in now for part in one.parts]
    return found


def _all(one: Flow) -> list[Flow]:
    return [part for _, part in _in_order(one, 0)]


def _in_order(one: Flow, depth: int) -> Sequence[tuple[int, Flow]]:
    return [(depth, one), *(found for part in one.parts for found in _in_order(part, depth + 1))]
