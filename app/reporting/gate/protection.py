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

from collections.abc import Mapping, Sequence
from typing import Any

from app.reporting.gate.marks import ANYTHING, Cell, Room
from app.reporting.gate.problem import FAR, Decided, Problem, Proof, State, apart
from app.reporting.gate.relations import by_cell, is_true
from app.reporting.gate.routes import TINY, Routes, Tier

__all__ = ["Decided", "Problem", "Proof", "decide", "holds"]

LEAVING_OUT = 10_000.0  # the price of a table; hiding any number of cells is cheaper


def decide(problem: Problem) -> Decided:
    """Hide what must not be printed. Deterministic: the same cells are always cut the same way."""
    found = Decided({}, frozenset(), frozenset(), Proof(()))
    for part in apart(problem):
        plan = _Plan(part)
        plan.run()
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


class _Plan:
    """Chooses what to hide, target after target."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.values = problem, problem.values
        self.order = sorted(self.values, key=lambda key: (self.values[key], repr(key)))
        self.linked = by_cell(problem.relations)
        self.left_out: set[str] = set()
        self.told: set[Any] = set()
        self.moves: list[Mapping[Any, int]] = []
        self.done: set[tuple[Any, bool]] = set()
        cells = {
            key: self._first(key)
            for key in self.order
            if key not in {**problem.printed, **problem.latent}
        }
        self.state = State(problem, cells, self.left_out)
        self.free = frozenset(cells)
        self.routes = {wide: self._routes(wide=wide) for wide in (True, False)}

    def _first(self, key: Any) -> Cell:
        value, profile = self.values[key], self.problem.profile_of(key)
        if profile.is_small(value):
            return profile.hides("small")
        if value and key in self.problem.hidden:
            return profile.hides("protects")
        return Cell(profile.printed(value))

    # --- rooms as columns of the solver --------------------------------------------------------

    def _tiers(self, key: Any, *, wide: bool) -> list[Tier]:
        """What is open to a cell: as it is printed; hidden, at a price; left out with its table."""
        value = self.values[key]
        tiers = [self._tier(key, self.state.room(key, marked=not wide), None, TINY)]
        if key not in self.free:
            return tiers
        if value and self.state.why(key) == "":
            room = self.problem.profile_of(key).says(value, "protects", marked=not wide)
            tiers.append(self._tier(key, room, tiers[-1], self.problem.prices.get(key, 1.0)))
        if self.problem.tables.get(key):
            tiers.append(self._tier(key, ANYTHING, _both(tiers), LEAVING_OUT))
        return tiers

    def _tier(self, key: Any, room: Room, inner: Tier | None, price: float) -> Tier:
        value = self.values[key]
        up = FAR if room.high is None else room.high - value
        down = value - room.low
        inner = inner or Tier(0, 0, 0)
        return Tier(max(up - inner.up, 0), max(min(down, FAR) - inner.down, 0), price)

    def _routes(self, *, wide: bool) -> Routes:
        tiers = {key: self._tiers(key, wide=wide) for key in self.order}
        open_ones = {
            key: own for key, own in tiers.items() if any(tier.up or tier.down for tier in own)
        }
        return Routes(open_ones, self.problem.relations)

    # --- covering -------------------------------------------------------------------------------

    def run(self) -> None:
        """Cover every target; what is hidden on the way is a target too."""
        while waiting := self._waiting():
            for key, wide, need in waiting:
                if (key, wide) not in self.done and (wide, need) in self.state.needs(key):
                    self._cover(key, wide=wide, need=need)

    def _waiting(self) -> list[tuple[Any, bool, int]]:
        found = [
            (key, wide, need)
            for key in self.order
            if key not in self.told
            for wide, need in self.state.needs(key)
            if (key, wide) not in self.done
        ]
        # The wide ones first: they hide most, and the others can then use it.
        return sorted(found, key=lambda one: not one[1])

    def _cover(self, key: Any, *, wide: bool, need: int) -> None:
        routes = self.routes[wide]
        if key not in routes.columns:
            self._give_up(key)
            return
        best = None
        for change in (need, -need):
            if not self._fits(key, change, marked=not wide):
                continue
            found = routes.route(key, change)
            if found is None or not is_true(found[1], self.linked):
                continue
            if best is None or found[0] < best[0]:
                best = found
            if best is not None and best[0] < TINY * FAR:
                break  # nothing more has to be hidden
        if best is None:
            self._give_up(key)
        else:
            self._take(best[1], wide=wide)

    def _fits(self, key: Any, change: int, *, marked: bool) -> bool:
        return self.state.room(key, marked=marked).holds(self.values[key] + change)

    def _take(self, move: Mapping[Any, int], *, wide: bool) -> None:
        """Hide, or leave out, all that a move changes beyond what is printed."""
        for key, change in sorted(move.items(), key=lambda item: repr(item[0])):
            new = self.values[key] + change
            if self.state.room(key, marked=not wide).holds(new):
                continue
            says = self.problem.profile_of(key).says(self.values[key], "protects", marked=not wide)
            if self.values[key] and self.state.why(key) == "" and says.holds(new):
                self._hide(key)
            else:
                self._leave_out(self.problem.tables[key])
        self.moves.append(move)
        marked = not wide or all(
            self._fits(key, change, marked=True) for key, change in move.items()
        )
        for key, change in move.items():
            for needs_wide, need in self.state.needs(key):
                if abs(change) >= need and (needs_wide or marked):
                    self.done.add((key, needs_wide))

    def _hide(self, key: Any) -> None:
        self.state.cells[key] = self.problem.profile_of(key).hides("protects")
        for routes in self.routes.values():
            if len(routes.columns.get(key, ())) > 1:
                routes.ease(key, 1)

    def _leave_out(self, table: str) -> None:
        self.left_out.add(table)
        for key in self.free:
            if self.problem.tables.get(key) == table:
                for routes in self.routes.values():
                    for tier in range(len(routes.columns.get(key, ()))):
                        routes.ease(key, tier)

    def _give_up(self, key: Any) -> None:
        """Nothing helps: leave its table out; if it is in none, what is public tells it already."""
        table = self.problem.tables.get(key, "")
        if key in self.free and table and table not in self.left_out:
            self._leave_out(table)
        else:
            self.told.add(key)

    def decided(self) -> Decided:
        """What came of it."""
        cells = {
            key: Cell(None, "kept-back") if self.state.is_unprinted(key) else self.state.cells[key]
            for key in self.free
        }
        return Decided(
            cells, frozenset(self.left_out), frozenset(self.told), Proof(tuple(self.moves))
        )


def _both(tiers: Sequence[Tier]) -> Tier:
    return Tier(sum(one.up for one in tiers), sum(one.down for one in tiers), 0)
