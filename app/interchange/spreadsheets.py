"""A spreadsheet as plain text cells, whatever program wrote it: CSV in any usual dialect, or XLSX.

Nothing is guessed about what a cell means here; that is for `incoming.py`. A formula stays the text
it is, so that it can be refused where it stands.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any, NamedTuple

from openpyxl import load_workbook

from app.errors import Refused

MEGABYTE = 1024 * 1024
LARGEST = 2 * MEGABYTE
UNPACKED = 40 * MEGABYTE  # what an XLSX may grow to: more is an attack, not a case list
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 300, 60, 500
SEPARATORS = ",;\t|"


class Sheet(NamedTuple):
    """The first sheet of a file: the headings, and the rows below them as text."""

    header: list[str]
    rows: list[list[str]]


def read(content: bytes) -> Sheet:
    """Read a file by what is in it, not by its name. Raises Refused with what is wrong."""
    if not content:
        raise Refused("This file is empty. Choose the spreadsheet with your open cases.")
    if len(content) > LARGEST:
        raise Refused("This file is larger than 2 MB. Take out what is not a list of open cases.")
    cells = _workbook(content) if content.startswith(b"PK\x03\x04") else _text(content)
    rows = [[_tidy(cell) for cell in row] for row in cells]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:  # noqa: PLR2004 - headings and one case
        raise Refused("This file needs a row of headings, and one row for each case below it.")
    header, *body = rows
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise Refused(f"This file has more than {MOST_COLUMNS} columns. Keep those you need.")
    if "" in header or len(set(header)) < len(header):
        raise Refused("Each column needs a heading of its own. Fill in or rename the headings.")
    if len(body) > MOST_ROWS:
        raise Refused(
            f"This file has {len(body)} rows. Bring in {MOST_ROWS} at a time: split the file, "
            "and send one part after the other."
        )
    width = len(header)
    return Sheet(header, [(row + [""] * width)[:width] for row in body])


def _tidy(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").split())[:LONGEST_CELL]


def _text(content: bytes) -> list[list[str]]:
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8")):
        raise Refused("This is no CSV or XLSX file. Save your spreadsheet as one of these two.")
    text = _decoded(content)
    if "\0" in text:
        raise Refused("This is no CSV or XLSX file. Save your spreadsheet as one of these two.")
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused("This CSV file cannot be read. Save it again from your program.") from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Windows writes without asking.
        return content.decode("cp1252", "replace")


def _workbook(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = {one.filename for one in packed.infolist()}
            if sum(one.file_size for one in packed.infolist()) > UNPACKED:
                raise Refused("This file grows too large when it is opened. Save it as CSV.")
            if "xl/workbook.xml" not in names:
                raise Refused("This is no XLSX file. Save your spreadsheet as CSV or XLSX.")
            if "xl/vbaProject.bin" in names:
                raise Refused("This file holds macros. Save it as XLSX without macros, or as CSV.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        found = sheet.iter_rows(max_row=MOST_ROWS * 4, max_col=MOST_COLUMNS + 1, values_only=True)
        return [[_cell(value) for value in row] for row in found]
    except Refused:
        raise
    except Exception as error:  # a damaged file fails in many ways inside the library
        raise Refused("This XLSX file is damaged. Save it again, or save it as CSV.") from error


def _cell(value: Any) -> str:
    """A cell of a workbook as text: a day as 2026-11-20, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
