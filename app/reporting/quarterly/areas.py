"""Where people live: a square an area, about where it lies, with the table."""

from app.reporting.charts import Tile, tile_map, tile_map_narrow
from app.reporting.measure import By
from app.reporting.quarterly.reach import NAMED
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, broken_down, drawn_value
from app.reporting.values import NOT_KNOWN


def draw(told: Told) -> tuple[Figure, ...]:
    """People and referrals by area, as a map."""
    if told.is_alone:
        return ()
    return (
        mapped(told, broken_down(told.answer, By.area, (*NAMED, "contacts"), "People and referrals by area"), "people-reached"),
    )  # fmt: skip


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
