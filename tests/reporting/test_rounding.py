"""What is published, under attack: by the public, and by a commissioner who reads it as well.

As in `test_protection.py`, each proof has a twin that the same attacker catches.
"""

import random

from hypothesis import given, settings

from app.reporting.gate.marks import PUBLIC, Cell, Profile
from app.reporting.gate.problem import Decided, Problem
from app.reporting.gate.protection import decide, holds
from app.reporting.public.backing import may_be_told
from tests.reporting.invented import (
    Key,
    few,
    judge,
    margins,
    problem_of,
    reader_of,
    seeds,
    sums,
    table,
)
from tests.reporting.reader import Reader


@few
@given(seed=seeds)
def test_rounded_numbers_give_no_number_away(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    values = table(rng, "t", (rng.randint(2, 5), rng.randint(2, 4)))
    problem = problem_of(values, ["t"], profile=PUBLIC)
    decided = decide(problem)
    assert holds(problem, decided)
    reader = Reader()
    for key, cell in decided.cells.items():
        if cell.why != "kept-back":
            reader.reads_rounded(key, None if cell.is_hidden else int(cell.value or 0), cell.why)
    for total, parts in sums(values, "t"):
        reader.adds(total, parts)
    shown = [key for key, cell in decided.cells.items() if values[key] and cell.why != "kept-back"]
    assert reader.pinned(values, shown) == []


def published(
    values: dict[Key, int], inside: dict[Key, Cell], *, backed: bool, below: int = 8
) -> tuple[Problem, Decided]:
    """What the public reads of a table that a commissioner reads as `inside`; or of what there is."""
    told = [key for key in values if not backed or may_be_told(inside.get(key), below)]
    lines = {key: f"{key[0]} {key[1]}" for key in told}
    latent = {key: 0 for key in values if key not in lines}
    profile = Profile(below, rounded=True)
    problem = problem_of(values, ["t"], profile=profile, tables=lines, latent=latent)
    return problem, decide(problem)


def reader_of_both(
    values: dict[Key, int], inside: Decided, outside: Decided, below: int = 8
) -> Reader:
    """A commissioner who reads what is published as well."""
    reader = reader_of(values, ["t"], inside)
    for key, cell in outside.cells.items():
        if cell.why != "kept-back":
            number = None if cell.is_hidden else int(cell.value or 0)
            reader.reads_rounded(key, number, cell.why, below)
    return reader


@settings(max_examples=6, deadline=None)
@given(seed=seeds)
def test_what_is_published_tells_a_commissioner_nothing(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    values = table(rng, "t", (rng.randint(2, 5), rng.randint(2, 4)))
    asked = rng.choice([5, 8, 10])
    inside = decide(problem_of(values, ["t"], thresholds=dict.fromkeys(values, asked)))
    below = max(8, asked)
    problem, outside = published(values, inside.cells, backed=True, below=below)
    assert not outside.told
    assert holds(problem, outside)
    judge(values, reader_of_both(values, inside, outside, below), inside)


def test_publishing_from_a_source_of_its_own_is_caught() -> None:
    """The twin: 4 and 7 of 11, the 7 hidden as 5 or more; published as `*` it is 5 to 7."""
    cells: dict[Key, int] = {("t", "l", "a"): 4, ("t", "l", "b"): 7}
    values = cells | margins(cells, "t")
    totals = {key: Cell(11) for key in (("t", "l", ""), ("t", "", ""))}
    found = decide(problem_of(values, ["t"], printed=totals))
    inside = found._replace(cells=found.cells | totals)
    for backed, told in ((False, 2), (True, 0)):
        _, outside = published(values, inside.cells, backed=backed)
        reader = reader_of_both(values, inside, outside)
        assert len(reader.pinned(values, cells)) == told


def test_two_publications_from_a_source_of_their_own_are_caught() -> None:
    """The twin: 2 and 8 of 10; when 14 more came, 2 and 22 of 24. Each publication alone leaves a choice.

    The 8 is published as 10 (8 to 12), so what is left of 10 is 2 at most; the 22 as 20 (18 to 22),
    so what is left of 24 is 2 at least. Who knows that the small number did not change has it.
    """
    small = ("t", "l", "a")
    times = [{small: 2, ("t", "l", "b"): n} for n in (8, 22)]
    for backed, alone, both in ((False, 0, 1), (True, 0, 0)):
        pinned = []
        for which in (times[:1], times[1:], times):
            reader = Reader()
            for cells in which:
                values = cells | margins(cells, "t")
                totals = {key: Cell(values[key]) for key in (("t", "l", ""), ("t", "", ""))}
                found = decide(problem_of(values, ["t"], printed=totals))
                inside = found._replace(cells=found.cells | totals)
                _, outside = published(values, inside.cells, backed=backed)
                # The same number in both is one number; each other number has a name of its own.
                at = {key: key if key == small else (*key, cells["t", "l", "b"]) for key in values}
                for key, cell in inside.cells.items():
                    reader.reads(
                        at[key], None if cell.is_hidden else int(cell.value or 0), cell.why
                    )
                for key, cell in outside.cells.items():
                    if cell.why != "kept-back":
                        number = None if cell.is_hidden else int(cell.value or 0)
                        reader.reads_rounded(at[key], number, cell.why)
                for total, parts in sums(values, "t"):
                    reader.adds(at[total], [at[part] for part in parts])
            pinned.append(len(reader.pinned({small: 2}, [small])))
        assert pinned == [alone, alone, both], backed


def test_rounding_alone_is_caught() -> None:
    """The twin: four times 7 is 28, printed as 30, which is 28 or more: so each of them must be 7."""
    cells: dict[Key, int] = {("t", line, column): 7 for line in "ab" for column in "xy"}
    values = cells | margins(cells, "t")

    def read(marks: dict[Key, str]) -> Reader:
        reader = Reader()
        for key, n in values.items():
            reader.reads_rounded(key, None if marks[key] else PUBLIC.printed(n), marks[key])
        for total, parts in sums(values, "t"):
            reader.adds(total, parts)
        return reader

    alone = {key: "small" if PUBLIC.is_small(n) else "" for key, n in values.items()}
    assert len(read(alone).pinned(values, cells)) == 4
    decided = decide(problem_of(values, ["t"], profile=PUBLIC))
    assert read({key: cell.why for key, cell in decided.cells.items()}).pinned(values, cells) == []
