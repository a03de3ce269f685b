"""Figures that could be real, and somebody who knows all that is printed and wants the rest."""

import random
from collections import Counter, defaultdict
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from app.reporting.cells import _Raw
from app.reporting.disclosure import THRESHOLD, protect
from app.reporting.measure import SCOPES, By, Distinct, Measure
from app.reporting.measures import MEASURES, parts_of
from app.reporting.scopes import Key, Scope

# Which of three kinds of unit a part is made of.
PARTS = {
    "planned-exits": {0, 1},
    "completions": {0},
    "planned-otherwise": {1},
    "unplanned-exits": {2},
    "scores-better": {0, 1},
    "scores-surely-better": {0},
    "scores-perhaps-better": {1},
    "scores-same": set(),
    "scores-worse": {2},
    "scores-surely-worse": set(),
    "scores-perhaps-worse": {2},
    "contact-standards": {0, 1},
    "contact-in-standard": {0},
    "contact-late": {1},
    "contact-no-standard": {2},
}
FAMILIES = {
    "people": (
        "people-reached",
        "first-contacts",
        "contact-standards",
        "contact-in-standard",
        "contact-late",
        "contact-no-standard",
    ),
    "received": ("referrals-received",),
    "declined": ("referrals-declined",),
    "closed": ("closed", "planned-exits", "completions", "planned-otherwise", "unplanned-exits"),
    "scores": (
        "scores-paired",
        "scores-better",
        "scores-surely-better",
        "scores-perhaps-better",
        "scores-same",
        "scores-worse",
        "scores-surely-worse",
        "scores-perhaps-worse",
    ),
    "groups": ("contacts", "headcount-people", "full-dose-people"),
}


def scopes_of(rng: random.Random) -> tuple[Scope, ...]:
    """A few commissions of overlapping programmes and providers; now and then one asks for more than 5."""
    count = rng.choice([1, 2, 3, 5, 9])
    asked = rng.choice([[5], [5, 5, 10], [10]])
    return tuple(
        Scope(
            f"c{n}",
            f"p{rng.randrange(1 + count // 2)}",
            f"o{rng.randrange(1 + count // 2)}",
            rng.choice(asked),
        )
        for n in range(count)
    )


def below(raw: _Raw, key: Key) -> int:
    """The threshold of a cell: the largest that an agreement about anybody in it asks for."""
    cut = key[1] if key[1] in SCOPES else None
    return max(one.below for one in raw.scopes if cut is None or getattr(one, cut) == key[2])


def figures_of(rng: random.Random, names: tuple[str, ...]) -> _Raw:
    """Figures that could be real: units with a commission and attributes, counted honestly."""
    scopes = scopes_of(rng)
    raw = _Raw(scopes=scopes)
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
        count_into(raw, MEASURES[name], units)
    return raw


def count_into(raw: _Raw, measure: Measure, units: list[dict[str, Any]]) -> None:
    chosen = [unit for unit in units if unit["part"] in PARTS.get(measure.key, {0, 1, 2})]
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
            value = (
                ""
                if by is By.all
                else getattr(unit["scope"], by)
                if by in SCOPES
                else unit[str(by)]
            )
            if overlapping:
                mark = unit["person"] if by in measure.by else (unit["person"], value)
                if mark in seen:
                    continue
                seen.add(mark)
            cells[value] += weight(unit)
        raw.values |= {(measure.key, by, value): count for value, count in cells.items()}


class Attacker:
    """Writes down, anew, what a reader knows, and asks a solver for the range of each hidden cell."""

    def __init__(
        self, raw: _Raw, hidden: dict[Key, str], *, knows_overlap: bool, knows_marks: bool = False
    ) -> None:
        self.keys = list(raw.values)
        self.at = {key: place for place, key in enumerate(self.keys)}
        self.rows: list[tuple[dict[int, int], float, float]] = []
        self.raw = raw
        names = {key[0] for key in self.keys}
        for name in names:
            self.know(MEASURES[name], knows_overlap=knows_overlap)
        true = np.array([raw.values[key] for key in self.keys], float)
        ends = [
            ends_of(raw.values[key], hidden.get(key, ""), knows_marks, below(raw, key))
            for key in self.keys
        ]
        self.low, self.high = np.array(ends, float).T
        matrix = np.zeros((len(self.rows), len(self.keys)))
        for row, (weights, _, _) in enumerate(self.rows):
            for place, weight in weights.items():
                matrix[row, place] = weight
        bounds = np.array([[low, high] for _, low, high in self.rows]).reshape(-1, 2)
        self.known = LinearConstraint(csr_matrix(matrix), bounds[:, 0], bounds[:, 1])
        said = matrix @ true
        assert ((bounds[:, 0] <= said) & (said <= bounds[:, 1])).all(), (
            "the attacker is wrong about the figures"
        )

    def know(self, measure: Measure, *, knows_overlap: bool) -> None:  # noqa: C901 - as it thinks
        cells = defaultdict(list)
        for key in self.keys:
            if key[0] == measure.key:
                cells[key[1]].append(key)
        total = (measure.key, By.all, "")
        lines = [(total, parts) for by, parts in cells.items() if by is not By.all]
        for by in (By.programme, By.provider):
            for key in cells[by]:
                own = {
                    scope.commission for scope in self.raw.scopes if getattr(scope, by) == key[2]
                }
                lines.append((key, [part for part in cells[By.commission] if part[2] in own]))
        for whole, parts in lines:
            overlapping = measure.overlaps and (parts and parts[0][1] in SCOPES)
            apart = sum(self.raw.values[part] for part in parts) - self.raw.values[whole]
            self.add(
                {whole: -1} | dict.fromkeys(parts, 1),
                apart if knows_overlap else 0,
                None if overlapping and not knows_overlap else apart,
            )
            if overlapping:
                for part in parts:
                    self.add({whole: 1, part: -1}, 0, None)
        for key in [key for keys in cells.values() for key in keys]:
            split = parts_of(measure.key)
            parts = [(part.key, *key[1:]) for part in split]
            if parts and all(key[1] in {*SCOPES, By.all, *part.by} for part in split):
                shown = [part for part in parts if part in self.at]
                self.add({key: 1} | dict.fromkeys(shown, -1), 0, 0)
            larger = (measure.within or "", *key[1:])
            if larger in self.at:
                self.add({larger: 1, key: -1}, 0, None)

    def add(self, weights: dict[Key, int], low: float, high: float | None) -> None:
        self.rows.append(
            (
                {self.at[key]: weight for key, weight in weights.items()},
                low,
                np.inf if high is None else high,
            )
        )

    def range_of(self, key: Key, wide: int = THRESHOLD) -> tuple[float, float]:
        """The least and the most that a cell can be, for all the attacker knows."""
        quick = self._ask(key, presolve=True)
        if quick[0] <= self.raw.values[key] <= quick[1] and quick[1] - quick[0] >= wide:
            return quick
        # With presolve the solver now and then stops short of the true figures: ask again.
        return self._ask(key, presolve=False)

    def _ask(self, key: Key, *, presolve: bool) -> tuple[float, float]:
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(self.keys))
            goal[self.at[key]] = sign
            found = milp(
                goal,
                constraints=self.known,
                bounds=Bounds(self.low, self.high),
                integrality=np.ones(len(self.keys)),
                options={"presolve": presolve},
            )
            assert found.success, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def ends_of(value: int, why: str, knows_marks: bool, under: int) -> tuple[int, int]:  # noqa: FBT001
    """What a cell says by itself: its number; hidden, 1 or more; and what its mark means."""
    if not why:
        return value, value
    if knows_marks and why == "small":
        return 1, under - 1
    return under if knows_marks and why == "protects" else 1, 10_000


def attack(raw: _Raw, *, knows_overlap: bool) -> int:
    """Assert that no hidden cell can be closed in on; returns how many there were.

    First without what the marks mean: a small count may be its threshold away from what it is. Then with it: no
    cell is known.
    """
    made = protect(raw)
    hidden: dict[Key, str] = {key: cell.why for key, cell in made.counts.items() if cell.is_hidden}
    under = {key: below(raw, key) for key in raw.values}
    assert not any(0 < raw.values[key] < under[key] for key in raw.values if key not in hidden)
    assert all(
        made.counts[key].below == under[key] for key, why in hidden.items() if why == "small"
    )
    assert all(made.counts[key].value == raw.values[key] for key in raw.values if key not in hidden)
    assert not any(raw.values[key] == 0 for key in hidden), "nought is printed"
    for knows_marks in (False, True):
        attacker = Attacker(raw, hidden, knows_overlap=knows_overlap, knows_marks=knows_marks)
        for key, why in hidden.items():
            wide = under[key] if why == "small" and not knows_marks else 1
            low, high = attacker.range_of(key, wide)
            assert low <= raw.values[key] <= high
            assert high - low >= wide, (key, low, high, raw.values[key], why)
    return len(hidden)
