"""Tables as files that spreadsheets open: definitions with them, and nothing that runs."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

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
