"""What stands under attack: with all that came and went, no hidden end of a quarter can be worked out."""

import random
from math import inf
from typing import Any

import pytest

from app.reporting.gate.marks import Cell
from app.reporting.gate.stocks import Turn, printed_stocks
from tests.reporting.closing_in import Known, Reader, T, room

SEEDS = range(24)


def chain_of(seed: int) -> tuple[list[Turn], list[dict[str, str]]]:
    """A few quarters that could be real, and how the page of each prints what came and went."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    stood, turns, marks = 0, [], []
    size = rng.choice([3, 8, 30])
    for _ in range(rng.randint(1, 6)):
        came = rng.choice([0, rng.randint(0, size), rng.randint(0, size)])
        left = rng.choice([0, stood, rng.randint(0, stood)]) if stood else 0
        other = rng.choice([0, 0, rng.randint(0, 3 * size)])
        stood += came - left
        said = {"came": mark(came, rng), "left": mark(left + other, rng)}
        turns.append(Turn(stood, came, left + other, said["came"], said["left"] != ""))
        marks.append(said)
    return turns, marks


def mark(number: int, rng: random.Random) -> Any:
    if 0 < number < T:
        return "small"
    return "protects" if number and rng.random() < 0.1 else ""


def reader(
    turns: list[Turn], marks: list[dict[str, str]], ends: list[Cell], *, marked: bool
) -> Reader:
    rooms: dict[Any, tuple[int, int]] = {}
    known: list[Known] = []
    for place, (turn, said, end) in enumerate(zip(turns, marks, ends, strict=True)):
        rooms["came", place] = room(turn.came, said["came"], marked=marked)
        rooms["left", place] = room(turn.could_leave, said["left"], marked=marked)
        rooms["end", place] = room(turn.stood, end.why, marked=marked)
        gone = {("came", place): 1, ("end", place): -1} | ({("end", place - 1): 1} if place else {})
        known += [(gone, 0, inf), (gone | {("left", place): -1}, -inf, 0)]
    return Reader(rooms, known)


def given_away(turns: list[Turn], marks: list[dict[str, str]], ends: list[Cell]) -> list[str]:
    """What a reader can close in on only because of the ends that are printed."""
    nothing = [Cell(None, "kept-back")] * len(ends)
    found = []
    for marked in (False, True):
        with_ends = reader(turns, marks, ends, marked=marked)
        without = reader(turns, marks, nothing, marked=marked)
        for place, (said, end) in enumerate(zip(marks, ends, strict=True)):
            for what, why in (*said.items(), ("end", end.why)):
                least = T if why == "small" and not marked else 1
                key = what, place
                if why and with_ends.width(key) < least <= without.width(key):
                    found.append(f"{key} {why} {with_ends.range_of(key)}")
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_end_and_nothing_hidden_of_what_came_and_went_can_be_closed_in_on(
    seed: int,
) -> None:
    turns, marks = chain_of(seed)
    ends = printed_stocks(turns)
    assert all(end.value in (None, turn.stood) for end, turn in zip(ends, turns, strict=True))
    assert given_away(turns, marks, ends) == []


def test_hiding_small_ends_alone_would_fail_the_attack() -> None:
    """The attacker is worth something: it gets back what is hidden where only small counts are."""

    def is_caught(seed: int) -> bool:
        turns, marks = chain_of(seed)
        naive = [Cell(None, "small") if 0 < one.stood < T else Cell(one.stood) for one in turns]
        return given_away(turns, marks, naive) != []

    assert any(is_caught(seed) for seed in SEEDS)


def test_long_lists_are_printed_and_ends_that_others_give_away_are_not() -> None:
    long = [Turn(20, 25, 40), Turn(31, 18, 60), Turn(0, 9, 44)]
    assert [cell.value for cell in printed_stocks(long)] == [20, 31, 0]
    # 3 wait, then 13 more come and nobody leaves: 16 would tell the 3.
    told = printed_stocks([Turn(3, 12, 40), Turn(16, 13, 0)])
    assert [cell.is_hidden for cell in told] == [True, True]
    # Nobody came who could be hidden, and nobody left: what stood is known, and stands.
    assert [cell.value for cell in printed_stocks([Turn(12, 12, 0), Turn(12, 0, 0)])] == [12, 12]
