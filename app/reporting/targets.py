"""Figures held against their targets, with the direction in words."""

from decimal import Decimal
from typing import NamedTuple

from app.reporting.gate.marks import Cell
from app.reporting.measures import MEASURES, SHARES
from app.reporting.tables import NOTHING, show

TO_REACH = frozenset(
    {
        "contacts", "headcount-people", "groups-met", "sessions-delivered", "training-sessions",
        "professionals", "exposure", "shifts-planned", "staff-hours", "referrals-received",
        "referrals-accepted", "sessions-attended", "onward-made", "goals-set", "follow-ups",
    }
)  # fmt: skip
"""Counts that are good or bad by themselves for nobody; but who sets a target for one wants it reached."""


class Against(NamedTuple):
    """A figure beside its target. `met` is None where nothing can be said."""

    measure: str
    label: str
    target: str
    figure: str
    reason: str
    met: bool | None
    text: str


def measures() -> list[tuple[str, str]]:
    """What can be held against a target: key and words, counts first, then shares."""
    counts = [(one.key, one.label) for one in MEASURES.values() if not one.own_only]
    return counts + [(one.key, f"{one.label} (%)") for one in SHARES.values()]


def label_of(measure: str) -> str:
    """The words for a measure; its key where it has none any more."""
    return dict(measures()).get(measure, measure.replace("-", " "))


def better_of(measure: str) -> str:
    """Which way a target is met: by "more", by "fewer", or nothing where neither is."""
    declared = SHARES.get(measure) or MEASURES.get(measure)
    reached = "more" if measure in TO_REACH else ""
    return (declared.better or reached) if declared else ""


def against(measure: str, target: Decimal, figure: Cell | float | None) -> Against:
    """Hold a figure against its target. Of a hidden number nothing is said, nor of one not there."""
    cell = figure if isinstance(figure, Cell) else Cell(figure)
    shown, unit = show(measure, cell), "%" if measure in SHARES else ""
    wanted, met, text = f"{target.normalize():,f}{unit}", None, ""
    if cell.is_hidden:
        text = "Cannot be said: hidden"
    elif cell.value is None:
        text = "No figure yet"
    else:
        apart = Decimal(str(cell.value)) - target
        better = better_of(measure)
        if better:
            met = apart >= 0 if better == "more" else apart <= 0
        text = _said(apart, better, "points" if unit else "", met=met)
    return Against(
        measure, label_of(measure), wanted, shown.text or NOTHING, shown.reason, met, text
    )


def _said(apart: Decimal, better: str, unit: str, *, met: bool | None) -> str:
    number = f"{abs(apart):,.0f} {unit}".strip()
    where = f"{number} {'above' if apart > 0 else 'below'}" if apart else "exactly"
    if met is None:
        return f"{where} the target" if apart else "Exactly the target"
    # More is what people expect to be better; the other way is said.
    other = ", fewer is better" if better == "fewer" else ""
    return f"{'Met' if met else 'Not met'}: {where} the target{other}"
