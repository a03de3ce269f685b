"""A return laid out as tables: from exact cells for the provider, from printed ones for the rest."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from app.programmes.lists import code_list
from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import LEGEND, MARKS, THRESHOLD, Cell, legend
from app.reporting.measure import By, Measure
from app.reporting.measures import MEASURES, SHARES
from app.reporting.returns.definition import ReturnDefinition, Section
from app.reporting.values import NOT_KNOWN, known_values, label_of

Words = Mapping[By, Mapping[str, str]]
NOTHING = "\u2013"  # a dash: there is no such figure
RESTS = MARKS["rests-on"]
HEADS = {
    By.area: "Area", By.age: "Age", By.sex: "Sex", By.ethnicity: "Ethnic group", By.source: "Who sent them",
    By.reason: "Reason", By.outcome: "What came of it", By.scale: "Scale", By.role: "Role",
    By.stage: "Stage", By.action: "Action",
}  # fmt: skip


class Shown(NamedTuple):
    """A cell with the name it has in addresses, and the text that stands in it."""

    key: CellKey
    cell: Cell
    text: str


class Line(NamedTuple):
    """A measure: in all now, in the quarter before, and whether the change wants a sentence."""

    measure: Measure
    now: Shown
    before: str
    is_big: bool = False


class Broken(NamedTuple):
    """The rows of a section broken down by one thing; `without` are those of which nothing is shown."""

    by: By
    head: str
    labels: tuple[str, ...]
    rows: tuple[tuple[Measure, tuple[Shown | None, ...]], ...]
    without: tuple[str, ...] = ()


class Part(NamedTuple):
    """A section of a return as it is shown."""

    title: str
    lines: tuple[Line, ...]
    shares: tuple[tuple[str, str, str], ...]
    broken: tuple[Broken, ...]


class Sheet(NamedTuple):
    """A whole return as it is shown."""

    parts: tuple[Part, ...]
    legend: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every measure in all."""
        return tuple(line for part in self.parts for line in part.lines)


def sheet(
    definition: ReturnDefinition,
    cells: Mapping[CellKey, Cell],
    before: Mapping[CellKey, Cell] | None,
    words: Words,
    money: Part | None = None,
    *,
    explains: bool = True,
) -> Sheet:
    """Lay out a return. A cell that is not there is nought; `before` None is no earlier return.

    Without `explains` no number is said to have moved: its quarter still runs.
    """
    reader = _Reader(definition, cells, before, words, explains=explains)
    parts = tuple(reader.part(section) for section in definition.sections)
    parts += (money,) if money else ()
    marks = {(cell.mark, cell.reason) for cell in cells.values() if cell.why}
    if any(text == RESTS for part in parts for *_, text in part.shares):
        marks.add((RESTS, LEGEND["rests-on"]))
    below = {cell.below for cell in cells.values() if cell.why}
    return Sheet(parts, tuple(one for one in legend(below or {THRESHOLD}) if one in marks))


def exact(cells: Mapping[CellKey, int]) -> dict[CellKey, Cell]:
    """A provider's own numbers: nothing is hidden from itself."""
    return {key: Cell(n) for key, n in cells.items()}


def label_of_cell(key: CellKey, words: Words) -> str:
    """A cell in words: "Cases closed, sex: female"."""
    if not key.measure:
        return "The return as a whole"
    measure = MEASURES.get(key.measure)
    name = measure.label if measure else key.measure
    if key.by == By.all:
        return name
    return f"{name}, {HEADS[By(key.by)].lower()}: {value_label(By(key.by), key.value, words)}"


def definitions_of(keys: Iterable[CellKey]) -> tuple[tuple[str, str], ...]:
    """What is counted in these cells: each measure once, with its label and its definition."""
    found = (MEASURES[key.measure] for key in keys if key.measure in MEASURES)
    return tuple(dict.fromkeys((one.label, one.says) for one in found))


def value_label(by: By, value: str, words: Words) -> str:
    """The words for one value of a breakdown."""
    if by is By.role and value != NOT_KNOWN:
        return code_list("professional-role").label(value)
    return words.get(by, {}).get(value) or label_of(by, value)


class _Reader:
    """Reads cells into tables."""

    def __init__(
        self,
        definition: ReturnDefinition,
        cells: Mapping[CellKey, Cell],
        before: Mapping[CellKey, Cell] | None,
        words: Words,
        *,
        explains: bool,
    ) -> None:
        self.definition, self.cells, self.before, self.words = definition, cells, before, words
        self.explains = explains

    def shown(self, key: CellKey) -> Shown:
        cell = self.cells.get(key, Cell(0))
        return Shown(key, cell, _text(cell))

    def part(self, section: Section) -> Part:
        rows = [row for row in section.rows if row.measure in MEASURES]
        breakdowns = dict.fromkeys(by for row in rows for by in self.definition.breakdowns(row))
        broken = (self._broken(by, [MEASURES[row.measure] for row in rows if by in self.definition.breakdowns(row)]) for by in breakdowns)  # fmt: skip
        return Part(
            section.title,
            tuple(self._line(MEASURES[row.measure]) for row in rows),
            tuple(
                (f"{SHARES[key].label} (%)", SHARES[key].says, self._share(key))
                for key in section.shares
                if key in SHARES
            ),
            tuple(one for one in broken if one is not None),
        )

    def _line(self, measure: Measure) -> Line:
        key = CellKey(measure.key, "all", "")
        now = self.shown(key)
        if self.before is None:
            return Line(measure, now, NOTHING)
        was = self.before.get(key, Cell(0))
        big = self.explains and now.cell.value is not None and was.value is not None
        return Line(
            measure,
            now,
            _text(was),
            big and self.definition.explain.is_big(int(now.cell.value or 0), int(was.value or 0)),
        )

    def _share(self, key: str) -> str:
        share = SHARES[key]
        part, whole = (self.cells.get(CellKey(one, "all", ""), Cell(0)) for one in (share.of, share.among))  # fmt: skip
        if part.is_hidden or whole.is_hidden:
            return RESTS
        return f"{round(100 * (part.value or 0) / whole.value)}%" if whole.value else NOTHING

    def _broken(self, by: By, measures: list[Measure]) -> Broken | None:
        keys = {measure.key for measure in measures}
        found = {key.value for key in self.cells if key.by == by and key.measure in keys}
        found = {
            value
            for value in found
            if value in known_values(by) or any(self._matters(one, by, value) for one in keys)
        }
        if not any(self._matters(one, by, value) for one in keys for value in found):
            return None
        order: Callable[[str], tuple[bool, int, str]] = lambda value: (  # noqa: E731 - one short rule
            value == NOT_KNOWN,
            known_values(by).index(value) if value in known_values(by) else 0,
            value_label(by, value, self.words),
        )
        values = sorted(found, key=order)
        rows = [
            (measure, tuple(self.shown(CellKey(measure.key, str(by), value)) for value in values))
            for measure in measures
        ]
        # A line that is kept back as a whole is said in words: a row of marks tells nothing.
        gone = {one.key for one, cells in rows if all(_is_kept_back(shown) for shown in cells)}
        return Broken(
            by,
            HEADS[by],
            tuple(value_label(by, value, self.words) for value in values),
            tuple((measure, cells) for measure, cells in rows if measure.key not in gone),
            tuple(measure.label for measure in measures if measure.key in gone),
        )

    def _matters(self, measure: str, by: By, value: str) -> bool:
        cell = self.cells.get(CellKey(measure, str(by), value), Cell(0))
        return cell.is_hidden or bool(cell.value)


def _is_kept_back(shown: Shown) -> bool:
    return shown.cell.why == "kept-back"


def _text(cell: Cell) -> str:
    return cell.mark if cell.is_hidden else f"{cell.value or 0:,.0f}"
