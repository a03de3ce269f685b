"""What was asked for: who sent people, what was declined and why, what never became a referral."""

from datetime import timedelta

from app.reporting.charts import Series, bars, bars_narrow
from app.reporting.measure import By
from app.reporting.quarterly.overview import short
from app.reporting.quarterly.parts import ASK, parted
from app.reporting.quarterly.told import Told
from app.reporting.tables import (
    Figure,
    across,
    broken_down,
    drawn_value,
    label_of,
    says_of,
    show,
)

DEMAND = (
    "referrals-received", "referrals-accepted", "referrals-declined", "referrals-withdrawn",
    "put-on-waiting-list", "unacted", "approaches",
)  # fmt: skip
LISTED = "put-on-waiting-list"
STOOD = "Waiting on the last day"
STOOD_SAYS = (
    "Referrals accepted in principle that had no place on the last day of the quarter, in all. A stock: "
    "who waits on is counted again a quarter later, so quarters are never added up. It is shown "
    "only where no number below the threshold can be worked out from it."
)


def draw(told: Told) -> tuple[Figure, ...]:
    """Demand in all, by who sent it, and what became of what was declined."""
    in_all = across("demand", "What was asked for", DEMAND, told.answer, told.before)
    if told.is_alone:
        return (in_all,)
    return (
        in_all,
        broken_down(told.answer, By.source, ("referrals-received",), "Referrals by who sent them"),
        unmet(told),
        parted(told, By.whose, "referrals-declined", "Why referrals were declined", key="whose"),
        broken_down(
            told.answer, By.reason, ("referrals-declined",), "Referrals declined, by the reason given",
            key="declined",
        ),
        broken_down(
            told.answer, By.outcome, ("approaches",), "Offers that did not become a referral"
        ),
    )  # fmt: skip


def unmet(told: Told) -> Figure:
    """Who was put on a waiting list, quarter by quarter, and how many stood on it on the last day."""
    labels = [short(answer) for answer in told.trend]
    rows = tuple(
        (label, (show(LISTED, answer.total.cells[LISTED]), show(LISTED, waiting)))
        for label, answer, waiting in zip(labels, told.trend, told.waiting, strict=True)
    )
    title, finding = "Waiting for a place", _finding(told)
    figure = Figure(
        "waiting-list", title, finding, ("", label_of(LISTED), STOOD), rows,
        ((label_of(LISTED), says_of(LISTED)), (STOOD, STOOD_SAYS)),
    )  # fmt: skip
    if not any(cell.value for cell in told.waiting):
        return figure
    series = [Series(STOOD, [drawn_value(cell) for cell in told.waiting])]
    return figure._replace(
        chart=bars("chart-waiting-list", title, finding, labels, series),
        narrow=bars_narrow("chart-waiting-list", title, finding, labels, series),
    )


def _finding(told: Told) -> str:
    cell, last = told.waiting[-1], told.quarter.end - timedelta(days=1)
    day = f"{last.day} {last:%B %Y}"
    if not told.quarter.is_over:
        return f"The quarter ends on {day}; how many wait then is not known yet."
    if cell.is_hidden:
        return (
            f"How many waited for a place on {day} cannot be shown: {cell.reason}. Beside how many came onto "
            f"the list and left it, it would tell a small number. {ASK}"
        )
    if not cell.value:
        return f"Nobody waited for a place on {day}."
    return f"On {day}, {cell.value:,.0f} referrals were accepted in principle and had no place."
