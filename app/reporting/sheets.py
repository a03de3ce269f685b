"""Tables as files that spreadsheets open: definitions with them, and nothing that runs."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

Value = str | int | float | None

# A cell that begins so is taken for a formula by some spreadsheet (also when typed full width).
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")


def harmless(value: Value) -> Value:
    """A value as it may stand in a file: text that would run as a formula gets an apostrophe."""
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(RUNS):
        return f"'{value}"
    return "" if value is None else value


def as_csv(lines: Iterable[Sequence[Value]]) -> bytes:
    """Lines as CSV: UTF-8 with its mark, so that Excel reads accents, and CRLF line ends."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for line in lines:
        writer.writerow([harmless(value) for value in line])
    return text.getvalue().encode("utf-8-sig")


LONGEST_NAME = 31  # what a spreadsheet program allows for the name of a sheet
WIDTHS = (40, 16)  # of the first column and the others, in characters
WORDS = 110  # of a second column that has the last word, and of a sentence before it breaks


class Title(tuple[Value, ...]):
    """The line above a table that says what it is."""

    __slots__ = ()


class Head(tuple[Value, ...]):
    """The line of a table that names its columns."""

    __slots__ = ()


def as_xlsx(sheets: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> bytes:
    """Sheets, each with its name and lines, as one workbook. Numbers are numbers; nothing runs.

    The first line of a sheet is its heading; `Title` and `Head` are bold. Each sheet prints across.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for name, lines in sheets:
        there = [*lines]
        sheet = book.create_sheet(_sheet_name(name, taken))
        wide = max((len(line) for line in there), default=1)
        sheet.column_dimensions["A"].width = WIDTHS[0]
        for column in range(2, wide + 1):
            letter = get_column_letter(column)
            sheet.column_dimensions[letter].width = WORDS if wide == TWO else WIDTHS[1]
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for order, line in enumerate(there):
            for row in _rows(line):
                sheet.append(_styled(sheet, row, is_heading=not order))
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


TWO = 2  # a sheet of words and what they mean


def _rows(line: Sequence[Value]) -> Iterable[Sequence[Value]]:
    """A line, or a long sentence as several: nobody sees the end of a cell that runs out of sight."""
    only = line[0] if len(line) == 1 else None
    if not isinstance(only, str) or len(only) <= WORDS:
        return [line]
    return [(part,) for part in wrap(only, WORDS)]


def _styled(sheet: Any, line: Sequence[Value], *, is_heading: bool) -> list[WriteOnlyCell]:
    cells = [WriteOnlyCell(sheet, _clean(harmless(value))) for value in line]
    for place, cell in enumerate(cells):
        is_text = isinstance(cell.value, str)
        # A mark stands on the side where its number would, and a head above its numbers.
        right = place > 0 and is_text and (isinstance(line, Head) or str(cell.value)[:1] == "[")
        cell.alignment = Alignment(
            wrap_text=len(cells) > 1, vertical="top", horizontal="right" if right else None
        )
        if is_heading:
            cell.font = Font(bold=True, size=14)
        elif isinstance(line, Head | Title):
            cell.font = Font(bold=True, size=12 if isinstance(line, Title) else 11)
        if isinstance(line, Head):
            cell.border = Border(bottom=Side("thin"))
        if is_text:
            # Text stays text, whatever it looks like.
            cell.data_type = "s"
        elif isinstance(cell.value, int):
            cell.number_format = "#,##0"
    return cells


def _clean(value: Value) -> Value:
    """A value without the signs that the format cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that no sheet has yet, without the signs that are not allowed in one."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f']", " ", name).strip() or "Sheet"
    chosen, number = plain[:LONGEST_NAME], 2
    while chosen.casefold() in taken:
        chosen = f"{plain[: LONGEST_NAME - 4]} {number}"
        number += 1
    taken.add(chosen.casefold())
    return chosen
