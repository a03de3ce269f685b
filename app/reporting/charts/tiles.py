"""Tile maps: each area a square of the same size, about where it lies, with its number in it.

A map of true shapes would make large, empty areas look important. Where the areas lie is drawn up
by hand (`reference/tiles.yaml`); those that are not in it stand in rows below.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from markupsafe import Markup

from app.reporting.charts.drawing import (
    CHARACTER,
    INK,
    NARROW,
    QUIET,
    SHADES,
    WIDE,
    About,
    Value,
    box,
    frame,
    lines,
    number,
    number_in,
    said,
    svg,
    text,
)

FILE = Path(__file__).resolve().parents[3] / "reference" / "tiles.yaml"


class Tile(NamedTuple):
    """One area: its code, its name, its value."""

    code: str
    name: str
    value: Value


@cache
def places() -> dict[str, tuple[int, int]]:
    """Area code → (column, row) of its square, from the top left."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        code: (column, row)
        for row, codes in enumerate(read["rows"])
        for column, code in enumerate(codes)
        if code
    }


def tile_map(key: str, title: str, finding: str, tiles: list[Tile]) -> Markup:
    """Draw the map for the wide page. Areas with more are darker; the number stands in each."""
    return _map(About(key, title, finding), tiles, WIDE, 88)


def tile_map_narrow(key: str, title: str, finding: str, tiles: list[Tile]) -> Markup:
    """Draw it for a phone."""
    return _map(About(f"{key}-narrow", title, finding), tiles, NARROW, 78)


def laid_out(codes: list[str], across: int) -> dict[str, tuple[int, int]]:
    """Where each area goes: as drawn up, moved to the top left; the others in rows below."""
    known = {code: places()[code] for code in codes if code in places()}
    left = min((column for column, _ in known.values()), default=0)
    top = min((row for _, row in known.values()), default=0)
    found = {code: (column - left, row - top) for code, (column, row) in known.items()}
    if any(column >= across for column, _ in found.values()):
        # Too wide for this paper: plain rows are better than squares nobody can read.
        found, known = {}, {}
    below = max((row for _, row in found.values()), default=-1) + 1
    rest = [code for code in codes if code not in known]
    for order, code in enumerate(rest):
        found[code] = (order % across, below + order // across)
    return found


def _map(about: About, tiles: list[Tile], width: int, side: int) -> Markup:
    across = (width - 4) // side
    where = laid_out([one.code for one in tiles], across)
    values = [value for one in tiles if (value := number_in(one.value)) is not None]
    most = max(values, default=0) or 1
    drawn = []
    for one in tiles:
        column, row = where[one.code]
        drawn.append(_tile(2 + column * side, 2 + row * side, side - 6, one, most))
    deep = (max((row for _, row in where.values()), default=-1) + 1) * side + 8
    drawn.append(_key(deep, most, hidden=len(values) < len(tiles)))
    return svg(about, width, deep + 26, drawn)


def _tile(x: float, y: float, side: float, one: Tile, most: float) -> str:
    value = number_in(one.value)
    if value is None:
        drawn, ink = frame(x, y, side, side), QUIET
    else:
        fill, ink = SHADES[shade(value, most)]
        drawn = box(x, y, side, side, fill=fill)
    rows = lines(one.name, side * 1.2)  # smaller than the letters that are measured
    for row, words in enumerate(rows):
        size = 11 if len(words) * CHARACTER * 11 / 12 < side else 10
        drawn += text(x + side / 2, y + 18 + 13 * row, words, anchor="middle", size=size, fill=ink)
    size = 20 if value is not None else 12
    return drawn + text(
        x + side / 2,
        y + side - 10,
        said(one.value),
        anchor="middle",
        size=size,
        fill=ink,
        bold=True,
    )


def shade(value: float, most: float) -> int:
    """Which of the shades: an even step of the largest value."""
    return min(int(value / most * len(SHADES)), len(SHADES) - 1)


def _key(y: float, most: float, *, hidden: bool) -> str:
    drawn = text(2, y + 14, "0")
    for order, (fill, _) in enumerate(SHADES):
        drawn += box(16 + order * 26, y + 2, 24, 16, fill=fill)
    after = 16 + len(SHADES) * 26 + 6
    drawn += text(after, y + 14, number(most), fill=INK)
    if hidden:
        start = after + 44
        drawn += frame(start, y + 2, 24, 16) + text(start + 30, y + 14, "hidden", fill=QUIET)
    return drawn
