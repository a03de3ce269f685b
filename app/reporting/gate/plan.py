"""Choosing what to hide, cell after cell, and what of it can be printed again in the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.reporting.gate.marks import ANYTHING, Cell, Room
from app.reporting.gate.problem import FAR, Decided, Problem, Proof, State
from app.reporting.gate.relations import by_cell, is_true
from app.reporting.gate.routes import TINY, Routes, Tier

LEAVING_OUT = 10_000.0  # the price of a table; hiding any number of cells is cheaper


class Plan:
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

    # --- printing again ------------------------------------------------------------------------

    def tidy(self) -> None:
        """Print again what was hidden on the way and is needed no more, the dearest first."""
        protecting = [
            key
            for key in self.order
            if key in self.free - self.problem.hidden
            and self.state.why(key) == "protects"
            and not self.state.is_unprinted(key)
        ]
        for key in sorted(protecting, key=lambda key: -self.problem.prices.get(key, 1.0)):
            self._print_again(key)

    def _print_again(self, key: Any) -> None:
        """Print a cell if every other one can be covered without it, and nothing more is hidden."""
        hidden, moves = self.state.cells[key], self.moves
        self.state.cells[key] = Cell(self.problem.profile_of(key).printed(self.values[key]))
        for routes in self.routes.values():
            routes.close(key)
        self.moves = [move for move in moves if key not in move]
        done = {target for move in self.moves for target in self._covered(move)}
        for one in self.order:
            for wide, need in self.state.needs(one):
                if (one, wide) in done or one in self.told:
                    continue
                move = self._free_move(one, wide=wide, need=need)
                if move is None:
                    self.state.cells[key], self.moves = hidden, moves
                    for routes in self.routes.values():
                        routes.open(key)
                    return
                self.moves.append(move)
                done |= self._covered(move)

    def _free_move(self, key: Any, *, wide: bool, need: int) -> Mapping[Any, int] | None:
        """A move of a cell for which nothing more has to be hidden."""
        for change in (need, -need):
            if self._fits(key, change, marked=not wide):
                found = self.routes[wide].route(key, change)
                if found and found[0] < TINY * FAR and is_true(found[1], self.linked):
                    return found[1]
        return None

    def _covered(self, move: Mapping[Any, int]) -> set[tuple[Any, bool]]:
        """The targets that a move covers."""
        marked = all(self._fits(key, change, marked=True) for key, change in move.items())
        return {
            (key, wide)
            for key, change in move.items()
            for wide, need in self.state.needs(key)
            if abs(change) >= need and (wide or marked)
        }

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
