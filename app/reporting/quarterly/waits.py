"""How long people waited for a first contact, with those still waiting and other ends in the count."""

from app.reporting.charts import Curve, curves, curves_narrow
from app.reporting.counting import Line
from app.reporting.measure import By
from app.reporting.quarterly.parts import ASK
from app.reporting.quarterly.told import Told
from app.reporting.statistics import DAYS
from app.reporting.tables import Figure, across, broken_down, drawn_value, label_of, says_of, show

WAITING = (
    "contact-standards", "contact-in-standard", "contact-late", "share-in-standard",
    "median-wait", "median-hours", "unacted",
)  # fmt: skip
CURVE = tuple(f"incidence-{day}" for day in DAYS)
WHY = (
    "From these shares the people behind each step can be counted, so they are shown only where no step "
    "is made of a few."
)
DRAWN = 4  # lines that the eye keeps apart


def draw(told: Told) -> tuple[Figure, ...]:
    """First contact within so many days, and against the time each programme sets."""
    if told.is_alone:
        in_short = across("waiting", "First contact and waits", WAITING, told.answer, told.before)
        # Of one provider or commission the days would give counts away that nobody decided about.
        by_day = told.within is not None and told.within[0] is By.programme
        return (incidence(told), in_short) if by_day else (in_short,)
    return (
        incidence(told),
        broken_down(
            told.answer,
            By.programme,
            WAITING,
            "First contact and waits by programme",
            key="waiting",
        ),
    )


def incidence(told: Told) -> Figure:
    """How many had a first contact by each day, in all and by programme, as steps."""
    total = told.answer.total
    if told.within and told.within[0] is By.programme:
        total = total._replace(cells=total.cells | told.curves.get(told.within[1], {}))
    shown = []
    if not told.is_alone:
        lines = told.answer.tables[By.programme].lines
        shown = [
            line._replace(cells=line.cells | told.curves[line.value])
            for line in lines
            if line.value in told.curves
        ]
    hidden = all(line.cells[CURVE[0]].is_hidden for line in (*shown, total))
    # Where no curve can be shown one line says it as well as one for each programme.
    rows = tuple(
        (line.label, tuple(show(name, line.cells[name]) for name in CURVE))
        for line in ((total,) if hidden else (*shown, total))
    )
    title = "First contact, day by day"
    finding = _finding(total, shown)
    figure = Figure(
        "incidence", title, finding, ("", *(label_of(name) for name in CURVE)), rows,
        tuple((label_of(name), says_of(name)) for name in CURVE),
    )  # fmt: skip
    printed = [line for line in (total, *shown) if line.cells[CURVE[-1]].value is not None]
    if not printed:
        return figure
    order = sorted(
        (line for line in printed if line is not total),
        key=lambda line: -(line.cells["referrals-received"].value or 0),
    )
    drawn = [
        Curve(line.label, [(0, 0), *((day, drawn_value(line.cells[name])) for day, name in zip(DAYS, CURVE, strict=True))])
        for line in [*(one for one in printed if one is total), *order][:DRAWN]
    ]  # fmt: skip
    return figure._replace(
        chart=curves("chart-incidence", title, finding, drawn),
        narrow=curves_narrow("chart-incidence", title, finding, drawn),
    )


def _finding(total: Line, shown: list[Line]) -> str:
    cells = [total.cells[name] for name in ("incidence-2", "incidence-7", "incidence-28")]
    if any(cell.is_hidden for cell in cells):
        words = "How soon first contacts came is hidden."
    elif cells[0].value is None:
        return "Nobody was referred in this quarter, so nobody waited."
    else:
        said = [f"{cell.value:.1f}%" for cell in cells]
        words = (
            f"First contact within 2 days: {said[0]}; within 7 days: {said[1]}; within 28 days: "
            f"{said[2]}. People still waiting are in the count."
        )
    gone = sum(line.cells[CURVE[0]].is_hidden for line in shown)
    if gone == len(shown) > 1 and cells[0].is_hidden:
        words = "How soon first contacts came is hidden, in all and for each programme."
    elif gone and len(shown) > 1:
        words += f" {gone} of {len(shown)} programmes {'is' if gone == 1 else 'are'} hidden."
    return f"{words} {WHY} {ASK}" if gone or cells[0].is_hidden else words
