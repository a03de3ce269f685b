"""Where people live: a square an area, about where it lies, with the table and the rates."""

from app.reporting.charts import Tile, tile_map, tile_map_narrow
from app.reporting.gate.marks import Cell
from app.reporting.measure import By
from app.reporting.quarterly.reach import NAMED
from app.reporting.quarterly.told import Told
from app.reporting.rates import EDITIONS, residents
from app.reporting.statistics import per_thousand
from app.reporting.tables import (
    NOTHING,
    Figure,
    Shown,
    broken_down,
    drawn_value,
    label_of,
    says_of,
    show,
)
from app.reporting.values import NOT_KNOWN

PER = 10
"""Rates are printed of so many thousand residents."""
RATE = "People reached per 10,000 residents (and range)"
LIVE = "Residents"


def draw(told: Told) -> tuple[Figure, ...]:
    """People and referrals by area, as a map, and against the people who live there."""
    if told.is_alone:
        return ()
    figure = broken_down(told.answer, By.area, (*NAMED, "contacts"), "People and referrals by area")
    return mapped(told, figure, "people-reached"), rates(told)


def mapped(told: Told, figure: Figure, name: str) -> Figure:
    """A figure by area with its first number as a tile map."""
    tiles = [
        Tile(line.value, line.label, drawn_value(line.cells[name]))
        for line in told.answer.tables[By.area].lines
        if line.value != NOT_KNOWN and (line.cells[name].is_hidden or line.cells[name].value)
    ]
    if not tiles:
        return figure._replace(chart=None, narrow=None)
    key = f"chart-{figure.key}"
    return figure._replace(
        chart=tile_map(key, figure.title, figure.finding, tiles),
        narrow=tile_map_narrow(key, figure.title, figure.finding, tiles),
    )


def rates(told: Told) -> Figure:
    """People reached against residents, area by area."""
    rows = []
    for line in told.answer.tables[By.area].lines:
        living = residents([line.value])
        if living is None:
            continue
        cell = line.cells["people-reached"]
        shown = show("people-reached", cell)
        rows.append((line.label, (shown, Shown(f"{living:,}", "", living), _rate(cell, living))))
    printed = [label for label, cells in rows if not cells[2].reason]
    finding = (
        "Nobody was counted in any area."
        if not rows
        else (
            f"A rate can be shown for {len(printed)} of {len(rows)} areas. "
            "People who live outside these areas are not in it."
        )
    )
    says = (
        (label_of("people-reached"), says_of("people-reached")),
        (LIVE, f"{EDITIONS[''].capitalize()}."),
        (
            RATE,
            (
                "People reached in the quarter for every 10,000 residents of all ages, with the range in "
                "which it lies 95 times of 100 (Wilson)."
            ),
        ),
    )
    head = ("", label_of("people-reached"), LIVE, RATE)
    return Figure(
        "area-rates", "Against the people who live there", finding, head, tuple(rows), says
    )


def _rate(cell: Cell, living: int) -> Shown:
    if cell.is_hidden:
        gone = Cell(None, "rests-on")
        return Shown(gone.mark, gone.reason, gone.mark, gone.why)
    found = per_thousand(cell.value or 0, living)
    if found is None:
        return Shown(NOTHING, "", None)
    rate, low, high = (PER * part for part in found)
    return Shown(f"{rate:.1f} ({low:.1f} to {high:.1f})", "", round(rate, 2))
