"""A return's figures in a spreadsheet: the template that is filled in, and reading it back.

One row for each measure, one column for "In all" and for each value of the columns of the definition.
Everything is checked as the definition counts: what is missing, what is no number, what cannot be.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.interchange.spreadsheets import Sheet
from app.reporting.bridge.cells import CellKey
from app.reporting.measure import By
from app.reporting.measures import MEASURES, parts_of
from app.reporting.returns.definition import ReturnDefinition
from app.reporting.returns.tables import HEADS
from app.reporting.sheets import Value
from app.reporting.values import NOT_KNOWN, known_values, label_of

MEASURE, IN_ALL = "Row", "In all"
MOST = 1_000_000
BLANK = ""


class Wrong(NamedTuple):
    """What is wrong with a row of the file, and what would be right."""

    row: int
    column: str
    given: str
    says: str


class Read(NamedTuple):
    """A file that was read: its cells, or what is wrong with it."""

    cells: dict[CellKey, int]
    wrong: list[Wrong]


def columns(definition: ReturnDefinition, areas: tuple[str, ...]) -> dict[str, tuple[By, str]]:
    """Heading → what it breaks down by and the value. `areas` are those of the commission."""
    found: dict[str, tuple[By, str]] = {IN_ALL: (By.all, "")}
    for name in definition.columns:
        by = By(name)
        values = (*areas, NOT_KNOWN) if by is By.area else known_values(by)
        found |= {f"{HEADS[by]}: {label_of(by, value)}": (by, value) for value in values}
    return found


def template(definition: ReturnDefinition, areas: tuple[str, ...]) -> list[tuple[Value, ...]]:
    """The lines of an empty file; a dash stands where a measure is not broken down so."""
    heads = columns(definition, areas)
    lines: list[tuple[Value, ...]] = [(MEASURE, *heads, "Definition")]
    for measure, breakdowns in definition.rows:
        has = {By.all, *breakdowns}
        blanks = (None if by in has else "n/a" for by, _ in heads.values())
        lines.append((measure.label, *blanks, measure.says))
    return lines


def read(sheet: Sheet, definition: ReturnDefinition, areas: tuple[str, ...]) -> Read:
    """Read a filled file against the definition; nothing is guessed."""
    heads = columns(definition, areas)
    wrong = list(_headings(sheet, heads))
    if wrong:
        return Read({}, wrong)
    labels = {measure.label.casefold(): (measure, by) for measure, by in definition.rows}
    cells: dict[CellKey, int] = {}
    places: dict[CellKey, tuple[int, str]] = {}
    seen: set[str] = set()
    for number, row in enumerate(sheet.rows, start=2):
        said = dict(zip(sheet.header, row, strict=True))
        name = said[MEASURE]
        found = labels.get(name.casefold())
        if found is None or name.casefold() in seen:
            says = "This row is there twice." if found else "The definition has no such row."
            wrong.append(Wrong(number, MEASURE, name, says))
            continue
        seen.add(name.casefold())
        measure, breakdowns = found
        for head, (by, value) in heads.items():
            if head not in said or by not in {By.all, *breakdowns}:
                continue
            key = CellKey(measure.key, str(by), value)
            places[key] = number, head
            if by is By.all or said[head] != BLANK:
                n = _number(said[head])
                if n is None:
                    wrong.append(
                        Wrong(number, head, said[head], "Write a whole number, 0 or more.")
                    )
                else:
                    cells[key] = n
    missing = [label for label in labels if label not in seen]
    wrong += [Wrong(0, MEASURE, labels[one][0].label, "This row is missing.") for one in missing]
    return Read(cells, wrong or list(_sums(cells, places, definition)))


def _headings(sheet: Sheet, heads: Mapping[str, tuple[By, str]]) -> Iterator[Wrong]:
    for needed in (MEASURE, IN_ALL):
        if needed not in sheet.header:
            yield Wrong(
                1, needed, "", "This column is missing. Begin with the file that you can download."
            )
    known = {MEASURE, "Definition", *heads}
    for head in sheet.header:
        if head not in known:
            yield Wrong(1, head, head, "The definition has no such column.")


def _number(text: str) -> int | None:
    plain = text.replace(",", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > len(str(MOST)):
        return None
    return int(plain)


def _sums(
    cells: Mapping[CellKey, int],
    places: Mapping[CellKey, tuple[int, str]],
    definition: ReturnDefinition,
) -> Iterator[Wrong]:
    """What cannot be: parts that do not add up to their total, a part larger than its whole."""
    present = {measure.key for measure, _ in definition.rows}
    for measure, breakdowns in definition.rows:
        whole = CellKey(measure.key, "all", "")
        row, head = places[whole]
        total = cells[whole]
        for by in breakdowns:
            parts = [n for key, n in cells.items() if (key.measure, key.by) == (measure.key, by)]
            if parts and sum(parts) != total:
                says = f"By {HEADS[by].lower()} this adds up to {sum(parts):,}. “Not known” has a column too."
                yield Wrong(row, head, f"{total:,}", says)
        parts_here = [part.key for part in parts_of(measure.key)]
        if parts_here and set(parts_here) <= present:
            summed = sum(cells[CellKey(part, "all", "")] for part in parts_here)
            if summed != total:
                names = ", ".join(MEASURES[part].label.lower() for part in parts_here)
                says = f"Its parts ({names}) add up to {summed:,}."
                yield Wrong(row, head, f"{total:,}", says)
        if measure.within in present:
            most = cells[CellKey(str(measure.within), "all", "")]
            if total > most:
                says = (
                    f"This cannot be more than “{MEASURES[str(measure.within)].label}” ({most:,})."
                )
                yield Wrong(row, head, f"{total:,}", says)
