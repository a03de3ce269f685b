"""Steps that climb from 0 to 100 %: how many had happened by a day, with those still waiting in."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from app.reporting.charts.drawing import (
    COLOURS,
    NARROW,
    QUIET,
    WIDE,
    About,
    Value,
    legend,
    line,
    number,
    number_in,
    svg,
    text,
)

Place = Callable[[float], float]
AFTER = 8  # how far the last step goes on, so that it is seen
DASHES = ("", "8 4", "2 3", "10 3 2 3")  # so that lines are told apart in grey


class Curve(NamedTuple):
    """One line of steps: (day, percent) in order; a hidden percent is left out of the line."""

    name: str
    points: Sequence[tuple[float, Value]]


def curves(key: str, title: str, finding: str, drawn: Sequence[Curve]) -> Markup:
    """Draw lines of steps for the wide page; time runs to the last day of any of them."""
    return _curves(About(key, title, finding), drawn, WIDE)


def curves_narrow(key: str, title: str, finding: str, drawn: Sequence[Curve]) -> Markup:
    """Draw them for a phone."""
    return _curves(About(f"{key}-narrow", title, finding), drawn, NARROW)


def _curves(about: About, all_of_them: Sequence[Curve], width: int) -> Markup:
    left, foot, right = 44, 42, 22
    key_drawn, deep = legend([one.name for one in all_of_them], left, width, DASHES)
    top = deep + 12
    height = ceil(top + 220 + foot)
    days = sorted({day for one in all_of_them for day, _ in one.points})
    last = max(days, default=1) or 1

    def across(day: float) -> float:
        return left + (width - left - right) * day / last

    def down(percent: float) -> float:
        return height - foot - (height - foot - top) * percent / 100

    drawn = [key_drawn]
    for percent in (0, 25, 50, 75, 100):
        drawn.append(line(left, down(percent), width - right, down(percent)))
        drawn.append(text(left - 8, down(percent) + 4, f"{percent}%", anchor="end", fill=QUIET))
    reached = -100.0
    for day in days:
        at = across(day)
        if at - reached > 26:  # noqa: PLR2004 - room for a number beside the last
            drawn.append(text(at, height - foot + 16, number(day), anchor="middle"))
            reached = at
    drawn.append(text((left + width - right) / 2, height - 8, "days", anchor="middle", fill=QUIET))
    for order, one in enumerate(all_of_them):
        drawn.append(_line_of(one, order, across, down))
    return svg(about, width, height, drawn)


def _line_of(one: Curve, order: int, across: Place, down: Place) -> str:
    path, at = "", None
    for day, value in sorted(one.points, key=lambda point: point[0]):
        percent = number_in(value)
        if percent is None:
            continue
        x, y = across(day), down(percent)
        path += f"M{x:.1f} {y:.1f}" if at is None else f"H{x:.1f}V{y:.1f}"
        at = percent
    path += f"h{AFTER}" if path else ""
    colour = COLOURS[order % len(COLOURS)]
    dash = DASHES[order % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'
        if path
        else ""
    )
