"""Charts as SVG drawn on the server: no script, they print, and they need no colour to be read.

Every chart comes twice, wide and narrow, because text scaled down to a phone cannot be read; the
page shows one of them. Colours are attributes, so that the same SVG serves pages and PDF papers.
The finding, a sentence, is given by the caller: a chart never says more than it was told.
A value of None is a hidden count: it gets a dashed frame and the word "hidden", never a length.
"""

from collections.abc import Sequence
from math import ceil, floor, log10
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup, escape

# Analysis Function palette: 3:1 against white and told apart without colour vision.
COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25")
INK, QUIET, GRID, PAPER = "#0b0c0c", "#484949", "#d8dadb", "#ffffff"
WIDE, NARROW = 640, 340  # user units; the page scales them by at most a quarter
CHARACTER = 6.4  # mean width of a 12 px character of Arial
HIDDEN = "hidden"
STEPS = 4  # about as many lines of the grid

Value = float | None


class Series(NamedTuple):
    """One row of values with its name; as many values as the chart has labels."""

    name: str
    values: Sequence[Value]


class _About(NamedTuple):
    """What a chart is called: `key` makes the ids of the page."""

    key: str
    title: str
    finding: str


class Step(NamedTuple):
    """One step of a funnel: how many came this far, and a note such as "of 80"."""

    label: str
    value: Value
    note: str = ""


def bars(
    key: str, title: str, finding: str, labels: Sequence[str], series: Sequence[Series]
) -> Markup:
    """Draw upright bars side by side, for months or quarters. `key` makes the ids of the page."""
    top, height, left, foot = 38, 300, 44, 44
    floor_at = height - foot
    step, most = _scale(series)
    per_label = (WIDE - left - 8) / max(len(labels), 1)
    thick = min(per_label * 0.8 / max(len(series), 1), 60)
    drawn = [_legend(series, left)]

    def at(value: float) -> float:
        return floor_at - (floor_at - top) * value / most

    for line in range(round(most / step) + 1):
        y = at(line * step)
        drawn.append(_line(left, y, WIDE - 8, y))
        drawn.append(_text(left - 8, y + 4, _number(line * step), anchor="end", colour=QUIET))
    for place, label in enumerate(labels):
        middle = left + per_label * (place + 0.5)
        start = middle - thick * len(series) / 2
        for order, one in enumerate(series):
            value, x = one.values[place], start + thick * order
            if value is None:
                drawn.append(_frame(x, floor_at - 26, max(thick - 2, 2), 26))
                continue
            y = at(value)
            drawn.append(_box(x, y, max(thick - 2, 2), floor_at - y, fill=_colour(order)))
            if len(series) == 1:
                drawn.append(_text(middle - 1, y - 5, _number(value), anchor="middle"))
        for row, words in enumerate(_lines(label, per_label)):
            drawn.append(_text(middle, floor_at + 17 + 14 * row, words, anchor="middle"))
    return _svg(_About(key, title, finding), WIDE, height, drawn)


def bars_narrow(
    key: str, title: str, finding: str, labels: Sequence[str], series: Sequence[Series]
) -> Markup:
    """Draw the same bars lying, each with its number, for a phone (or for long labels)."""
    return _lying(_About(f"{key}-narrow", title, finding), labels, series, NARROW)


def lying_bars(
    key: str, title: str, finding: str, labels: Sequence[str], series: Sequence[Series]
) -> Markup:
    """Draw lying bars on the wide page, for labels that are words: reasons, areas, age bands."""
    return _lying(_About(key, title, finding), labels, series, WIDE)


def funnel(key: str, title: str, finding: str, steps: Sequence[Step]) -> Markup:
    """Draw how many came how far: a bar a step, each within the one above."""
    return _steps(_About(key, title, finding), steps, WIDE)


def funnel_narrow(key: str, title: str, finding: str, steps: Sequence[Step]) -> Markup:
    """Draw the funnel for a phone."""
    return _steps(_About(f"{key}-narrow", title, finding), steps, NARROW)


def _lying(about: _About, labels: Sequence[str], series: Sequence[Series], width: int) -> Markup:
    longest = max((len(label) for label in labels), default=0)
    left = min(longest * CHARACTER + 14, width * (0.36 if width == WIDE else 0.42))
    legend = _legend(series, 0)
    y = 34.0 if len(series) > 1 else 6.0
    thick, drawn = 20, [legend]
    _, most = _scale(series)
    room = width - left - 58
    for place, label in enumerate(labels):
        rows = _lines(label, left - 12)
        deep = max(thick * len(series), 15 * len(rows)) + 12
        for row, words in enumerate(rows):
            base = y + deep / 2 - 2 + 15 * (row - (len(rows) - 1) / 2)
            drawn.append(_text(left - 8, base, words, anchor="end"))
        for order, one in enumerate(series):
            value = one.values[place]
            bar = y + order * thick + (deep - 12 - thick * len(series)) / 2
            long = 0 if value is None else room * value / most
            drawn.append(_bar(left, bar, long, thick - 2, value, order=order))
            number = HIDDEN if value is None else _number(value)
            ahead = 40 if value is None else long
            drawn.append(_text(left + ahead + 6, bar + 14, number))
        y += deep
    drawn.append(_line(left, 0 if len(series) == 1 else 30, left, y - 6, colour=INK))
    return _svg(about, width, ceil(y), drawn)


def _steps(about: _About, steps: Sequence[Step], width: int) -> Markup:
    most = max((step.value or 0 for step in steps), default=0) or 1
    deep, drawn = 58, []
    for order, step in enumerate(steps):
        y = order * deep
        value = HIDDEN if step.value is None else _number(step.value)
        words = f"{step.label}: {value}" + (f" ({step.note})" if step.note else "")
        drawn.append(_text(0, y + 15, words, size=14))
        drawn.append(_box(0, y + 22, width, 24, fill="#eef6f6"))
        long = 0 if step.value is None else width * step.value / most
        drawn.append(_bar(0, y + 22, long, 24, step.value))
    return _svg(about, width, deep * max(len(steps), 1), drawn)


def _bar(x: float, y: float, long: float, thick: float, value: Value, *, order: int = 0) -> str:
    if value is None:
        return _frame(x + 1, y + 1, 36, thick - 2)
    return _box(x, y, max(long, 1.5 if value else 0), thick, fill=_colour(order))


def _scale(series: Sequence[Series]) -> tuple[float, float]:
    """Return the step of the grid and its end: a round number at or above every value."""
    most = max((value or 0 for one in series for value in one.values), default=0)
    if most <= STEPS:
        return 1, max(ceil(most), 1)
    rough = most / STEPS
    power = 10 ** floor(log10(rough))
    nices = (1, 2, 2.5, 5, 10) if power > 1 else (1, 2, 5, 10)
    step = next(power * nice for nice in nices if power * nice >= rough)
    return step, step * ceil(most / step)


def _legend(series: Sequence[Series], left: float) -> str:
    """Return a key to the colours, where there is more than one."""
    if len(series) < 2:  # noqa: PLR2004 - one colour needs no key
        return ""
    drawn, x = "", left
    for order, one in enumerate(series):
        drawn += _box(x, 4, 14, 14, fill=_colour(order))
        drawn += _text(x + 20, 16, one.name, size=13)
        x += 20 + len(one.name) * CHARACTER * 1.15 + 24
    return drawn


def _lines(text: str, room: float) -> list[str]:
    """Break a label into at most three lines that fit the room; what is left over is cut."""
    rows = wrap(text, max(int(room / CHARACTER), 4), max_lines=3, placeholder="…")
    return rows or [""]


def _colour(order: int) -> str:
    return COLOURS[order % len(COLOURS)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, colour: str = INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = GRID) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" fill="none"/>'


def _box(x: float, y: float, wide: float, high: float, *, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{max(high, 0):.1f}" '
        f'fill="{fill}"/>'
    )


def _frame(x: float, y: float, wide: float, high: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{PAPER}" '
        f'stroke="{QUIET}" stroke-dasharray="3 2"/>'
    )


def _svg(about: _About, width: int, height: int, drawn: Sequence[str]) -> Markup:
    """Return the picture with its title and finding for those who do not see it."""
    name = escape(about.key)
    return Markup(  # noqa: S704 - every text in it went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="{name}-title {name}-finding" focusable="false" '
        f'font-family="arial, sans-serif">'
        f'<title id="{name}-title">{escape(about.title)}</title>'
        f'<desc id="{name}-finding">{escape(about.finding)}</desc>{"".join(drawn)}</svg>'
    )
