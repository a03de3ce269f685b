"""A number that falls into parts, drawn as a flow."""

from app.reporting.charts import Flow, flows, flows_narrow
from app.reporting.measure import By
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, broken_down, drawn_value, label_of

ASK = "The providers know it: under Cross-tables, Find a table, they can be asked in words."
"""What one can do about a number that is hidden."""


def parted(told: Told, by: By, name: str, title: str, *, key: str) -> Figure:
    """A measure by one breakdown, as a flow from the whole into its parts."""
    figure = broken_down(told.answer, by, (name,), title, key=key)
    whole = Flow(label_of(name), drawn_value(told.answer.total.cells[name]), parts(told, by, name))
    return with_flow(figure, whole)


def parts(told: Told, by: By, name: str) -> tuple[Flow, ...]:
    """The parts of a measure that there are."""
    return tuple(
        Flow(line.label, drawn_value(line.cells[name]))
        for line in told.answer.tables[by].lines
        if line.cells[name].is_hidden or line.cells[name].value
    )


def _is_known(one: Flow) -> bool:
    """Whether any number of it or of what it falls into is shown."""
    return not isinstance(one.value, str) or any(_is_known(part) for part in one.parts)


def with_flow(figure: Figure, whole: Flow) -> Figure:
    """The figure with the flow as its chart; without one where there is nothing to part."""
    if not any(_is_known(part) for part in whole.parts):
        return figure._replace(chart=None, narrow=None)
    key = f"chart-{figure.key}"
    return figure._replace(
        chart=flows(key, figure.title, figure.finding, whole),
        narrow=flows_narrow(key, figure.title, figure.finding, whole),
    )
