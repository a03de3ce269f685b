"""What every chart is drawn with: colours, texts, boxes, the grid, and the frame round a hidden count.

Colours are attributes, so that the same SVG serves pages and PDF papers. A value that is not a
number is hidden: None, or the very mark that the table prints. It gets a dashed frame and the mark,
never a length.
"""

from collections.abc import Sequence
from math import ceil, floor, log10
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup, escape

# Analysis Function palette: 3:1 against white and told apart without colour vision.
COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25")
# From few to many, each with the colour in which a number stands on it.
SHADES = (("#eaf1f7", "#0b0c0c"), ("#b8cde0", "#0b0c0c"), ("#7ba3c9", "#0b0c0c"), ("#3f78ac", "#ffffff"), ("#12436D", "#ffffff"))  # fmt: skip
INK, QUIET, GRID, PAPER, TINT = "#0b0c0c", "#484949", "#d8dadb", "#ffffff", "#eef6f6"
WIDE, NARROW = (
    540,
    340,
)  # user units: a letter of 12 is as large beside another figure, and larger alone
CHARACTER = 6.4  # mean width of a 12 px character of Arial
HIDDEN = "hidden"
FRAMED = 36  # how wide a frame is where a bar would lie
STEPS = 4  # about as many lines of the grid
ROW = 22  # a row of the key to the colours
LINE = 30  # the piece of a line in it

Value = float | str | None


class Series(NamedTuple):
    """One row of values with its name; as many values as the chart has labels."""

    name: str
    values: Sequence[Value]


class About(NamedTuple):
    """What a chart is called: `key` makes the ids of the page."""

    key: str
    title: str
    finding: str


def number_in(value: Value) -> float | None:
    """The number of a value, or None where it is hidden."""
    return None if value is None or isinstance(value, str) else value


def said(value: Value) -> str:
    """A value as the table prints it: the number, or the mark of a hidden one."""
    if isinstance(value, str):
        return value
    return HIDDEN if value is None else number(value)


def number(value: float) -> str:
    """A number with thousands apart, and one digit behind the point where it has any."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def colour(order: int) -> str:
    """The colour of the series at this place."""
    return COLOURS[order % len(COLOURS)]


def scale(series: Sequence[Series]) -> tuple[float, float]:
    """Return the step of the grid and its end: a round number at or above every value."""
    return round_end(
        max((number_in(value) or 0 for one in series for value in one.values), default=0)
    )


def round_end(most: float) -> tuple[float, float]:
    """Return the step of a grid and its end for the largest value."""
    if most <= STEPS:
        return 1, max(ceil(most), 1)
    rough = most / STEPS
    power = 10 ** floor(log10(rough))
    nices = (1, 2, 2.5, 5, 10) if power > 1 else (1, 2, 5, 10)
    step = next(power * nice for nice in nices if power * nice >= rough)
    return step, step * ceil(most / step)


def legend(
    names: Sequence[str], left: float, width: float, dashes: Sequence[str] | None = None
) -> tuple[str, float]:
    """Return a key to the colours and how deep it is, in as many rows as the width asks for.

    With `dashes` each name has its line before it, otherwise a box. One colour needs no key.
    """
    if len(names) < 2:  # noqa: PLR2004 - see above
        return "", 0
    drawn, x, y = "", left, 4.0
    for order, name in enumerate(names):
        long = LINE if dashes else 14
        wide = long + 6 + len(name) * CHARACTER * 1.12
        if x > left and x + wide > width:
            x, y = left, y + ROW
        if dashes:
            drawn += stroke(x, y + 8, LINE, order, dashes[order % len(dashes)])
        else:
            drawn += box(x, y, 14, 14, fill=colour(order))
        drawn += text(x + long + 6, y + 12, name, size=13)
        x += wide + 20
    return drawn, y + ROW


def stroke(x: float, y: float, long: float, order: int, dash: str) -> str:
    """A piece of a line as the curve of this place is drawn."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{x:.1f} {y:.1f}h{long}" fill="none" stroke="{colour(order)}" '
        f'stroke-width="2.5"{dashed}/>'
    )


def lines(words: str, room: float, most: int = 3) -> list[str]:
    """Break a label into at most so many lines that fit the room; what is left over is cut."""
    rows = wrap(words, max(int(room / CHARACTER), 4), max_lines=most, placeholder="…")
    return rows or [""]


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: int = 12,
    fill: str = INK,
    bold: bool = False,
    rim: bool = False,
) -> str:
    """A text whose base line starts (or ends, or has its middle) at a point.

    A `rim` of paper keeps a line behind it from striking it through.
    """
    weight = ' font-weight="700"' if bold else ""
    if rim:
        weight += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" '
        f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = GRID) -> str:
    """A straight line."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{stroke}" fill="none"/>'


def box(x: float, y: float, wide: float, high: float, *, fill: str) -> str:
    """A filled box."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{max(high, 0):.1f}" '
        f'fill="{fill}"/>'
    )


def frame(x: float, y: float, wide: float, high: float) -> str:
    """The dashed frame of a hidden count: the same whatever stands beside it."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{PAPER}" '
        f'stroke="{QUIET}" stroke-dasharray="3 2"/>'
    )


def bar(x: float, y: float, long: float, thick: float, value: Value, *, order: int = 0) -> str:
    """A lying bar, or the frame of a hidden one."""
    if number_in(value) is None:
        return frame(x + 1, y + 1, FRAMED, thick - 2)
    return box(x, y, max(long, 1.5 if value else 0), thick, fill=colour(order))


def svg(about: About, width: int, height: int, drawn: Sequence[str]) -> Markup:
    """Return the picture with its title and finding for those who do not see it."""
    name = escape(about.key)
    return Markup(  # noqa: S704 - every text in it went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="{name}-title {name}-finding" focusable="false" '
        f'font-family="arial, sans-serif">'
        f'<title id="{name}-title">{escape(about.title)}</title>'
        f'<desc id="{name}-finding">{escape(about.finding)}</desc>{"".join(drawn)}</svg>'
    )
