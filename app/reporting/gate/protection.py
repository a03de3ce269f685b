"""The model of the gate: cells, what links them, what is public already; and what may be printed.

A cell is hidden together with *moves*. A move is a second whole table: the true one with changes in
hidden cells after which all that is printed, and every relation, is as true as before. Whoever reads
cannot tell the two tables apart. `decide` finds moves with a solver and hides what they need;
`holds` checks all of them by plain arithmetic, so that no solver has to be trusted:

- every small count has a move of at least the threshold, the meaning of the marks not being known;
- every hidden count has a move of at least 1 with the meaning of the marks known;
- so has every small count that is not printed but known to exist (`latent`).

What cannot be protected is left out, a whole table at a time.
"""

from typing import Any

from app.reporting.gate.marks import Cell
from app.reporting.gate.plan import Plan
from app.reporting.gate.problem import Decided, Problem, Proof, State, apart
from app.reporting.gate.relations import by_cell, is_true

__all__ = ["Decided", "Problem", "Proof", "decide", "holds"]


def decide(problem: Problem) -> Decided:
    """Hide what must not be printed. Deterministic: the same cells are always cut the same way."""
    found = Decided({}, frozenset(), frozenset(), Proof(()))
    for part in apart(problem):
        plan = Plan(part)
        plan.run()
        if part.tidy:
            plan.tidy()
        more = plan.decided()
        found = Decided(
            found.cells | more.cells,
            found.left_out | more.left_out,
            found.told | more.told,
            Proof(found.proof.moves + more.proof.moves),
        )
    # A table that could not be protected in one part is left out in all of them.
    kept_back = {
        key: Cell(None, "kept-back")
        for key in found.cells
        if problem.tables.get(key) in found.left_out
    }
    return found._replace(cells=found.cells | kept_back)


def holds(problem: Problem, decided: Decided) -> bool:
    """Whether what is printed is proved safe, by arithmetic alone."""
    state = State(problem, decided.cells, decided.left_out)
    if any(
        problem.profile_of(key).is_small(value)
        and state.why(key) == ""
        and key not in problem.printed
        for key, value in problem.values.items()
        if not state.is_unprinted(key)
    ):
        return False
    done: dict[Any, list[int]] = {}
    linked = by_cell(problem.relations)
    for move in decided.proof.moves:
        if not is_true(move, linked):
            return False
        marked = all(
            state.room(key, marked=True).holds(problem.values[key] + change)
            for key, change in move.items()
        )
        if not marked and not all(
            state.room(key, marked=False).holds(problem.values[key] + change)
            for key, change in move.items()
        ):
            return False
        for key, change in move.items():
            widest = done.setdefault(key, [0, 0])
            widest[0] = max(widest[0], abs(change))
            widest[1] = max(widest[1], abs(change) if marked else 0)
    return all(
        done.get(key, (0, 0))[0 if wide else 1] >= need
        for key in sorted(problem.values, key=repr)
        if key not in decided.told
        for wide, need in state.needs(key)
    )
