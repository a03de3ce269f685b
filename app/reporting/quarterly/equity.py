"""Whether each group is reached and kept alike; "not known" is a group of its own, never left out."""

from app.reporting.charts import Rate, intervals, intervals_narrow
from app.reporting.measure import By
from app.reporting.quarterly.shares import ratio
from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, broken_down, label_of, says_of, show

GROUPS = ((By.sex, "sex"), (By.ethnicity, "ethnic group"), (By.age, "age"))
COUNTED = ("people-reached", "referrals-received", "first-contacts", "engaged", "closed")
CONTACTED, KEPT = "First contacts of referrals received (%)", "Planned endings of cases closed (%)"
SAYS = (
    (
        CONTACTED,
        (
            "First contacts of the quarter as a share of the referrals received in it, with the range in "
            "which the share lies 95 times of 100 (Wilson). Some of the contacts belong to referrals of "
            "the quarter before; with more contacts than referrals there is no share."
        ),
    ),
    (
        KEPT,
        (
            "Planned endings as a share of the cases closed in the quarter, with the same range. Where "
            "the ranges of two groups overlap, the difference may be chance."
        ),
    ),
)


def draw(told: Told) -> tuple[Figure, ...]:
    """The funnel by group: counts, and shares with how sure they are."""
    if told.is_alone:
        return ()
    counts = [
        broken_down(told.answer, by, COUNTED, f"People and referrals by {words}", key=f"by-{by}")
        for by, words in GROUPS[:2]
    ]
    return (*(rates(told, by, words) for by, words in GROUPS), *counts)


def rates(told: Told, by: By, words: str) -> Figure:
    """The shares of each group, and of all, with a chart of the second."""
    title = f"Reached and kept, by {words}"
    lines = [
        line
        for line in told.answer.tables[by].lines
        if any(line.cells[name].is_hidden or line.cells[name].value for name in COUNTED)
    ]
    rows, drawn = [], []
    for line in (*lines, told.answer.total):
        cells = line.cells
        contacted = ratio(cells["first-contacts"], cells["referrals-received"])
        kept = ratio(cells["planned-exits"], cells["closed"])
        received, closed = (show(name, cells[name]) for name in ("referrals-received", "closed"))
        rows.append((line.label, (received, contacted.shown, closed, kept.shown)))
        if line is not told.answer.total:
            drawn.append(kept.drawn(line.label))
        else:
            overall = kept.percent
    known = [one for one in drawn if not isinstance(one.value, str)]
    nobody = told.answer.total.cells["closed"].value == 0
    finding = (
        "No case was closed in this quarter." if nobody else _finding(known, len(drawn), overall)
    )
    head = ("", label_of("referrals-received"), CONTACTED, label_of("closed"), KEPT)
    counted = tuple((label_of(name), says_of(name)) for name in ("referrals-received", "closed"))
    key = f"rates-{by}"
    figure = Figure(key, title, finding, head, tuple(rows), (*SAYS, *counted))
    if not known:
        return figure
    chart = f"chart-{key}"
    return figure._replace(
        chart=intervals(chart, title, finding, drawn, overall=overall),
        narrow=intervals_narrow(chart, title, finding, drawn, overall=overall),
    )


def _finding(known: list[Rate], groups: int, overall: float | None) -> str:
    whole = "the share in all is hidden" if overall is None else f"{overall:.0f}% in all"
    if not known:
        return f"Planned endings: {whole}; the share of no group can be shown."
    if overall is None:
        words = ", ".join(f"{one.label} {one.value:.0f}%" for one in known)
        return f"Planned endings, where they can be shown: {words}."
    apart = [
        one.label for one in known if overall is not None and not one.low <= overall <= one.high
    ]
    words = f"Planned endings: {whole}. "
    if apart:
        words += f"Different from that by more than chance: {', '.join(apart)}."
    else:
        words += "No group differs from that by more than chance would explain."
    gone = groups - len(known)
    return words + (f" Of {groups} groups, {gone} cannot be shown." if gone else "")
