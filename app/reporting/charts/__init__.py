"""Charts as SVG drawn on the server: no script, they print, and they need no colour to be read.

Every chart comes twice, wide and narrow, because text scaled down to a phone cannot be read; the
page shows one of them. The finding, a sentence, is given by the caller: a chart never says more
than it was told. A value that is None or a word is a hidden count: it gets a dashed frame and that
word, never a length.
"""

from app.reporting.charts.bars import (
    Step,
    bars,
    bars_narrow,
    funnel,
    funnel_narrow,
    lying_bars,
)
from app.reporting.charts.curves import Curve, curves, curves_narrow
from app.reporting.charts.drawing import COLOURS, HIDDEN, Series, Value
from app.reporting.charts.flows import Flow, flows, flows_narrow
from app.reporting.charts.intervals import Rate, intervals, intervals_narrow
from app.reporting.charts.multiples import Small, multiples, multiples_narrow
from app.reporting.charts.tiles import Tile, tile_map, tile_map_narrow

__all__ = [
    "COLOURS",
    "HIDDEN",
    "Curve",
    "Flow",
    "Rate",
    "Series",
    "Small",
    "Step",
    "Tile",
    "Value",
    "bars",
    "bars_narrow",
    "curves",
    "curves_narrow",
    "flows",
    "flows_narrow",
    "funnel",
    "funnel_narrow",
    "intervals",
    "intervals_narrow",
    "lying_bars",
    "multiples",
    "multiples_narrow",
    "tile_map",
    "tile_map_narrow",
]
