"""The model of the gate under attack: random linked tables, two printings, quarters and a year, the public.

The attacker (`reader.py`) shares nothing with the gate. Each proof has a twin with something taken
away on purpose, which the same attacker catches.
"""

import random

from hypothesis import given, settings

from app.reporting.gate.marks import Cell
from app.reporting.gate.problem import Decided, Proof
from app.reporting.gate.protection import decide, holds
from app.reporting.gate.relations import Relation, adds_up
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
from tests.reporting.reader import FAR, Reader


@few
@given(seed=seeds)
def test_no_hidden_number_of_a_table_can_be_worked_out(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    values = table(rng, "t", (rng.randint(2, 6), rng.randint(2, 5)))
    # Of some lines the agreement says 10: then so it is for whatever counts them with others.
    asked = {f"l{line}": rng.choice([5, 10]) for line in range(rng.choice([0, 6]))}
    most = max(asked.values(), default=5)
    below = {key: asked.get(key[1], 5) if key[1] else most for key in values}
    problem = problem_of(values, ["t"], thresholds=below)
    decided = decide(problem)
    assert holds(problem, decided)
    assert not any(0 < (cell.value or 0) < below[key] for key, cell in decided.cells.items())
    assert all(
        cell.value == values[key] for key, cell in decided.cells.items() if not cell.is_hidden
    )
    judge(values, reader_of(values, ["t"], decided), decided)


def test_hiding_small_numbers_alone_is_caught() -> None:
    """The twin: the same attacker against the same tables with nothing hidden to protect others."""
    caught = 0
    for seed in range(10):
        values = table(random.Random(seed), "t", (5, 4))  # noqa: S311 - invented numbers
        cells = {key: Cell(None, "small") if 0 < n < 5 else Cell(n) for key, n in values.items()}
        weak = Decided(cells, frozenset(), frozenset(), Proof(()))
        reader = reader_of(values, ["t"], weak)
        caught += len(reader.pinned(values, [key for key, n in values.items() if 0 < n < 5]))
        assert holds(problem_of(values, ["t"]), weak) == (
            not any(0 < n < 5 for n in values.values())
        )
    assert caught > 20


def test_a_proof_with_a_move_taken_away_or_bent_does_not_hold() -> None:
    values = table(random.Random(7), "t", (5, 6))  # noqa: S311 - invented numbers
    problem = problem_of(values, ["t"])
    decided = decide(problem)
    moves = decided.proof.moves
    assert holds(problem, decided)
    assert not holds(problem, decided._replace(proof=Proof(())))
    key = next(iter(moves[0]))
    bent = {**moves[0], key: moves[0][key] + 1}
    assert not holds(problem, decided._replace(proof=Proof((bent, *moves[1:]))))
    printed = next(key for key, cell in decided.cells.items() if cell.value)
    assert not holds(problem, decided._replace(proof=Proof((*moves, {printed: 5}))))
    shown = next(key for key, cell in decided.cells.items() if cell.why == "small")
    told = decided._replace(cells=decided.cells | {shown: Cell(values[shown])})
    assert not holds(problem, told)


@settings(max_examples=5, deadline=None)
@given(seed=seeds)
def test_quarters_and_their_year_give_nothing_away_together(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    tags = ["q1", "q2", "q3", "q4"]
    values: dict[Key, int] = {}
    for tag in tags:
        values |= table(rng, tag, (3, 3))
    places = {key[1:] for key in values}
    year = {("y", *place): sum(values[tag, *place] for tag in tags) for place in places}
    values |= year
    problem = problem_of(values, [*tags, "y"])
    problem.relations = [
        *problem.relations,
        *(adds_up(key, [(tag, *key[1:]) for tag in tags]) for key in year),
    ]
    decided = decide(problem)
    assert holds(problem, decided)
    reader = reader_of(values, [*tags, "y"], decided)
    for key in year:
        reader.adds(key, [(tag, *key[1:]) for tag in tags])
    judge(values, reader, decided)


def later(rng: random.Random, values: dict[Key, int], tag: str, came: int) -> dict[Key, int]:
    """The same table, known later: a few more people."""
    inner = {key: n for key, n in values.items() if key[1] and key[2]}
    new = {(tag, *key[1:]): n for key, n in inner.items()}
    for _ in range(came):
        key = rng.choice(sorted(new))
        new[key] += 1
    return new | margins(new, tag)


@few
@given(seed=seeds)
def test_two_printings_do_not_show_who_came_in_between(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    old = table(rng, "old", (4, 3))
    first_problem = problem_of(old, ["old"])
    first = decide(first_problem)
    new = later(rng, old, "new", rng.choice([1, 2, 9, 40]))
    changes = {("change", *key[1:]): new["new", *key[1:]] - n for key, n in old.items()}
    both = {**old, **new, **changes}
    problem = problem_of({**old, **new}, ["old", "new"])
    problem.values = both
    problem.relations = [
        *problem.relations,
        *(Relation({("new", *key[1:]): 1, key: -1, ("change", *key[1:]): -1}) for key in old),
    ]
    kept = {key: cell for key, cell in first.cells.items() if cell.why != "kept-back"}
    problem.printed = kept
    problem.latent = dict.fromkeys(changes, 0) | {key: 0 for key in old if key not in kept}
    problem.tables = dict.fromkeys(new, "new")
    second = decide(problem)
    assert holds(problem, second)
    reader = reader_of({**old, **new}, ["old", "new"], first)
    for key, cell in second.cells.items():
        if cell.why != "kept-back":
            reader.reads(key, None if cell.is_hidden else new[key], cell.why)
    for key in old:
        reader.knows(("change", *key[1:]), 0, FAR)
        reader.adds(("new", *key[1:]), [key, ("change", *key[1:])])
    hidden = [
        key
        for key, cell in {**kept, **second.cells}.items()
        if cell.is_hidden and cell.why != "kept-back"
    ]
    late = [key for key, n in changes.items() if 0 < n < 5]
    assert not second.told
    assert reader.pinned(both, [*hidden, *late]) == []


def test_two_printings_decided_apart_show_who_came() -> None:
    """The twin: each printing is safe by itself, and both together are not."""
    caught = 0
    for seed in range(8):
        rng = random.Random(seed)  # noqa: S311 - invented numbers
        old = table(rng, "old", (4, 3))
        new = later(rng, old, "new", 1)
        reader = Reader()
        for tag, values in (("old", old), ("new", new)):
            decided = decide(problem_of(values, [tag]))
            for key, cell in decided.cells.items():
                reader.reads(key, None if cell.is_hidden else values[key], cell.why)
            for total, parts in sums(values, tag):
                reader.adds(total, parts)
        changes = {("change", *key[1:]): new["new", *key[1:]] - n for key, n in old.items()}
        for key in old:
            reader.knows(("change", *key[1:]), 0, FAR)
            reader.adds(("new", *key[1:]), [key, ("change", *key[1:])])
        caught += bool(reader.pinned(changes, [key for key, n in changes.items() if n == 1]))
    assert caught >= 4


def test_what_is_public_already_stays_as_it_was_printed() -> None:
    values = table(random.Random(11), "t", (4, 3))  # noqa: S311 - invented numbers
    totals = {("t", "", ""): Cell(values["t", "", ""])}
    problem = problem_of(values, ["t"], printed=totals)
    decided = decide(problem)
    assert holds(problem, decided)
    assert not totals.keys() & decided.cells.keys()
    reader = reader_of(values, ["t"], decided)
    for key in totals:
        reader.reads(key, values[key], "")
    judge(values, reader, decided)


def test_the_same_tables_are_always_cut_the_same_way() -> None:
    values = table(random.Random(3), "t", (6, 5))  # noqa: S311 - invented numbers
    shuffled = dict(sorted(values.items(), key=lambda item: hash(item[0]) % 97))
    assert decide(problem_of(values, ["t"])).cells == decide(problem_of(shuffled, ["t"])).cells
