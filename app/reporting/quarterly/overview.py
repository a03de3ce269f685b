"""The first page of a quarter: the few numbers, how they went, and what each section found."""

from app.reporting.charts import Series, bars, bars_narrow
from app.reporting.counting import Answer
from app.reporting.quarterly.directions import KeyFigure, key_figure
from app.reporting.quarterly.held import held
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, drawn_value, label_of, says_of, show

KEY_FIGURES = ("people-reached", "referrals-received", "share-in-standard", "share-planned")
TREND = ("people-reached", "referrals-received", "first-contacts", "engaged", "closed")
DRAWN = 2


def key_figures(told: Told) -> list[KeyFigure]:
    """The few numbers on top of the page."""
    return [key_figure(name, told.answer, told.before) for name in KEY_FIGURES]


def draw(told: Told) -> tuple[Figure, ...]:
    """The quarters of a year beside each other, and the targets of this one."""
    targets = held(told)
    return (trend(told.trend), *([targets] if targets else []))


def trend(answers: tuple[Answer, ...]) -> Figure:
    """The same counts quarter by quarter, with a chart of the first two."""
    labels = [short(answer) for answer in answers]
    rows = tuple(
        (label, tuple(show(name, answer.total.cells[name]) for name in TREND))
        for label, answer in zip(labels, answers, strict=True)
    )
    series = [
        Series(label_of(name), [drawn_value(answer.total.cells[name]) for answer in answers])
        for name in TREND[:DRAWN]
    ]
    finding = _finding(answers)
    title = "A year, quarter by quarter"
    return Figure(
        "trend", title, finding, ("", *(label_of(name) for name in TREND)), rows,
        tuple((label_of(name), says_of(name)) for name in TREND),
        bars("chart-trend", title, finding, labels, series),
        bars_narrow("chart-trend", title, finding, labels, series),
    )  # fmt: skip


def short(answer: Answer) -> str:
    """A quarter as a chart has room for it: "Jul–Sep 2026"."""
    first, last = answer.quarter.start, answer.quarter.after.start
    month = last.month - 1 or 12
    return f"{first:%b}\u2013{last.replace(month=month, day=1):%b} {first:%Y}"


def _finding(answers: tuple[Answer, ...]) -> str:
    now, year_ago = (
        answers[-1].total.cells["people-reached"],
        answers[0].total.cells["people-reached"],
    )
    shown, then = show("people-reached", now), show("people-reached", year_ago)
    if now.is_hidden or year_ago.is_hidden:
        here, there = ("hidden" if one.reason else one.text for one in (shown, then))
        return f"People reached: {here} in this quarter, {there} in the same quarter a year before."
    if not now.value and not year_ago.value:
        return "Nobody was reached in this quarter or in the same quarter a year before."
    change = (now.value or 0) - (year_ago.value or 0)
    words = f"{abs(change):,g} {'more' if change > 0 else 'fewer'} than" if change else "as many as"
    return f"{shown.text} people were reached, {words} in the same quarter a year before ({then.text})."
