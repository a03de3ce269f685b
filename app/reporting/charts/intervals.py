"""Rates with how sure they are: a point and the range it may lie in, one line a group."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from app.reporting.charts.drawing import (
    CHARACTER,
    COLOURS,
    INK,
    NARROW,
    QUIET,
    WIDE,
    About,
    Value,
    frame,
    line,
    lines,
    number_in,
    said,
    svg,
    text,
)


class Rate(NamedTuple):
    """A rate in percent with the low and high end of its interval; hidden ones have neither."""

    label: str
    value: Value
    low: float = 0.0
    high: float = 0.0


def intervals(
    key: str, title: str, finding: str, rates: Sequence[Rate], *, overall: float | None = None
) -> Markup:
    """Draw rates for the wide page; `overall` is a line through all of them."""
    return _intervals(About(key, title, finding), rates, WIDE, overall)


def intervals_narrow(
    key: str, title: str, finding: str, rates: Sequence[Rate], *, overall: float | None = None
) -> Markup:
    """Draw them for a phone."""
    return _intervals(About(f"{key}-narrow", title, finding), rates, NARROW, overall)


def _intervals(about: About, rates: Sequence[Rate], width: int, overall: float | None) -> Markup:
    longest = max((len(one.label) for one in rates), default=0)
    left = min(longest * CHARACTER + 14, width * (0.36 if width == WIDE else 0.4))
    right = 74
    room = width - left - right
    y, drawn = 26.0, []
    for one in rates:
        rows = lines(one.label, left - 12)
        deep = max(30, 15 * len(rows) + 8)
        for row, words in enumerate(rows):
            base = y + deep / 2 + 4 + 15 * (row - (len(rows) - 1) / 2)
            drawn.append(text(left - 8, base, words, anchor="end"))
        drawn.append(_rate(one, left, room, y + deep / 2))
        y += deep
    grid = []
    for percent in (0, 25, 50, 75, 100):
        x = left + room * percent / 100
        grid.append(line(x, 22, x, y))
        grid.append(text(x, 14, f"{percent}%", anchor="middle", fill=QUIET))
    if overall is not None:
        x = left + room * overall / 100
        grid.append(_dashed(f"M{x:.1f} 22V{y:.1f}"))
    if rates:
        key_drawn, y = _key(y + 8, width, overall)
        drawn.append(key_drawn)
    return svg(about, width, ceil(y) + 4, grid + drawn)


def _key(y: float, width: int, overall: float | None) -> tuple[str, float]:
    """What dot, bar and dashed line are, and how far down it reaches."""
    drawn = _spot(14, 2, 26, y + 8) + text(
        34, y + 12, "share, and the range it may lie in", fill=QUIET
    )
    if overall is None:
        return drawn, y + 20
    x = 270.0 if width == WIDE else 0.0
    y += 0 if width == WIDE else 20
    drawn += _dashed(f"M{x + 2:.1f} {y + 8:.1f}h26")
    return drawn + text(x + 34, y + 12, f"in all: {overall:.0f}%", fill=QUIET), y + 20


def _dashed(path: str) -> str:
    return (
        f'<path d="{path}" stroke="{COLOURS[2]}" stroke-width="1.5" stroke-dasharray="6 3" '
        f'fill="none"/>'
    )


def _rate(one: Rate, left: float, room: float, y: float) -> str:
    value = number_in(one.value)
    if value is None:
        return frame(left + 2, y - 9, 36, 18) + text(left + 44, y + 4, said(one.value))
    x, low, high = (left + room * part / 100 for part in (value, one.low, one.high))
    return _spot(x, low, high, y) + text(left + room + 8, y + 4, f"{value:.0f}%")


def _spot(x: float, low: float, high: float, y: float) -> str:
    return (
        f'<path d="M{low:.1f} {y:.1f}H{high:.1f}M{low:.1f} {y - 5:.1f}V{y + 5:.1f}'
        f'M{high:.1f} {y - 5:.1f}V{y + 5:.1f}" stroke="{INK}" fill="none"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLOURS[0]}"/>'
    )
