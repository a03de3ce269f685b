"""What the commissions of a quarter are held against, each target beside its figure."""

from app.queries.targets import targets
from app.reporting.gate.marks import Cell
from app.reporting.measure import By
from app.reporting.quarterly.told import Told
from app.reporting.scopes import with_side
from app.reporting.tables import Figure, Shown, show
from app.reporting.targets import against


def held(told: Told) -> Figure | None:
    """Every target of the quarter with its figure, and whether it was met; None where none was set."""
    if told.is_alone:
        return None
    table = told.answer.tables[By.commission]
    rows, said = [], []
    found = targets(told.database, quarter=told.quarter)
    names = told.answer.choices[By.commission]
    for target in sorted(
        found, key=lambda one: (names.get(str(one.commission_id), ""), one.measure, one.side)
    ):
        line = table.line(with_side(str(target.commission_id), target.side))
        amount = found[target].get(told.quarter)
        if line is None or amount is None:
            continue
        cell = line.cells.get(target.measure, Cell(None))
        one = against(target.measure, amount, cell)
        said.append(one.met)
        rows.append(
            (
                f"{line.label}: {one.label}",
                (
                    Shown(one.target, "", float(amount)),
                    show(target.measure, cell),
                    Shown(one.text, "", one.text),
                ),
            )
        )
    if not rows:
        return None
    finding = _finding(said)
    says = (
        ("Target", "What the commissioner and the provider agreed for this quarter."),
        ("Figure", "The number of the quarter, as the other pages show it."),
        ("Said", "Whether it was met. Of a hidden number nothing is said."),
    )
    return Figure(
        "targets",
        "Targets of the quarter",
        finding,
        ("", "Target", "Figure", "Said"),
        tuple(rows),
        says,
    )


def _finding(said: list[bool | None]) -> str:
    """How many targets were met, how many not, and of how many nothing can be said."""
    met, missed, silent = (sum(one is kind for one in said) for kind in (True, False, None))
    words = [f"{met} {'was' if met == 1 else 'were'} met", f"{missed} not"]
    if silent:
        words.append(f"of {silent} it cannot be said")
    targets = "1 target" if len(said) == 1 else f"{len(said)} targets"
    return f"Of {targets} of the quarter, {', '.join(words)}."
