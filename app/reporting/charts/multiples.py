"""Small multiples: the same few bars for each provider, on one scale, so that the eye compares."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.reporting.charts.drawing import (
    NARROW,
    WIDE,
    About,
    Value,
    box,
    colour,
    frame,
    line,
    lines,
    number_in,
    said,
    svg,
    text,
)

HIGH, HEAD, FOOT = 96, 36, 54


class Small(NamedTuple):
    """One small chart: what it is of, and its values, one for each label."""

    name: str
    values: Sequence[Value]


def multiples(
    key: str, title: str, finding: str, labels: Sequence[str], smalls: Sequence[Small]
) -> Markup:
    """Draw them two beside each other for the wide page, all on the scale of the largest."""
    return _multiples(About(key, title, finding), labels, smalls, WIDE, 2)


def multiples_narrow(
    key: str, title: str, finding: str, labels: Sequence[str], smalls: Sequence[Small]
) -> Markup:
    """Draw them below each other for a phone."""
    return _multiples(About(f"{key}-narrow", title, finding), labels, smalls, NARROW, 1)


def _multiples(
    about: About, labels: Sequence[str], smalls: Sequence[Small], width: int, across: int
) -> Markup:
    most = max((number_in(value) or 0 for one in smalls for value in one.values), default=0) or 1
    wide, high = width / across, HEAD + HIGH + FOOT
    drawn = []
    for order, one in enumerate(smalls):
        x, y = wide * (order % across), high * (order // across)
        drawn.append(_small(x, y, wide - (24 if across > 1 else 0), labels, one, most))
    rows = -(-len(smalls) // across)
    return svg(about, width, max(high * rows, 1), drawn)


def _small(x: float, y: float, wide: float, labels: Sequence[str], one: Small, most: float) -> str:
    drawn = ""
    for row, words in enumerate(lines(one.name, wide)[:2]):
        drawn += text(x, y + 12 + 14 * row, words, bold=True)
    floor_at = y + HEAD + HIGH
    drawn += line(x, floor_at, x + wide, floor_at)
    per_label = wide / max(len(labels), 1)
    for place, label in enumerate(labels):
        value, left = number_in(one.values[place]), x + per_label * place + 4
        thick = min(per_label - 8, 46)
        tall = 0 if value is None else (HIGH - 16) * value / most
        if value is None:
            drawn += frame(left, floor_at - 22, thick, 22)
        else:
            drawn += box(left, floor_at - tall, thick, tall, fill=colour(place))
        above = floor_at - (22 if value is None else tall) - 5
        drawn += text(left + thick / 2, above, said(one.values[place]), anchor="middle", size=11)
        for row, words in enumerate(lines(label, per_label)[:2]):
            middle = left + thick / 2
            drawn += text(middle, floor_at + 13 + 12 * row, words, anchor="middle", size=11)
    return drawn
