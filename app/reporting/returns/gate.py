"""What of a return from a provider's own system its commissioner may read.

Its figures stand on no other page. All breakdowns are one problem with the totals, the parts and
every version before. Between two versions stand things that came and things that went, which nobody
prints: so two printed numbers of one cell say no more than by how much these differ.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import THRESHOLD, Cell, Profile
from app.reporting.gate.protection import Decided, Problem, decide, holds
from app.reporting.gate.relations import Relation, relations
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.scopes import Key

PRICE_OF_ALL, PRICE_OF_PART = 60.0, 2.0
KEPT_BACK = Cell(None, "kept-back")
Printed = dict[CellKey, Cell]


class Earlier(NamedTuple):
    """An earlier version of the same return: its exact cells, and how each was printed."""

    cells: Mapping[CellKey, int]
    printed: Mapping[CellKey, Cell]


class Outcome(NamedTuple):
    """What may be printed, and the proof as it is stored."""

    printed: Printed
    proof: str
    below: int = THRESHOLD
    """The threshold under which it was printed."""


def print_cells(
    cells: Mapping[CellKey, int],
    earlier: Sequence[Earlier] = (),
    below: int = THRESHOLD,
) -> Outcome:
    """Decide what of a return may be printed. Deterministic.

    `earlier` are the versions before, oldest first; `below` is the threshold of the agreement.
    """
    values = {_key(key): n for key, n in cells.items() if _is_protected(key)}
    problem = _problem(values, earlier, Profile(below))
    decided = decide(problem)
    return Outcome(_printed(cells, problem, decided), _proof(problem, decided), below)


def _problem(values: Mapping[Key, int], earlier: Sequence[Earlier], profile: Profile) -> Problem:
    every: dict[Any, int] = dict(values)
    links = [*_known(values)]
    printed: dict[Any, Cell] = {}
    latent: dict[Any, int | None] = {}
    for number, one in enumerate(earlier):
        own = {_key(key): n for key, n in one.cells.items() if _is_protected(key)}
        # The same number in two versions is one cell, printed as it was printed first.
        names = {key: key if values.get(key) == n else _was(key, number) for key, n in own.items()}
        links += [
            link._replace(
                weights={names[key]: weight for key, weight in link.weights.items() if key in names}
            )
            for link in _known(own)
        ]
        for key, n in own.items():
            every[names[key]] = n
            cell = one.printed.get(_cell_key(key), Cell(0))
            if cell.why == "kept-back":
                latent |= {} if names[key] == key else {names[key]: 0}
            else:
                printed.setdefault(names[key], cell)
            if names[key] != key:
                came, went = _came(key, number), _went(key, number)
                change = values.get(key, 0) - n
                every[came], every[went] = max(change, 0), max(-change, 0)
                latent |= {came: 0, went: 0}
                now = {key: -1} if key in values else {}
                links.append(Relation({names[key]: 1, came: 1, went: -1} | now))
    return Problem(
        values=every,
        relations=links,
        printed=printed,
        latent=latent,
        # A line that cannot be protected is left out as a whole.
        tables={key: f"{key[0]} {key[1]}" for key in values if key not in printed},
        prices=_prices(values),
        profile=profile,
        tidy=True,
        thresholds={key: cell.below for key, cell in printed.items() if cell.is_hidden},
    )


def _known(values: Mapping[Key, int]) -> list[Relation]:
    """What a reader knows between the cells of one version. Nothing follows from measures it lacks."""
    there = {key[0] for key in values}
    found = relations(values, ())
    return [one for one in found if all(key[0] in there for key in one.weights)]


def _was(key: Key, number: int) -> Any:
    return ("was", number, *key)


def _came(key: Key, number: int) -> Any:
    return ("came", number, *key)


def _went(key: Key, number: int) -> Any:
    return ("went", number, *key)


def _prices(values: Mapping[Any, int]) -> dict[Any, float]:
    return {key: PRICE_OF_ALL if By.all in key else PRICE_OF_PART for key in values}


def _proof(problem: Problem, decided: Decided) -> str:
    """The witnesses, checked by arithmetic before anything is printed. Raises ArithmeticError."""
    if not holds(problem, decided):
        raise ArithmeticError("The hiding of a return could not be proved.")
    return decided.proof.as_text()


def _printed(cells: Mapping[CellKey, int], problem: Problem, decided: Decided) -> Printed:
    """What stands for each cell; what nobody decided about is kept back."""
    return {
        key: problem.printed.get(_key(key)) or decided.cells.get(_key(key)) or KEPT_BACK
        if _is_protected(key)
        else Cell(n)
        for key, n in cells.items()
    }


def _is_protected(key: CellKey) -> bool:
    measure = MEASURES.get(key.measure)
    return measure is None or measure.protected or measure.own_only


def _key(key: CellKey) -> Key:
    return key.measure, By(key.by), key.value


def _cell_key(key: Key) -> CellKey:
    return CellKey(key[0], str(key[1]), key[2])
