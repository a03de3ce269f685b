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
    judged = [met for met in said if met is not None]
    finding = f"{sum(judged)} of {len(rows)} targets of the quarter were met."
    if rest := len(rows) - len(judged):
        other = "one was" if rest == 1 else f"{rest} were"
        finding += f" Whether the other {other} met cannot be said."
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
