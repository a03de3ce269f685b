"""Waits by programme under attack: what is printed of some gives away nothing of the others."""

import random
from collections import Counter
from math import inf
from typing import Any

from app.reporting.cells import _Raw
from app.reporting.curves import RECEIVED, permitted
from app.reporting.disclosure import protect
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place, place_of
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.scopes import Scope
from tests.reporting.attacker import count_into, scopes_of
from tests.reporting.closing_in import Reader, T, room

SEEDS = range(20)
Printed = tuple[tuple[Place, int, Cell], ...]
Crossed = dict[tuple[str, ...], int]


def figures_of(seed: int) -> tuple[Printed, Crossed, tuple[Scope, ...]]:
    """Referrals of a few programmes, as the page prints them, and by how their wait ended."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    scopes = scopes_of(rng)
    raw = _Raw(scopes=scopes)
    units: list[dict[str, Any]] = [
        {
            "scope": rng.choice(scopes), "part": 0,
            **{str(by): f"v{int(rng.random() ** 2 * 3)}" for by in By},
        }
        for _ in range(rng.choice([12, 40, 120]))
    ]  # fmt: skip
    count_into(raw, MEASURES[RECEIVED], units)
    shown = protect(raw).counts
    printed = tuple((place_of(key), n, shown[key]) for key, n in raw.values.items())
    crossed = Counter((unit["scope"].programme, unit["wait"]) for unit in units)
    return printed, dict(crossed), scopes


def reader(
    printed: Printed,
    crossed: Crossed,
    lines: frozenset[str],
    scopes: tuple[Scope, ...],
    *,
    marked: bool,
) -> Reader:
    rooms: dict[Any, tuple[float, float]] = {
        place: room(n, cell.why, marked=marked, below=cell.below) for place, n, cell in printed
    }
    waits = {place.where[0][1] for place in rooms if place.by == (By.wait,)}
    for programme in {scope.programme for scope in scopes}:
        for wait in waits:
            n = crossed.get((programme, wait), 0)
            rooms[programme, wait] = (n, n) if programme in lines else (0, inf)
    totals = [place for place in rooms if isinstance(place, Place)]
    of = {by: [place for place in totals if place.by == (by,)] for by in By}
    sums = [(Place.of(RECEIVED), places) for places in of.values() if places]
    for place in (*of[By.programme], *of[By.provider]):
        ((by, value),) = place.where
        own = {one.commission for one in scopes if getattr(one, by) == value}
        sums.append((place, [one for one in of[By.commission] if one.where[0][1] in own]))
    for place in (*of[By.programme], *of[By.wait]):
        ((_, value),) = place.where
        sums.append((place, [key for key in rooms if key not in totals and value in key]))
    return Reader(rooms, [({whole: -1} | dict.fromkeys(parts, 1), 0, 0) for whole, parts in sums])


def given_away(seed: int, lines: frozenset[str] | None = None) -> tuple[list[str], int]:
    """What a reader can close in on only because of the lines printed, and how many those are."""
    printed, crossed, scopes = figures_of(seed)
    if lines is None:
        lines = permitted(printed, tuple(sorted(crossed.items())), scopes)
    hidden = [(place, cell.why, cell.below) for place, _, cell in printed if cell.why]
    small = [(key, "small", T) for key, n in crossed.items() if n < T and key[0] not in lines]
    found = []
    for marked in (False, True) if lines else ():
        with_lines = reader(printed, crossed, lines, scopes, marked=marked)
        without = reader(printed, crossed, frozenset(), scopes, marked=marked)
        for key, why, below in (*hidden, *(small if marked else ())):
            least = below if why == "small" and not marked else 1
            if with_lines.width(key) < least <= without.width(key):
                found.append(f"{key} {with_lines.range_of(key)}")
    return found, len(lines)


def test_no_wait_of_another_programme_can_be_closed_in_on() -> None:
    found = [given_away(seed) for seed in SEEDS]
    assert [lost for lost, _ in found if lost] == []
    assert sum(lines for _, lines in found) > len(SEEDS) / 3


def test_printing_every_programme_without_a_small_number_would_fail_the_attack() -> None:
    """The attacker is worth something: the one programme that is left is all minus the others."""

    def is_caught(seed: int) -> bool:
        _, crossed, _ = figures_of(seed)
        small = {programme for (programme, _), n in crossed.items() if n < T}
        return given_away(seed, frozenset({one for one, _ in crossed} - small))[0] != []

    assert any(is_caught(seed) for seed in SEEDS)
