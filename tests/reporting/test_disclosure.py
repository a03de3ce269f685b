"""The gate under attack: whoever knows everything that is printed cannot close in on a hidden cell."""

import random
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from app.reporting.cells import Key, Scope, _Raw
from app.reporting.disclosure import THRESHOLD, WORDS, Cell, protect
from app.reporting.measure import SCOPES, By, Distinct, Measure
from app.reporting.measures import MEASURES, SHARES, parts_of

FAMILIES = {
    "people": ("people-reached", "first-contacts"),
    "received": ("referrals-received",),
    "declined": ("referrals-declined",),
    "closed": ("closed", "planned-exits", "unplanned-exits"),
    "scores": ("scores-paired", "scores-better", "scores-same", "scores-worse"),
    "groups": ("contacts", "headcount-people", "full-dose-people"),
    "standard": ("contact-standards", "contact-in-standard", "contact-late"),
}


def scopes_of(rng: random.Random) -> tuple[Scope, ...]:
    """A few commissions of overlapping programmes and providers."""
    count = rng.choice([1, 2, 3, 5, 9])
    return tuple(
        Scope(f"c{n}", f"p{rng.randrange(1 + count // 2)}", f"o{rng.randrange(1 + count // 2)}") for n in range(count)
    )


def figures_of(rng: random.Random, names: tuple[str, ...]) -> _Raw:
    """Figures that could be real: units with a commission and attributes, counted honestly."""
    scopes = scopes_of(rng)
    raw = _Raw(scopes=scopes)
    first = MEASURES[names[0]]
    size = rng.choice([3, 8, 20, 60, 200])
    people = [f"s{n}" for n in range(max(1, int(size * rng.choice([0.5, 0.9, 1.0]))))]
    skew = [rng.random() ** 3 + 0.01 for _ in scopes]
    units = []
    for _ in range(size):
        scope = rng.choices(scopes, skew)[0]
        units.append(
            {
                "scope": scope, "person": rng.choice(people), "part": rng.choices(range(3), [6, 3, 1])[0],
                "n": rng.choice([1, 1, 1, 2, 7]), "dose": rng.random() < 0.4,
                **{str(by): f"v{int(rng.random() ** 2 * 5)}" for by in By},
            }
        )  # fmt: skip
    for name in names:
        count_into(raw, MEASURES[name], units, first)
    return raw


def count_into(raw: _Raw, measure: Measure, units: list[dict[str, Any]], first: Measure) -> None:
    parts = parts_of(first.key)
    chosen = units
    if measure.parts_of == first.key:
        which = [part.key for part in parts].index(measure.key)
        last = len(parts) - 1
        chosen = [unit for unit in units if min(unit["part"], last) == which]
    weight = {"contacts": lambda unit: unit["n"]}.get(measure.key, lambda _: 1)
    if measure.key == "full-dose-people":
        chosen = [unit for unit in units if unit["dose"]]
    raw.values[measure.key, By.all, ""] = 0
    for scope in raw.scopes:
        for by in SCOPES:
            raw.values[measure.key, by, getattr(scope, by)] = 0
    overlapping = isinstance(measure.count, Distinct) and measure.count.what == "person"
    for by in (By.all, *SCOPES, *measure.by):
        cells: Counter[str] = Counter()
        seen: set[Any] = set()
        for unit in chosen:
            value = "" if by is By.all else getattr(unit["scope"], by) if by in SCOPES else unit[str(by)]
            if overlapping:
                mark = unit["person"] if by in measure.by else (unit["person"], value)
                if mark in seen:
                    continue
                seen.add(mark)
            cells[value] += weight(unit)
        raw.values |= {(measure.key, by, value): count for value, count in cells.items()}


class Attacker:
    """Writes down, anew, what a reader knows, and asks a solver for the range of each hidden cell."""

    def __init__(self, raw: _Raw, hidden: set[Key], *, knows_overlap: bool) -> None:
        self.keys = list(raw.values)
        self.at = {key: place for place, key in enumerate(self.keys)}
        self.rows: list[tuple[dict[int, int], float, float]] = []
        self.raw = raw
        names = {key[0] for key in self.keys}
        for name in names:
            self.know(MEASURES[name], names, knows_overlap=knows_overlap)
        true = np.array([raw.values[key] for key in self.keys], float)
        self.low = np.array([1 if key in hidden else raw.values[key] for key in self.keys], float)
        self.high = np.array([10_000 if key in hidden else raw.values[key] for key in self.keys], float)
        matrix = np.zeros((len(self.rows), len(self.keys)))
        for row, (weights, _, _) in enumerate(self.rows):
            for place, weight in weights.items():
                matrix[row, place] = weight
        bounds = np.array([[low, high] for _, low, high in self.rows]).reshape(-1, 2)
        self.known = LinearConstraint(csr_matrix(matrix), bounds[:, 0], bounds[:, 1])
        said = matrix @ true
        assert ((bounds[:, 0] <= said) & (said <= bounds[:, 1])).all(), "the attacker is wrong about the figures"

    def know(self, measure: Measure, names: set[str], *, knows_overlap: bool) -> None:
        cells = defaultdict(list)
        for key in self.keys:
            if key[0] == measure.key:
                cells[key[1]].append(key)
        total = (measure.key, By.all, "")
        lines = [(total, parts) for by, parts in cells.items() if by is not By.all]
        for by in (By.programme, By.provider):
            for key in cells[by]:
                own = {scope.commission for scope in self.raw.scopes if getattr(scope, by) == key[2]}
                lines.append((key, [part for part in cells[By.commission] if part[2] in own]))
        for whole, parts in lines:
            overlapping = measure.overlaps and (parts and parts[0][1] in SCOPES)
            apart = sum(self.raw.values[part] for part in parts) - self.raw.values[whole]
            self.add({whole: -1} | dict.fromkeys(parts, 1), apart if knows_overlap else 0, None if overlapping and not knows_overlap else apart)
            if overlapping:
                for part in parts:
                    self.add({whole: 1, part: -1}, 0, None)
        for key in [key for keys in cells.values() for key in keys]:
            parts = [(part.key, *key[1:]) for part in parts_of(measure.key)]
            if parts and all(part in self.at or self.raw.values.get(key) == 0 for part in parts):
                self.add({key: 1} | {part: -1 for part in parts if part in self.at}, 0, 0)
            elif parts and set(key[1:2]) & {*SCOPES, By.all, By.scale}:
                self.add({key: 1} | {part: -1 for part in parts if part in self.at}, 0, 0)
            larger = (measure.within or "", *key[1:])
            if larger in self.at:
                self.add({larger: 1, key: -1}, 0, None)

    def add(self, weights: dict[Key, int], low: float, high: float | None) -> None:
        self.rows.append(
            ({self.at[key]: weight for key, weight in weights.items()}, low, np.inf if high is None else high)
        )

    def range_of(self, key: Key) -> tuple[float, float]:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(self.keys))
            goal[self.at[key]] = sign
            found = milp(
                goal, constraints=self.known, bounds=Bounds(self.low, self.high), integrality=np.ones(len(self.keys))
            )
            assert found.success, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def attack(raw: _Raw, *, knows_overlap: bool) -> int:
    """Assert that no hidden cell can be closed in on; returns how many there were."""
    made = protect(raw)
    hidden = {key for key, cell in made.counts.items() if cell.is_hidden}
    assert not any(0 < raw.values[key] < THRESHOLD for key in raw.values if key not in hidden)
    assert all(made.counts[key].value == raw.values[key] for key in raw.values if key not in hidden)
    assert not any(raw.values[key] == 0 for key in hidden), "nought is printed"
    attacker = Attacker(raw, hidden, knows_overlap=knows_overlap)
    for key in hidden:
        low, high = attacker.range_of(key)
        assert low <= raw.values[key] <= high
        assert high - low >= THRESHOLD, (key, low, high, raw.values[key])
    return len(hidden)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_hidden_count_can_be_closed_in_on(family: str, seed: int) -> None:
    raw = figures_of(random.Random(seed), FAMILIES[family])  # noqa: S311 - invented numbers
    attack(raw, knows_overlap=False)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_knowing_who_is_in_two_programmes_does_not_help(seed: int) -> None:
    raw = figures_of(random.Random(seed), FAMILIES["people"])  # noqa: S311 - invented numbers
    attack(raw, knows_overlap=True)


def test_hiding_small_counts_alone_would_fail_the_attack() -> None:
    """The attacker is worth something: without the second cell it gets everything back."""
    raw = one_way(By.reason, {"moved": 3, "custody": 20, "died": 0}, "referrals-declined")
    hidden = {("referrals-declined", By.reason, "moved")}
    attacker = Attacker(raw, hidden, knows_overlap=False)
    assert attacker.range_of(next(iter(hidden))) == (3, 3)


def one_way(by: By, counts: dict[str, int], name: str) -> _Raw:
    total = sum(counts.values())
    raw = _Raw(scopes=(Scope("c", "p", "o"),))
    for cut in (By.all, *SCOPES):
        raw.values[name, cut, {By.all: "", By.commission: "c", By.programme: "p", By.provider: "o"}[cut]] = total
    raw.values |= {(name, by, value): count for value, count in counts.items()}
    return raw


def printed(raw: _Raw, name: str, by: By) -> dict[str, float | None]:
    return {value: cell.value for (one, cut, value), cell in protect(raw).counts.items() if one == name and cut is by}


def test_a_small_count_takes_the_next_one_with_it_and_leaves_the_total() -> None:
    raw = one_way(By.reason, {"moved": 3, "custody": 20, "left": 9, "died": 0}, "referrals-declined")
    assert printed(raw, "referrals-declined", By.reason) == {"moved": None, "custody": 20, "left": None, "died": 0}
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
    for name, count in (("closed", 12), ("planned-exits", 10), ("unplanned-exits", 2), ("referrals-received", 3)):
        for cut, value in ((By.all, ""), (By.commission, "c"), (By.programme, "p"), (By.provider, "o")):
            raw.values[name, cut, value] = count
    raw.statistics["median-wait", By.all, ""] = 2.5
    made = protect(raw)
    assert made.share(SHARES["share-planned"], By.all, "") == Cell(None, "rests-on")
    assert made.cell(("median-wait", By.all, "")) == Cell(None, "rests-on")
    assert made.cell(("closed", By.all, "")) == Cell(12)


def test_a_hidden_cell_never_says_whether_it_is_small_itself() -> None:
    raw = one_way(By.reason, {"moved": 3, "custody": 20}, "referrals-declined")
    cells = [cell for key, cell in protect(raw).counts.items() if key[1] is By.reason]
    assert cells == [Cell(None, "small"), Cell(None, "small")]
    assert all(WORDS[cell.why] for cell in cells)


def test_the_same_figures_are_always_cut_the_same_way() -> None:
    raw = figures_of(random.Random(5), FAMILIES["closed"])  # noqa: S311 - invented numbers
    shuffled = _Raw(scopes=raw.scopes)
    keys = list(raw.values)
    random.Random(1).shuffle(keys)  # noqa: S311 - invented numbers
    shuffled.values = {key: raw.values[key] for key in keys}
    assert protect(raw).counts == protect(shuffled).counts
