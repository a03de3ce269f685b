"""Files: whatever stands in a cell, no spreadsheet runs it, and nothing else is changed."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from app.reporting.sheets import RUNS, as_csv, harmless

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(st.lists(st.lists(st.one_of(TEXT, st.integers(), st.none()), min_size=1), max_size=5))
def test_no_cell_of_a_file_begins_like_a_formula(lines: list[list[str | int | None]]) -> None:
    read = csv.reader(io.StringIO(as_csv(lines).decode("utf-8-sig"), newline=""))
    for line, kept in zip(lines, read, strict=False):
        for value, cell in zip(line, kept, strict=False):
            if isinstance(value, int):
                assert cell == str(value)
            else:
                assert not cell.lstrip(" \u00a0").startswith(RUNS)


def test_numbers_stay_numbers_and_formulas_become_text() -> None:
    assert harmless(-3) == -3
    assert harmless("=1+1") == "'=1+1"
    assert harmless("\uff1dSUM(A1)") == "'\uff1dSUM(A1)"
    assert harmless("  @x") == "'  @x"
    assert harmless("Birmingham") == "Birmingham"
    assert harmless(None) == ""
