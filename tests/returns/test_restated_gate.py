"""A restatement, cell by cell: whoever reads it beside its return cannot tell who came or went."""

import random
from collections import Counter
from typing import Any, NamedTuple

import pytest

from app.reporting.gate.bridging import link_of
from app.reporting.gate.linking import Linked
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.gate.spots import Bridge, Issue, Step
from app.reporting.measure import By
from app.reporting.periods import Quarter
from app.reporting.returns.linking import rows_to_read, settle
from app.reporting.scopes import Scope
from tests.reporting.reader import FAR, Reader

QUARTER = Quarter(2025, 3)
SCOPES = (Scope("c", "p", "o"),)
SEXES = ("F", "M", "X", "not-known")
PARTS = ("planned-exits", "unplanned-exits")
Case = tuple[str, str]  # how it was closed, and the person's sex


class Story(NamedTuple):
    """A return, the same cells later, and what came and went for each reason."""

    was: dict[Place, int]
    now: dict[Place, int]
    steps: dict[Step, int]


def places_of(case: Case | None) -> set[Place]:
    """The cells that a closed case is counted in."""
    if case is None:
        return set()
    return {
        at(measure, *cell) for measure in ("closed", case[0]) for cell in ((), (By.sex, case[1]))
    }


def at(measure: str, *cell: Any) -> Place:
    return Place.of(measure, (By.commission, "c"), *([cell] if cell else []))


def story(seed: int, size: int, changed: int) -> Story:
    """Closed cases, some of which were corrected, withdrawn or entered late."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers

    def case() -> Case:
        return rng.choice(PARTS), rng.choices(SEXES, (9, 14, 1, 3))[0]

    cases: list[Case | None] = [case() for _ in range(size)]
    after = list(cases)
    reasons = {}
    for place in rng.sample(range(size), changed):
        reasons[place] = rng.choice(["withdrawn", "details", "said"])
        how, sex = cases[place] or case()
        new = {"withdrawn": None, "details": (how, rng.choice(SEXES)), "said": (rng.choice(PARTS), sex)}  # fmt: skip
        after[place] = new[reasons[place]]
    for _ in range(changed * 2):
        reasons[len(after)] = "late"
        cases.append(None)
        after.append(case())
    every = [at(m, *c) for m in ("closed", *PARTS) for c in ((), *((By.sex, s) for s in SEXES))]
    steps: Counter[Step] = Counter()
    for number, reason in reasons.items():
        for way, one, other in (("came", after, cases), ("went", cases, after)):
            for place in places_of(one[number]) - places_of(other[number]):
                steps[Step(place, reason, way)] += 1
    for step in list(steps):
        steps.setdefault(step._replace(way="went" if step.way == "came" else "came"), 0)
    counted = [Counter(place for one in cs for place in places_of(one)) for cs in (cases, after)]
    was, now = ({place: count[place] for place in every} for count in counted)
    return Story(was, now, dict(steps))


def line_of(place: Place) -> str:
    return f"{place.measure} {' '.join(place.by)}"


def told(told_of: Story) -> dict[Any, Cell]:
    """The return through the gate, then its restatement: every cell and step as it is printed."""
    lines = {place: line_of(place) for place in told_of.was}
    version = Issue("version", QUARTER, 1, told_of.was, {}, lines)
    one, decided = settle((), version, SCOPES)
    spots = one.spots["version"]
    cells: dict[Any, Cell] = {("was", place): decided.cells[spots[place]] for place in lines}
    printed = {place: cells["was", place] for place in lines if cells["was", place].why != "kept-back"}  # fmt: skip
    version = version._replace(printed=printed, tables={})
    tables = {step: f"{line_of(step.place)} {step.reason}" for step in told_of.steps}
    new = Issue("new", QUARTER, 2, told_of.now, {}, lines, Bridge("version", told_of.steps, {}, tables))  # fmt: skip
    one, decided = settle((version,), new, SCOPES)

    def said(linked: Linked, key: Any) -> Cell:
        return linked.problem.printed.get(key) or decided.cells.get(key, Cell(None, "kept-back"))

    cells |= {("now", place): said(one, one.spots["new"][place]) for place in lines}
    cells |= {step: said(one, link_of(new, step, one.spots)) for step in told_of.steps}
    return cells


def reader_of(told_of: Story, cells: dict[Any, Cell]) -> tuple[Reader, dict[Any, int]]:
    """Somebody who reads both, and the truth."""
    truth: dict[Any, int] = {("was", place): n for place, n in told_of.was.items()}
    truth |= {("now", place): n for place, n in told_of.now.items()} | told_of.steps
    reader = Reader()
    for key, cell in cells.items():
        if cell.why == "kept-back":
            reader.knows(key, 0, FAR)
        else:
            reader.reads(key, None if cell.is_hidden else truth[key], cell.why)
    sums = [(at(m), [at(m, By.sex, sex) for sex in SEXES]) for m in ("closed", *PARTS)]
    for cell in ((), *((By.sex, sex) for sex in SEXES)):
        sums += [(at("closed", *cell), [at(part, *cell) for part in PARTS])]
    for when in ("was", "now"):
        for whole, parts in sums:
            reader.adds((when, whole), [(when, part) for part in parts])
    for place in told_of.was:
        own = {one: 1 if one.way == "came" else -1 for one in told_of.steps if one.place == place}
        reader.rows.append(({("was", place): 1, ("now", place): -1} | own, 0, 0))
        if told_of.was[place] == told_of.now[place]:
            reader.adds(("now", place), [("was", place)])
    for whole, parts in sums:
        for reason in {step.reason for step in told_of.steps}:
            knows_of_steps(reader, told_of, whole, parts, reason)
    return reader, truth


def knows_of_steps(
    reader: Reader, told_of: Story, whole: Place, parts: list[Place], reason: str
) -> None:
    """What came less what went adds up; and no less came into the parts than into the whole."""
    net: dict[Any, int] = {}
    for way, sign in (("came", 1), ("went", -1)):
        there = {Step(whole, reason, way): -1} | {Step(part, reason, way): 1 for part in parts}
        known = {step: n for step, n in there.items() if step in told_of.steps}
        reader.rows.append(({**known}, 0, float("inf")))
        net |= {step: n * sign for step, n in known.items()}
    reader.rows.append((net, 0, 0))


@pytest.mark.parametrize(("seed", "size", "changed"), [(1, 30, 2), (2, 60, 9), (3, 200, 25)])
def test_who_came_and_who_went_cannot_be_told(seed: int, size: int, changed: int) -> None:
    told_of = story(seed, size, changed)
    cells = told(told_of)
    reader, truth = reader_of(told_of, cells)
    assert not any(0 < truth[key] < 5 for key, cell in cells.items() if not cell.is_hidden)
    hidden = [
        key
        for key, cell in cells.items()
        if cell.is_hidden and truth[key] and (cell.why != "kept-back" or truth[key] < 5)
    ]
    assert reader.pinned(truth, hidden) == []
    steps = [
        cell for key, cell in cells.items() if isinstance(key, Step) and By.sex in key.place.by
    ]
    if size == 200:
        assert all(cell.why != "kept-back" for cell in steps), "broken down as well"


def test_hiding_the_small_steps_alone_is_caught() -> None:
    """The twin: every step and number that is not small is printed, so the small ones follow."""
    caught = 0
    for seed in range(4):
        told_of = story(seed, 60, 9)
        reader, truth = reader_of(told_of, {})
        for key, n in truth.items():
            reader.reads(key, None if 0 < n < 5 else n, "small")
        small = [key for key in told_of.steps if 0 < truth[key] < 5]
        caught += len(reader.pinned(truth, small))
    assert caught > 10


def test_a_step_that_is_kept_back_does_not_describe_whom_it_was_about() -> None:
    nothing, number = [None, "kept-back"], [9, ""]
    rows = [
        ["closed", "all", "", number, nothing, [["late", nothing, nothing]]],
        ["closed", "sex", "F", number, nothing, [["late", nothing, nothing]]],
        ["closed", "sex", "M", number, number, [["late", nothing, nothing], ["said", number, nothing]]],
    ]  # fmt: skip
    assert rows_to_read(rows) == [
        rows[0],
        ["closed", "sex", "", nothing, nothing, []],
        ["closed", "sex", "M", number, number, [["said", number, nothing]]],
    ]
