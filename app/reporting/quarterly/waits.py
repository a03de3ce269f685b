"""How long people waited for a first contact, with those still waiting and other ends in the count."""

from app.reporting.charts import Curve, curves, curves_narrow
from app.reporting.counting import Line
from app.reporting.measure import By
from app.reporting.quarterly.told import Told
from app.reporting.statistics import DAYS
from app.reporting.tables import Figure, across, broken_down, drawn_value, label_of, says_of, show

WAITING = (
    "contact-standards", "contact-in-standard", "contact-late", "share-in-standard",
    "median-wait", "median-hours", "unacted",
)  # fmt: skip
CURVE = tuple(f"incidence-{day}" for day in DAYS)
DRAWN = 4  # lines that the eye keeps apart


def draw(told: Told) -> tuple[Figure, ...]:
    """First contact within so many days, and against the time each programme sets."""
    if told.is_alone:
        in_short = across("waiting", "First contact and waits", WAITING, told.answer, told.before)
        return incidence(told.answer.total, []), in_short
    return (
        incidence(told.answer.total, list(told.answer.tables[By.programme].lines)),
        broken_down(
            told.answer,
            By.programme,
            WAITING,
            "First contact and waits by programme",
            key="waiting",
        ),
    )


def incidence(total: Line, lines: list[Line]) -> Figure:
    """How many had a first contact by each day, in all and by programme, as steps."""
    shown = [
        line
        for line in lines
        if any(line.cells[name].is_hidden or line.cells[name].value is not None for name in CURVE)
    ]
    rows = tuple(
        (line.label, tuple(show(name, line.cells[name]) for name in CURVE))
        for line in (*shown, total)
    )
    title = "First contact, day by day"
    finding = _finding(total)
    figure = Figure(
        "incidence", title, finding, ("", *(label_of(name) for name in CURVE)), rows,
        tuple((label_of(name), says_of(name)) for name in CURVE),
    )  # fmt: skip
    printed = [line for line in (total, *shown) if line.cells[CURVE[-1]].value is not None]
    if not printed:
        return figure
    order = sorted(printed[1:], key=lambda line: -(line.cells["referrals-received"].value or 0))
    drawn = [
        Curve(line.label, [(0, 0), *((day, drawn_value(line.cells[name])) for day, name in zip(DAYS, CURVE, strict=True))])
        for line in [printed[0], *order][:DRAWN]
    ]  # fmt: skip
    return figure._replace(
        chart=curves("chart-incidence", title, finding, drawn),
        narrow=curves_narrow("chart-incidence", title, finding, drawn),
    )


def _finding(total: Line) -> str:
    said = [
        show(name, total.cells[name]).text
        for name in ("incidence-2", "incidence-7", "incidence-28")
    ]
    return (
        f"First contact within 2 days: {said[0]}; within 7 days: {said[1]}; within 28 days: {said[2]}. "
        "People still waiting are in the count."
    )
