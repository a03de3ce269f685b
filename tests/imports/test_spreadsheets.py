"""Files as programs write them: marks at the start, other separators, other encodings, real days."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import Refused
from app.interchange import spreadsheets
from tests.imports.files import HEADER, csv, row, xlsx


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252"), ("|", "utf-8")],
)
def test_every_usual_csv_reads_the_same(separator: str, encoding: str) -> None:
    content = csv(row("A1", "Zoë"), separator=separator, encoding=encoding)
    sheet = spreadsheets.read(content)
    assert sheet.header == HEADER
    assert sheet.rows[0][1] == "Zoë"


def test_a_workbook_says_its_days_and_numbers_plainly() -> None:
    cells: list[object] = list(row("A1", "Zoë"))
    cells[0], cells[3], cells[11] = 17.0, date(2008, 3, 27), "=1+1"
    sheet = spreadsheets.read(xlsx(cells))
    assert (sheet.rows[0][0], sheet.rows[0][3]) == ("17", "2008-03-27")
    # A formula stays what it is, to be refused where it stands.
    assert sheet.rows[0][11] == "=1+1"


def test_too_much_is_refused_with_what_to_do() -> None:
    many = [row(f"A{n}", "Zoë") for n in range(spreadsheets.MOST_ROWS + 1)]
    with pytest.raises(Refused, match="split the file"):
        spreadsheets.read(csv(*many))
    with pytest.raises(Refused, match="2 MB"):
        spreadsheets.read(b"x" * (spreadsheets.LARGEST + 1))


def test_an_empty_workbook_is_no_case_list(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    with pytest.raises(Refused, match="row of headings"):
        spreadsheets.read(path.read_bytes())
