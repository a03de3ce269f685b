"""Shares worked out of two printed counts, with Wilson's interval; nothing printed, no share."""

from typing import NamedTuple

from app.reporting.charts import Rate
from app.reporting.gate.marks import Cell
from app.reporting.statistics import Interval, wilson
from app.reporting.tables import NOTHING, Shown


class Ratio(NamedTuple):
    """A part of a whole. `interval` is None where one of them is hidden or it is no part of it."""

    percent: float | None
    interval: Interval | None
    hidden: bool

    @property
    def shown(self) -> Shown:
        """As a table prints it: "62% (55 to 69)"."""
        if self.hidden:
            cell = Cell(None, "rests-on")
            return Shown(cell.mark, cell.reason, cell.mark, cell.why)
        if self.percent is None:
            return Shown(NOTHING, "", None)
        text = f"{self.percent:.0f}%"
        if self.interval:
            text += f" ({100 * self.interval.low:.0f} to {100 * self.interval.high:.0f})"
        return Shown(text, "", round(self.percent))

    def drawn(self, label: str) -> Rate:
        """As a chart draws it."""
        if self.percent is None or self.interval is None:
            return Rate(label, self.shown.text)
        return Rate(label, self.percent, 100 * self.interval.low, 100 * self.interval.high)


def ratio(part: Cell, whole: Cell) -> Ratio:
    """A part in a hundred of a whole; more than the whole is no share of it."""
    if part.is_hidden or whole.is_hidden:
        return Ratio(None, None, hidden=True)
    if not whole.value or (part.value or 0) > whole.value:
        return Ratio(None, None, hidden=False)
    share = 100 * (part.value or 0) / whole.value
    return Ratio(share, wilson(part.value or 0, whole.value), hidden=False)
