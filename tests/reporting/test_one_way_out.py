"""Unprotected figures have one way out: through the gate."""

from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app"
REPORTING = APP / "reporting"


def test_only_counting_and_the_gate_touch_unprotected_figures() -> None:
    assert users_of("_Raw", REPORTING) == {"reporting/cells.py", "reporting/disclosure.py"}


@pytest.mark.parametrize(
    "inside",
    [
        "cells",
        "change",
        "ledger.columns",
        "ledger.live",
        "ledger.selection",
        "ledger.breakdowns",
        "gate.relations",
        "gate.moves",
        "gate.stocks",
    ],
)
def test_nothing_outside_reporting_reads_what_lies_before_the_gate(inside: str) -> None:
    assert REPORTING.joinpath(*inside.split(".")).with_suffix(".py").exists()
    users = users_of(f"reporting.{inside}", APP)
    assert {user for user in users if not user.startswith("reporting/")} == set()


def test_only_counting_runs_as_the_role_that_counts() -> None:
    folders = (REPORTING, APP / "queries", APP / "routers")
    users = {user for folder in folders for user in users_of("DatabaseRole.counting", folder)}
    assert users == {
        "reporting/counting.py",
        "reporting/editions/making.py",
        "reporting/public/making.py",
        "reporting/returns/linking.py",
    }


def users_of(words: str, folder: Path) -> set[str]:
    return {
        file.relative_to(APP).as_posix()
        for file in folder.rglob("*.py")
        if words in file.read_text(encoding="utf-8")
    }
