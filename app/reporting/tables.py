"""Printed tables: cells that went through the gate, with title, finding, chart and definitions."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.reporting.charts import Series, Step, bars_narrow, funnel, funnel_narrow, lying_bars
from app.reporting.counting import Answer, Line
from app.reporting.gate.marks import MARKS, Cell, Why
from app.reporting.measure import By
from app.reporting.measures import MEASURES, SHARES, STATISTICS
from app.reporting.sheets import Value
from app.reporting.values import NOT_KNOWN, UNKNOWN_CODES

MOST_NAMED = 2  # more that share a place are counted and not named
NOTHING = "\u2013"  # a dash: there is no such figure


class Shown(NamedTuple):
    """A cell as it is printed: its text, the reason when it is hidden, and its value for files."""

    text: str
    reason: str
    value: Value
    why: Why = ""


class Figure(NamedTuple):
    """A table with its title, its finding in a sentence, its definitions and perhaps a chart."""

    key: str
    title: str
    finding: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Shown, ...]], ...]
    says: tuple[tuple[str, str], ...]
    chart: Markup | None = None
    narrow: Markup | None = None

    @property
    def worded(self) -> frozenset[int]:
        """The places of columns with words instead of numbers."""
        return frozenset(
            place
            for _, cells in self.rows
            for place, cell in enumerate(cells)
            if isinstance(cell.value, str) and not cell.reason
        )

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """The marks that occur in the table, each with what it means."""
        hidden = {(cell.why, cell.text, cell.reason) for _, cells in self.rows for cell in cells}
        order = list(MARKS)
        return tuple(
            (text, reason)
            for why, text, reason in sorted(hidden, key=lambda one: (order.index(one[0]), one[2]))
            if why
        )


def label_of(name: str) -> str:
    """The words for a measure, share or statistic, with its unit where that is not plain."""
    if name in SHARES:
        return f"{SHARES[name].label} (%)"
    if name in STATISTICS:
        return f"{STATISTICS[name].label} ({STATISTICS[name].unit})"
    return MEASURES[name].label


def says_of(name: str) -> str:
    """The definition of a measure, share or statistic."""
    return (SHARES.get(name) or STATISTICS.get(name) or MEASURES[name]).says


def show(name: str, cell: Cell) -> Shown:
    """A cell as it is printed."""
    if cell.is_hidden:
        return Shown(cell.mark, cell.reason, cell.mark, cell.why)
    if cell.value is None:
        return Shown(NOTHING, "", None)
    if name in SHARES:
        return Shown(f"{cell.value:.0f}%", "", int(cell.value))
    if name in STATISTICS:
        sign = "+" if name == "mean-change" and cell.value > 0 else ""
        unit = "%" if STATISTICS[name].unit == "%" else ""
        return Shown(f"{sign}{cell.value:.1f}{unit}", "", round(cell.value, 1))
    return Shown(f"{cell.value:,.0f}", "", int(cell.value))


def across(key: str, title: str, names: Sequence[str], answer: Answer, before: Answer) -> Figure:
    """Measures as rows: this quarter and the one before."""
    rows = tuple(
        (
            label_of(name),
            (show(name, answer.total.cells[name]), show(name, before.total.cells[name])),
        )
        for name in names
    )
    first = show(names[0], answer.total.cells[names[0]])
    finding = f"{label_of(names[0])}: {_beside(first, rows[0][1][1])}."
    return Figure(
        key, title, finding, ("", "This quarter", "Quarter before"), rows, _definitions(names)
    )


def broken_down(
    answer: Answer,
    by: By,
    names: Sequence[str],
    title: str,
    *,
    key: str = "",
) -> Figure:
    """One line for each value of a breakdown, and a chart of the first measure."""
    lines = [line for line in answer.tables[by].lines if _matters(line, names, by)]
    rows = [(line.label, tuple(show(name, line.cells[name]) for name in names)) for line in lines]
    rows.append(("In all", tuple(_in_all(answer, name) for name in names)))
    key = key or str(by)
    finding = _finding(answer, names[0], lines)
    values = [drawn_value(line.cells[names[0]]) for line in lines]
    chart = narrow = None
    # A chart of frames alone tells nothing: then the table stands by itself.
    if any(not isinstance(value, str) and value for value in values):
        labels, series = [line.label for line in lines], [Series(label_of(names[0]), values)]
        chart = lying_bars(f"chart-{key}", title, finding, labels, series)
        narrow = bars_narrow(f"chart-{key}", title, finding, labels, series)
    head = ("", *(label_of(name) for name in names))
    return Figure(key, title, finding, head, tuple(rows), _definitions(names), chart, narrow)


def _in_all(answer: Answer, name: str) -> Shown:
    # A mean over different scales says nothing.
    return (
        Shown(NOTHING, "", None) if name == "mean-change" else show(name, answer.total.cells[name])
    )


def _matters(line: Line, names: Sequence[str], by: By) -> bool:
    """Leave out lines of nought, except where people look for them."""
    if by in (By.programme, By.provider, By.commission, By.age):
        return True
    return any(line.cells[name].is_hidden or line.cells[name].value for name in names)


def steps(answer: Answer, before: Answer, names: Sequence[str]) -> Figure:
    """Measures as steps of a pathway, with a chart of how far people came."""
    figure = across("funnel", "The pathway in the quarter", names, answer, before)
    drawn = [Step(label_of(name), drawn_value(answer.total.cells[name])) for name in names]
    said = [
        f"{show(name, answer.total.cells[name]).text} {label_of(name).lower()}"
        for name in names
        if not answer.total.cells[name].is_hidden
    ]
    gone = [label_of(name).lower() for name in names if answer.total.cells[name].is_hidden]
    finding = f"In the quarter: {', '.join(said)}." if said else ""
    if gone:
        finding += f" Hidden: {', '.join(gone)}."
    finding = finding.strip()
    return figure._replace(
        finding=finding,
        chart=funnel("chart-funnel", figure.title, finding, drawn),
        narrow=funnel_narrow("chart-funnel", figure.title, finding, drawn),
    )


def completeness(answer: Answer) -> Figure:
    """For each field, how many of the referrals received have it, from the cells already printed."""
    name, whole = "referrals-received", answer.total.cells["referrals-received"]
    rows = []
    for by, label in (
        (By.age, "Age"),
        (By.sex, "Sex"),
        (By.ethnicity, "Ethnic group"),
        (By.area, "Area"),
        (By.source, "Who sent them"),
    ):
        missing = [
            line.cells[name] for line in answer.tables[by].lines if line.value in UNKNOWN_CODES
        ]
        gone = missing[0] if missing else Cell(0)
        if gone.is_hidden or whole.is_hidden:
            known = Cell(None, "rests-on")
        elif not whole.value:
            known = Cell(None)
        else:
            known = Cell(round(100 * (1 - (gone.value or 0) / whole.value)))
        rows.append((label, (show("share-planned", known), show(name, gone))))
    said = ", ".join(f"{label.lower()} {_said(cells[0])}" for label, cells in rows)
    finding = f"Known: {said}."
    if whole.value == 0:
        finding = "No referral was received in this quarter."
    return Figure(
        "completeness", "Fields that are known", finding,
        ("", "Known (%)", "Not known"), tuple(rows),
        (("Known (%)", "Referrals received in the quarter whose person's field is known, of all received."),),
    )  # fmt: skip


def _finding(answer: Answer, name: str, lines: Sequence[Line]) -> str:
    """What a table shows, in a sentence, from nothing but what is printed."""
    whole, what = show(name, answer.total.cells[name]), label_of(name)
    if answer.total.cells[name].value == 0:
        return f"{what}: none in this quarter."
    known = [line for line in lines if line.cells[name].value and line.value != NOT_KNOWN]
    sentence = f"{what}: {_said(whole)} in all"
    if not known:
        return f"{sentence}; no part of it can be shown."
    hidden = sum(line.cells[name].is_hidden for line in lines)
    largest = "the largest number that can be shown" if hidden else "most"
    who, number, each = leading({line.label: line.cells[name] for line in known})
    sentence += f"; {largest}: {who}, {show(name, number).text}{each}"
    are = "is" if hidden == 1 else "are"
    return sentence + (f". {hidden} of {len(lines)} lines {are} hidden." if hidden else ".")


def leading(known: Mapping[str, Cell]) -> tuple[str, Cell, str]:
    """Who has the largest of shown numbers, that number, and " each" where it is more than one."""
    most = max(known.values(), key=lambda cell: cell.value or 0)
    who = [label for label, cell in known.items() if cell.value == most.value]
    if len(who) > MOST_NAMED:
        return f"{len(who)} lines", most, " each"
    return " and ".join(who), most, " each" if len(who) > 1 else ""


def _beside(now: Shown, then: Shown) -> str:
    """A number beside that of the quarter before: "12; 9 in the quarter before"."""
    if _said(now) != _said(then):
        return f"{_said(now)}; {_said(then)} in the quarter before"
    both = "none" if now.text == "0" else _said(now)
    return f"{both} in this quarter{' or' if both == 'none' else ', as in'} the one before"


def _said(shown: Shown) -> str:
    return "hidden" if shown.reason else shown.text


def drawn_value(cell: Cell) -> float | str:
    """A cell as a chart takes it: a mark has no length."""
    return cell.mark if cell.is_hidden else cell.value or 0


def _definitions(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((label_of(name), says_of(name)) for name in names)


def lines_of(figure: Figure, heading: str) -> list[tuple[Value, ...]]:
    """A figure as lines of a file: what it is, its head, its definitions, its rows, its footnotes."""
    said = dict(figure.says)
    meanings = tuple(said.get(label, "") for label in figure.head[1:])
    lines: list[tuple[Value, ...]] = [
        (f"{figure.title}, {heading}",),
        (figure.title, *figure.head[1:]),
    ]
    if any(meanings):
        lines.append(("Definition", *meanings))
        lines += [(label, *(cell.value for cell in cells)) for label, cells in figure.rows]
    else:
        # Measures stand in the rows here: each definition goes beside its row.
        lines[1] = (*lines[1], "Definition")
        lines += [
            (label, *(cell.value for cell in cells), said.get(label, ""))
            for label, cells in figure.rows
        ]
    lines += [(f"{mark} {reason}",) for mark, reason in figure.reasons]
    return lines
