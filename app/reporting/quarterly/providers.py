"""Providers beside each other: the table first, then the same few bars for each."""

from app.reporting.charts import Small, multiples, multiples_narrow
from app.reporting.measure import By
from app.reporting.quarterly.reach import NAMED
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, across, broken_down, drawn_value, label_of

COMPARED = (*NAMED, "share-in-standard", "median-wait", "share-planned")
DRAWN = ("referrals-received", "first-contacts", "engaged", "planned-exits")


def draw(told: Told) -> tuple[Figure, ...]:
    """One line a provider. Services differ; a smaller number is not a worse service."""
    if told.is_alone:
        return (across("providers", "In short", COMPARED, told.answer, told.before),)
    figure = broken_down(told.answer, By.provider, COMPARED, "Providers beside each other")
    side_by_side = broken_down(
        told.answer, By.provider, DRAWN, "How far people came, by provider", key="compared"
    )
    lines = [
        line
        for line in told.answer.tables[By.provider].lines
        if any(line.cells[name].is_hidden or line.cells[name].value for name in DRAWN)
    ]
    labels = [label_of(name) for name in DRAWN]
    smalls = [
        Small(line.label, [drawn_value(line.cells[name]) for name in DRAWN]) for line in lines
    ]
    if smalls:
        side_by_side = side_by_side._replace(
            chart=multiples(
                "chart-compared", side_by_side.title, side_by_side.finding, labels, smalls
            ),
            narrow=multiples_narrow(
                "chart-compared", side_by_side.title, side_by_side.finding, labels, smalls
            ),
        )
    return figure._replace(chart=None, narrow=None), side_by_side
