"""The gate under attack: whoever knows everything that is printed cannot close in on a hidden cell."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reporting.cells import _Raw
from app.reporting.disclosure import LEGEND, Cell, protect
from app.reporting.measure import SCOPES, By
from app.reporting.measures import SHARES
from app.reporting.scopes import Key, Scope
from tests.reporting.attacker import FAMILIES, Attacker, attack, figures_of


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_hidden_count_can_be_closed_in_on(family: str, seed: int) -> None:
    raw = figures_of(random.Random(seed), FAMILIES[family])  # noqa: S311 - invented numbers
    attack(raw, knows_overlap=False)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_knowing_who_is_in_two_programmes_does_not_help(seed: int) -> None:
    raw = figures_of(random.Random(seed), FAMILIES["people"])  # noqa: S311 - invented numbers
    attack(raw, knows_overlap=True)


def test_hiding_small_counts_alone_would_fail_the_attack() -> None:
    """The attacker is worth something: without the second cell it gets everything back."""
    raw = one_way(By.reason, {"moved": 3, "custody": 20, "died": 0}, "referrals-declined")
    hidden = {("referrals-declined", By.reason, "moved"): "small"}
    attacker = Attacker(raw, hidden, knows_overlap=False)
    assert attacker.range_of(next(iter(hidden))) == (3, 3)


def one_way(by: By, counts: dict[str, int], name: str) -> _Raw:
    total = sum(counts.values())
    raw = _Raw(scopes=(Scope("c", "p", "o"),))
    for cut in (By.all, *SCOPES):
        raw.values[
            name, cut, {By.all: "", By.commission: "c", By.programme: "p", By.provider: "o"}[cut]
        ] = total
    raw.values |= {(name, by, value): count for value, count in counts.items()}
    return raw


def printed(raw: _Raw, name: str, by: By) -> dict[str, float | None]:
    return {
        value: cell.value
        for (one, cut, value), cell in protect(raw).counts.items()
        if one == name and cut is by
    }


def test_a_small_count_takes_the_next_one_with_it_and_leaves_the_total() -> None:
    raw = one_way(
        By.reason, {"moved": 3, "custody": 20, "left": 9, "died": 0}, "referrals-declined"
    )
    assert printed(raw, "referrals-declined", By.reason) == {
        "moved": None,
        "custody": 20,
        "left": None,
        "died": 0,
    }
    assert printed(raw, "referrals-declined", By.all) == {"": 32}


def test_counts_of_five_and_of_nought_are_printed_as_they_are() -> None:
    raw = one_way(By.reason, {"moved": 5, "died": 0}, "referrals-declined")
    assert printed(raw, "referrals-declined", By.reason) == {"moved": 5, "died": 0}


def test_a_total_below_the_threshold_is_hidden_with_everything_in_it() -> None:
    raw = one_way(By.reason, {"moved": 3, "died": 0}, "referrals-declined")
    assert printed(raw, "referrals-declined", By.reason) == {"moved": None, "died": 0}
    assert printed(raw, "referrals-declined", By.all) == {"": None}


def test_counts_of_places_are_not_protected() -> None:
    raw = one_way(By.stage, {"live": 1, "agreed": 4}, "settings")
    assert printed(raw, "settings", By.stage) == {"live": 1, "agreed": 4}


def test_a_share_and_a_median_are_hidden_with_what_they_rest_on() -> None:
    raw = _Raw(scopes=(Scope("c", "p", "o"),))
    for name, count in (
        ("closed", 12),
        ("planned-exits", 10),
        ("completions", 10),
        ("planned-otherwise", 0),
        ("unplanned-exits", 2),
        ("referrals-received", 3),
    ):
        for cut, value in (
            (By.all, ""),
            (By.commission, "c"),
            (By.programme, "p"),
            (By.provider, "o"),
        ):
            raw.values[name, cut, value] = count
    raw.statistics["median-wait", By.all, ""] = 2.5
    made = protect(raw)
    assert made.share(SHARES["share-planned"], By.all, "") == Cell(None, "rests-on")
    assert made.cell(("median-wait", By.all, "")) == Cell(None, "rests-on")
    # What is missed least goes with it: here the whole, there a part and what that is made of.
    assert made.cell(("planned-exits", By.all, "")) == Cell(10)


def test_a_hidden_cell_says_whether_it_is_small_or_protects_another() -> None:
    raw = one_way(By.reason, {"moved": 3, "custody": 20}, "referrals-declined")
    cells = [cell for key, cell in protect(raw).counts.items() if key[1] is By.reason]
    assert cells == [Cell(None, "small"), Cell(None, "protects")]
    assert len({cell.mark for cell in cells} | {LEGEND[cell.why] for cell in cells}) == 4


def test_two_small_counts_that_their_marks_would_give_away_take_a_third_with_them() -> None:
    """4 and 4 of 8: with both below 5, nothing else adds up to 8."""
    counts = {"moved": 4, "custody": 4, "left": 30}
    raw = one_way(By.reason, counts, "referrals-declined")
    cells = {key[2]: cell for key, cell in protect(raw).counts.items() if key[1] is By.reason}
    assert cells["left"] == Cell(None, "protects")
    alone: dict[Key, str] = {key: "small" for key in raw.values if 0 < raw.values[key] < 5}
    attacker = Attacker(raw, alone, knows_overlap=False, knows_marks=True)
    assert all(attacker.range_of(key) == (4, 4) for key in alone)


def test_figures_that_nothing_can_protect_are_kept_back_whole() -> None:
    """All 4s one way and all 1s another: whatever is hidden, the marks give everything away."""
    raw = one_way(By.sex, {"F": 4, "M": 4}, "referrals-received")
    for number in range(8):
        raw.values["referrals-received", By.source, f"s{number}"] = 1
    assert {cell.why for cell in protect(raw).counts.values()} == {"kept-back"}


def test_the_same_figures_are_always_cut_the_same_way() -> None:
    raw = figures_of(random.Random(5), FAMILIES["closed"])  # noqa: S311 - invented numbers
    shuffled = _Raw(scopes=raw.scopes)
    keys = list(raw.values)
    random.Random(1).shuffle(keys)  # noqa: S311 - invented numbers
    shuffled.values = {key: raw.values[key] for key in keys}
    assert protect(raw).counts == protect(shuffled).counts
