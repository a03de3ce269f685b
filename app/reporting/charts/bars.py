"""Bars: upright for months and quarters, lying for labels that are words, in steps for a pathway."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from app.reporting.charts.drawing import (
    CHARACTER,
    FRAMED,
    INK,
    NARROW,
    QUIET,
    TINT,
    WIDE,
    About,
    Series,
    Value,
    bar,
    box,
    colour,
    frame,
    legend,
    line,
    lines,
    number,
    number_in,
    said,
    scale,
    svg,
    text,
)

NUMBERED = 28  # a bar as thick as this has room for its number


class Step(NamedTuple):
    """One step of a funnel: how many came this far, and a note such as "of 80"."""

    label: str
    value: Value
    note: str = ""


def bars(
    key: str, title: str, finding: str, labels: Sequence[str], series: Sequence[Series]
) -> Markup:
    """Draw upright bars side by side, for months or quarters. `key` makes the ids of the page."""
    left, foot = 44, 44
    key_drawn, deep = legend([one.name for one in series], left, WIDE)
    top = deep + 18
    height = ceil(top + 218 + foot)
    floor_at = height - foot
    step, most = scale(series)
    per_label = (WIDE - left - 8) / max(len(labels), 1)
    thick = min(per_label * 0.8 / max(len(series), 1), 60)
    drawn = [key_drawn]

    def at(value: float) -> float:
        return floor_at - (floor_at - top) * value / most

    for mark in range(round(most / step) + 1):
        y = at(mark * step)
        drawn.append(line(left, y, WIDE - 8, y))
        drawn.append(text(left - 8, y + 4, number(mark * step), anchor="end", fill=QUIET))
    for place, label in enumerate(labels):
        middle = left + per_label * (place + 0.5)
        start = middle - thick * len(series) / 2
        for order, one in enumerate(series):
            value, x = number_in(one.values[place]), start + thick * order
            if value is None:
                y = floor_at - 26
                drawn.append(frame(x, y, max(thick - 2, 2), 26))
            else:
                y = at(value)
                drawn.append(box(x, y, max(thick - 2, 2), floor_at - y, fill=colour(order)))
            if thick >= NUMBERED:
                over = x + thick / 2 - 1
                drawn.append(text(over, y - 5, said(one.values[place]), anchor="middle", size=11))
        for row, words in enumerate(lines(label, per_label)):
            drawn.append(text(middle, floor_at + 17 + 14 * row, words, anchor="middle"))
    return svg(About(key, title, finding), WIDE, height, drawn)


def bars_narrow(
    key: str, title: str, finding: str, labels: Sequence[str], series: Sequence[Series]
) -> Markup:
    """Draw the same bars lying, each with its number, for a phone (or for long labels)."""
    return _lying(About(f"{key}-narrow", title, finding), labels, series, NARROW)


def lying_bars(
    key: str, title: str, finding: str, labels: Sequence[str], series: Sequence[Series]
) -> Markup:
    """Draw lying bars on the wide page, for labels that are words: reasons, areas, age bands."""
    return _lying(About(key, title, finding), labels, series, WIDE)


def funnel(key: str, title: str, finding: str, steps: Sequence[Step]) -> Markup:
    """Draw how many came how far: a bar a step, each within the one above."""
    return _steps(About(key, title, finding), steps, WIDE)


def funnel_narrow(key: str, title: str, finding: str, steps: Sequence[Step]) -> Markup:
    """Draw the funnel for a phone."""
    return _steps(About(f"{key}-narrow", title, finding), steps, NARROW)


def _lying(about: About, labels: Sequence[str], series: Sequence[Series], width: int) -> Markup:
    longest = max((len(label) for label in labels), default=0)
    left = min(longest * CHARACTER + 14, width * (0.36 if width == WIDE else 0.42))
    key_drawn, under = legend([one.name for one in series], 0, width)
    y = under + 8
    thick, drawn = 20, [key_drawn]
    _, most = scale(series)
    room = width - left - 58
    for place, label in enumerate(labels):
        # The end of a long name is what tells it from its neighbour.
        rows = lines(label, left - 12, 5)
        deep = max(thick * len(series), 15 * len(rows)) + 12
        for row, words in enumerate(rows):
            base = y + deep / 2 - 2 + 15 * (row - (len(rows) - 1) / 2)
            drawn.append(text(left - 8, base, words, anchor="end"))
        for order, one in enumerate(series):
            value = one.values[place]
            known = number_in(value)
            at = y + order * thick + (deep - 12 - thick * len(series)) / 2
            long = 0 if known is None else room * known / most
            drawn.append(bar(left, at, long, thick - 2, value, order=order))
            ahead = FRAMED + 4 if known is None else long
            drawn.append(text(left + ahead + 6, at + 14, said(value)))
        y += deep
    drawn.append(line(left, under, left, y - 6, INK))
    return svg(about, width, ceil(y), drawn)


def _steps(about: About, steps: Sequence[Step], width: int) -> Markup:
    most = max((number_in(step.value) or 0 for step in steps), default=0) or 1
    deep, drawn = 58, []
    for order, step in enumerate(steps):
        y, value = order * deep, number_in(step.value)
        words = f"{step.label}: {said(step.value)}" + (f" ({step.note})" if step.note else "")
        drawn.append(text(0, y + 15, words, size=14))
        drawn.append(box(0, y + 22, width, 24, fill=TINT))
        long = 0 if value is None else width * value / most
        drawn.append(bar(0, y + 22, long, 24, step.value))
    return svg(about, width, deep * max(len(steps), 1), drawn)
