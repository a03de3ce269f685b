"""How a number stands to the one before, in words; from printed numbers only."""

from typing import NamedTuple

from app.reporting.counting import Answer
from app.reporting.measure import Measure, Share, Statistic
from app.reporting.measures import MEASURES, SHARES, STATISTICS
from app.reporting.tables import label_of, show


class KeyFigure(NamedTuple):
    """One of the few numbers on top: as printed, against the quarter before."""

    label: str
    text: str
    note: str


def key_figure(name: str, answer: Answer, before: Answer) -> KeyFigure:
    """A number with its direction in words."""
    cell = answer.total.cells[name]
    shown = show(name, cell)
    label = SHARES[name].label if name in SHARES else label_of(name)
    if shown.reason:
        rests = "it rests on a number that is hidden"
        return KeyFigure(label, "Hidden", rests if cell.why == "rests-on" else shown.reason)
    return KeyFigure(label, shown.text, direction(name, answer, before))


def direction(name: str, answer: Answer, before: Answer, *, judged: bool = True) -> str:
    """More or fewer than in the quarter before, and if `judged`, whether that is what is hoped for."""
    now, then = answer.total.cells[name], before.total.cells[name]
    if then.is_hidden or now.is_hidden:
        said = "hidden" if then.is_hidden else show(name, then).text
        return f"{said} in the quarter before"
    if now.value is None or then.value is None:
        return "nothing to compare with"
    change = round(now.value - then.value, 1)
    if not change:
        return "as in the quarter before"
    unit, more, fewer = "", "more", "fewer"
    if name in SHARES:
        unit, more, fewer = " percentage points", "higher", "lower"
    elif name == "median-wait":
        unit, more, fewer = " days", "longer", "shorter"
    if abs(change) == 1:
        unit = unit.removesuffix("s")
    words = f"{abs(change):,g}{unit} {more if change > 0 else fewer} than in the quarter before"
    better = wanted(name) if judged else None
    if better:
        words += ": better" if (change > 0) == (better == "more") else ": worse"
    return words


def wanted(name: str) -> str | None:
    """Which way is good: more, fewer, or neither. A wait is better when it is shorter."""
    if name == "median-wait":
        return "fewer"
    one: Measure | Share | Statistic = SHARES.get(name) or STATISTICS.get(name) or MEASURES[name]
    return None if isinstance(one, Statistic) else one.better
