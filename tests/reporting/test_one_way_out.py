"""Unprotected figures have one way out: through the gate."""

from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app"
REPORTING = APP / "reporting"


def test_only_counting_and_the_gate_touch_unprotected_figures() -> None:
    holders = {
        file.name for file in REPORTING.rglob("*.py") if "_Raw" in file.read_text(encoding="utf-8")
    }
    assert holders == {"cells.py", "counting.py", "disclosure.py"}


@pytest.mark.parametrize(
    "inside",
    ["cells", "columns", "live", "change", "selection", "breakdowns", "relations", "moves"],
)
def test_nothing_outside_reporting_reads_what_lies_before_the_gate(inside: str) -> None:
    wrong = [
        file
        for file in APP.rglob("*.py")
        if REPORTING not in file.parents
        and f"reporting.{inside}" in file.read_text(encoding="utf-8")
    ]
    assert not wrong


def test_only_counting_runs_as_the_role_that_counts() -> None:
    users = {
        file.name
        for file in (
            *REPORTING.rglob("*.py"),
            *(APP / "queries").rglob("*.py"),
            *(APP / "routers").rglob("*.py"),
        )
        if "DatabaseRole.counting" in file.read_text(encoding="utf-8")
    }
    assert users == {
        "counting.py",
        "edition_making.py",
        "public_making.py",
        "return_linking.py",
    }
