"""What a return prints gives no hidden number away: an attacker with a solver of its own."""

import random
from collections import Counter

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from app.programmes.reading import read
from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import THRESHOLD, Cell
from app.reporting.returns.definition import ReturnDefinition
from app.reporting.returns.documents import FOLDER
from app.reporting.returns.gate import Earlier, print_cells
from app.reporting.returns.tables import sheet

MEASURES = ("closed", "planned-exits", "unplanned-exits")
SEXES = ("F", "M", "X", "not-known")


def drawn(seed: int) -> random.Random:
    """Chance that is the same each time."""
    return random.Random(seed)  # noqa: S311 - figures, not secrets


def cells_of(rng: random.Random, size: int) -> dict[CellKey, int]:
    """Cases closed as they could be: each planned or not, each with a sex."""
    counted: Counter[CellKey] = Counter()
    for measure in MEASURES:
        counted[CellKey(measure, "all", "")] = 0
        for sex in SEXES:
            counted[CellKey(measure, "sex", sex)] = 0
    for _ in range(size):
        sex = rng.choices(SEXES, (5, 9, 1, 2))[0]
        for measure in ("closed", rng.choice(MEASURES[1:])):
            counted[CellKey(measure, "all", "")] += 1
            counted[CellKey(measure, "sex", sex)] += 1
    return dict(counted)


def ranges(printed: dict[CellKey, Cell], *, marked: bool) -> dict[CellKey, tuple[int, int]]:
    """The least and the most that each hidden cell can be, for whoever reads all that is printed."""
    keys = list(printed)
    place = {key: number for number, key in enumerate(keys)}
    low, high = np.ones(len(keys)), np.full(len(keys), 10_000.0)
    for key, cell in printed.items():
        at = place[key]
        if not cell.is_hidden:
            low[at] = high[at] = cell.value or 0
        elif cell.why == "kept-back":
            low[at] = 0
        elif marked and cell.why == "small":
            high[at] = THRESHOLD - 1
        elif marked and cell.why == "protects":
            low[at] = THRESHOLD
    sums = [
        (CellKey(one, "all", ""), [CellKey(one, "sex", sex) for sex in SEXES]) for one in MEASURES
    ]
    sums += [
        (CellKey("closed", by, value), [CellKey(one, by, value) for one in MEASURES[1:]])
        for by, value in (("all", ""), *(("sex", sex) for sex in SEXES))
    ]
    matrix = np.zeros((len(sums), len(keys)))
    for number, (whole, parts) in enumerate(sums):
        matrix[number, place[whole]] = -1
        matrix[number, [place[part] for part in parts]] = 1
    known = LinearConstraint(matrix, 0, 0)
    found = {}
    for key, cell in printed.items():
        if cell.is_hidden:
            wanted = np.zeros(len(keys))
            wanted[place[key]] = 1
            ends = [
                milp(sign * wanted, constraints=known, bounds=Bounds(low, high), integrality=1).fun
                for sign in (1, -1)
            ]
            found[key] = round(ends[0]), round(-ends[1])
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_hidden_number_of_a_return_is_pinned(seed: int) -> None:
    rng = drawn(seed)
    cells = cells_of(rng, rng.choice([6, 14, 40]))
    printed = print_cells(cells).printed
    for key, (low, high) in ranges(printed, marked=False).items():
        assert low <= cells[key] <= high
        assert printed[key].why != "small" or high - low >= THRESHOLD, key
    for key, (low, high) in ranges(printed, marked=True).items():
        assert low <= cells[key] <= high
        assert low < high, key
    assert all(
        cell.value == cells[key] and not 0 < cells[key] < THRESHOLD
        for key, cell in printed.items()
        if not cell.is_hidden
    )


def test_a_number_printed_in_plain_beside_small_ones_is_caught() -> None:
    """The twin that is wrong on purpose: only the small numbers are hidden."""
    cells = cells_of(drawn(3), 14)
    loose = {key: Cell(None, "small") if 0 < n < THRESHOLD else Cell(n) for key, n in cells.items()}
    assert any(low == high for low, high in ranges(loose, marked=True).values())


def test_a_second_version_keeps_what_the_first_hid() -> None:
    cells = cells_of(drawn(5), 40)
    first = print_cells(cells).printed
    more = {key: n + (key.by == "all") for key, n in cells.items()}
    again = print_cells(cells, [Earlier(cells, first)]).printed
    assert again == first
    assert print_cells(more, [Earlier(cells, first)]).proof


def test_a_line_of_which_nothing_is_printed_is_named_instead_of_a_row_of_marks() -> None:
    text = (FOLDER / "named-quarterly.yaml").read_text(encoding="utf-8")
    definition = ReturnDefinition.model_validate(read(text))
    cells = {
        CellKey("people-reached", "sex", "F"): Cell(None, "kept-back"),
        CellKey("people-reached", "sex", "M"): Cell(None, "kept-back"),
        CellKey("referrals-received", "sex", "F"): Cell(7),
        CellKey("referrals-received", "sex", "M"): Cell(None, "kept-back"),
        CellKey("people-reached", "age", "YP"): Cell(None, "kept-back"),
    }
    broken = {one.head: one for one in sheet(definition, cells, None, {}).parts[0].broken}
    assert broken["Sex"].without == ("People reached",)
    assert "referrals-received" in {measure.key for measure, _ in broken["Sex"].rows}
    assert "people-reached" not in {measure.key for measure, _ in broken["Sex"].rows}
    assert broken["Age"].without == ("People reached",)
