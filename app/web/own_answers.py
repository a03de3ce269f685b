"""The answer to a provider's question: numbers that lead to their lists, in words, a table and a chart."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.database import Database
from app.programmes.ages import band_sets
from app.queries.figure_cuts import Cut
from app.queries.own_questions import names_of_places
from app.reporting.charts import Series, bars_narrow, lying_bars
from app.reporting.gate.marks import Cell
from app.reporting.own_cells import cells, number
from app.reporting.tables import leading
from app.reporting.values import NOT_KNOWN, known_values
from app.web.answer_columns import Counts, Number, columns_of, counts_of, linked
from app.web.own_questions import Asked, words_of

IN_ALL = "In all"
MOST_LINES = 60


class Line(NamedTuple):
    """A line of the table: its words, the question kept to it, and its numbers."""

    label: str
    narrowed: str
    numbers: tuple[Number, ...]


class Answer(NamedTuple):
    """The number in all, a sentence, a table, perhaps a chart, and what must be known to read it."""

    number: Number
    finding: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    chart: Markup | None = None
    narrow: Markup | None = None
    more: int = 0


def answer(database: Database, one: Asked) -> Answer:
    """Answer a question, with everything that it is compared with."""
    whole = number(database, one.asking)
    if len(one.by) > 1:
        return _crossed(database, one, whole)
    cut = one.by[0] if one.by else None
    now = counts_of(database, one.asking, cut)
    columns, notes = columns_of(database, one, cut, now, whole)
    values = (
        _in_order(cut, {value for counts, _ in columns for value in counts if value}) if cut else []
    )
    words = _words(database, cut, values)
    lines = [
        Line(
            words[value],
            _narrowed(one, cut, value),
            tuple(printed[value] for _, printed in columns),
        )
        for value in values[:MOST_LINES]
        if cut
    ]
    lines.append(Line(IN_ALL, "", tuple(printed[""] for _, printed in columns)))
    head = ("", *(column.head for _, column in columns))
    return _drawn(one, whole, Answer(linked(one, whole), "", head, tuple(lines), notes), now, words)


def _crossed(database: Database, one: Asked, whole: int) -> Answer:
    """Two breakdowns at once: one down, one across."""
    down, across = one.by[:2]
    found = cells(database, one.asking, (down, across))
    rows = _in_order(down, {first for first, _ in found})
    columns = _in_order(across, {second for _, second in found})
    words, heads = _words(database, down, rows), _words(database, across, columns)
    lines = tuple(
        Line(
            words[row],
            _narrowed(one, down, row),
            tuple(
                linked(one, found.get((row, column), 0), **{down.code: row, across.code: column})
                for column in columns
            ),
        )
        for row in rows[:MOST_LINES]
    )
    head = (down.label, *(heads[column] for column in columns))
    finding = f"{one.measure.label}: {whole:,} in all, by {down.label.lower()} and {across.label.lower()}."
    more = max(len(rows) - MOST_LINES, 0)
    return Answer(linked(one, whole), finding, head, lines, (), more=more)


def _in_order(cut: Cut, values: set[str]) -> list[str]:
    """Values as people expect them: in their own order where there is one; "not known" last."""
    if cut.code.startswith("age-"):
        order = [band.code for band in band_sets()[cut.code.removeprefix("age-")].all()]
    else:
        order = list(known_values(cut.by)) if cut.by else []
    places = {value: place for place, value in enumerate(order)}
    return sorted(values, key=lambda one: (one == NOT_KNOWN, places.get(one, len(order)), one))


def _words(database: Database, cut: Cut | None, values: Sequence[str]) -> dict[str, str]:
    if cut is None:
        return {}
    places = names_of_places(database, values) if cut.code == "setting" else {}
    return {value: places.get(value) or words_of(database, cut, value) for value in values}


def _narrowed(one: Asked, cut: Cut, value: str) -> str:
    return one.query(by="", **{"and": ""}, **{cut.code: value})


def _drawn(one: Asked, whole: int, made: Answer, now: Counts, words: Mapping[str, str]) -> Answer:
    """The answer with its finding, and with a chart where one says more than the number."""
    label = one.measure.label
    finding = f"{label}: {whole:,} in all."
    if not now:
        return made._replace(finding=finding)
    known = {
        words[value]: Cell(n)
        for value, n in now.items()
        if n and value in words and value != NOT_KNOWN
    }
    if known:
        who, most, each = leading(known)
        finding = f"{label}: {whole:,} in all; most: {who}, {most.value:,}{each}."
    values = [value for value in words if value in now][:MOST_LINES]
    labels, series = [words[one] for one in values], [Series(label, [now[one] for one in values])]
    return made._replace(
        finding=finding,
        chart=lying_bars("chart-answer", label, finding, labels, series),
        narrow=bars_narrow("chart-answer", label, finding, labels, series),
        more=max(len(words) - MOST_LINES, 0),
    )
