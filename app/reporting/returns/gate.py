"""What of a return its commissioner may read: its cells, and a restatement of them, through the gate.

All breakdowns of a return are one problem with its totals, its parts and every version before it.
Between two versions stand things that came and things that went, which nobody prints: so two printed
numbers of one cell say no more than by how much these differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import THRESHOLD, Cell
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


def print_cells(
    cells: Mapping[CellKey, int],
    earlier: Sequence[Earlier] = (),
    fixed: Mapping[CellKey, Cell] | None = None,
) -> Outcome:
    """Decide what of a return may be printed. Deterministic.

    `earlier` are the versions before, oldest first; `fixed` are cells that are public already, such
    as the totals of the commission on the page of its quarter.
    """
    values = {_key(key): n for key, n in cells.items() if _is_protected(key)}
    problem = _problem(values, earlier, fixed or {})
    decided = decide(problem)
    return Outcome(_printed(cells, problem, decided), _proof(problem, decided))


def print_crossings(
    crossings: Iterable[Sequence[Any]],
    printed: Mapping[CellKey, Cell],
    today: Mapping[CellKey, Cell],
) -> tuple[list[Any], str]:
    """Decide what of a restatement may be printed: each number as it is, or its mark.

    `crossings` are rows `[measure, by, value, was, now, [[reason, came, went], …]]`; `printed` is how
    the version itself was printed, `today` how the page of its quarter prints the totals. Broken down
    no count of people is printed here: what it is today stands on no page. What came and what went
    are new cells.
    """
    rows = [
        (key, row[3], row[4], row[5])
        for row in crossings
        if (key := CellKey(*row[:3])).by == "all" or not _is_protected(key)
    ]
    values: dict[Any, int] = {}
    links: list[Relation] = []
    fixed: dict[Any, Cell] = {}
    shown: dict[Any, Cell] = {}
    latent: dict[Any, int | None] = {}
    for key, was, now, changes in rows:
        if not _is_protected(key):
            continue
        start, end = ("was", *_key(key)), _key(key)
        values |= {start: was, end: now}
        for name, cells, value in ((start, printed, was), (end, today, now)):
            cell = _as_printed(cells, key, value)
            shown[name] = cell
            if cell.why == "kept-back":
                latent[name] = 0
            else:
                fixed[name] = cell
        weights: dict[Any, int] = {start: 1, end: -1}
        for reason, came, went in changes:
            values["came", reason, *key], values["went", reason, *key] = came, went
            weights |= {("came", reason, *key): 1, ("went", reason, *key): -1}
        links.append(Relation(weights))
    now_known = {key: n for key, n in values.items() if key[0] in MEASURES}
    was_known = {key[1:]: n for key, n in values.items() if key[0] == "was"}
    links += [*_known(now_known), *_renamed(_known(was_known))]
    steps = [key for key in values if key[0] in {"came", "went"}]
    problem = Problem(
        values=values,
        relations=links,
        printed=fixed,
        latent=latent,
        tables={key: f"{key[2]} {key[3]} {key[4]}" for key in steps},
        prices=_prices(values),
    )
    decided = decide(problem)
    told = {**decided.cells, **shown}

    def said(key: CellKey, name: Any, value: int) -> list[Any]:
        cell = told.get(name, KEPT_BACK) if _is_protected(key) else Cell(value)
        return [None if cell.is_hidden or cell.value is None else value, cell.why]

    out = [
        [
            *key,
            said(key, ("was", *_key(key)), was),
            said(key, _key(key), now),
            [
                [
                    reason,
                    said(key, ("came", reason, *key), came),
                    said(key, ("went", reason, *key), went),
                ]
                for reason, came, went in changes
            ],
        ]
        for key, was, now, changes in rows
    ]
    return out, _proof(problem, decided)


def _as_printed(cells: Mapping[CellKey, Cell], key: CellKey, value: int) -> Cell:
    """How a number stands elsewhere; where it is another one there, it is not printed here."""
    cell = cells.get(key, Cell(0))
    return (
        cell
        if cell.is_hidden or cell.value == value
        else Cell(None, "protects" if value >= THRESHOLD else "small")
    )


def _problem(
    values: Mapping[Key, int], earlier: Sequence[Earlier], fixed: Mapping[CellKey, Cell]
) -> Problem:
    every: dict[Any, int] = dict(values)
    links = [*_known(values)]
    printed: dict[Any, Cell] = {
        _key(key): cell for key, cell in fixed.items() if _key(key) in values
    }
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


def _renamed(links: Iterable[Relation]) -> list[Relation]:
    """The same relations between the cells of an earlier moment."""
    return [
        link._replace(weights={("was", *key): weight for key, weight in link.weights.items()})
        for link in links
    ]


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
