"""Tables as files that spreadsheets open: definitions with them, and nothing that runs."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

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
WIDTHS = (34, 18)  # of the first column and the others, in characters


def as_xlsx(sheets: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> bytes:
    """Sheets, each with its name and lines, as one workbook. Numbers are numbers; nothing runs.

    The first line of a sheet is its heading.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for name, lines in sheets:
        sheet = book.create_sheet(_sheet_name(name, taken))
        sheet.column_dimensions["A"].width = WIDTHS[0]
        for letter in "BCDEFGHIJKLMN":
            sheet.column_dimensions[letter].width = WIDTHS[1]
        for order, line in enumerate(lines):
            cells = [WriteOnlyCell(sheet, _clean(harmless(value))) for value in line]
            for cell in cells:
                cell.alignment = Alignment(wrap_text=bool(order), vertical="top")
                if not order:
                    cell.font = Font(bold=True, size=14)
                # Text stays text, whatever it looks like.
                if isinstance(cell.value, str):
                    cell.data_type = "s"
            sheet.append(cells)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


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
