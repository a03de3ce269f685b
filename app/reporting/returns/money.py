"""The money rows of a return: what was said to be spent, and what a start cost.

They are worked out, as shares are: from the spend that was stated by the moment of the return, and from
its own cells. Statements are never overwritten, so a submitted return reads the same for ever.
"""

from collections.abc import Mapping
from decimal import Decimal

from app.reporting.bridge.cells import CellKey
from app.reporting.gate.marks import Cell
from app.reporting.money.sums import Money, cost_per, pounds
from app.reporting.periods import Quarter
from app.reporting.returns.definition import RESTS_ON, MoneyRow, ReturnDefinition
from app.reporting.returns.tables import NOTHING, RESTS, Part

TITLE = "Money"
SPENT = "What provider or commissioner said was spent"
LABELS: dict[MoneyRow, tuple[str, str]] = {
    "spent": (
        "Spent in the quarter",
        f"{SPENT}, as known when this was submitted, or now if it was not.",
    ),
    "spent-to-date": (
        "Spent to date",
        f"{SPENT} from the first day of the commission, as known at the same moment.",
    ),
    "cost-per-start": (
        "Cost of a start",
        f"{SPENT} in the quarter, divided by the starts of this return. It is no league table.",
    ),
    "cost-per-planned-exit": (
        "Cost of a planned ending",
        f"{SPENT} in the quarter, divided by the planned endings of this return.",
    ),
}
WHOLE = "Of the whole commission, both sides together."


def money_part(
    definition: ReturnDefinition,
    money: Money | None,
    quarter: Quarter,
    cells: Mapping[CellKey, Cell],
    *,
    side: str = "",
) -> Part | None:
    """The money rows that a definition asks for; None where it asks for none.

    A commission with two sides has one budget: its returns say what was spent on both, and no cost.
    """
    if not definition.money:
        return None
    rows = tuple(
        (
            LABELS[row][0],
            f"{LABELS[row][1]} {WHOLE}" if side else LABELS[row][1],
            _text(row, money, quarter, cells),
        )
        for row in definition.money
        if not (side and row in RESTS_ON)
    )
    return Part(TITLE, (), rows, ())


def _text(
    row: MoneyRow, money: Money | None, quarter: Quarter, cells: Mapping[CellKey, Cell]
) -> str:
    if money is None:
        return NOTHING
    spent = money.spent_in(quarter)
    if row == "spent":
        return "not said" if spent is None else pounds(spent)
    if row == "spent-to-date":
        return pounds(money.spent_to(quarter)) if money.spent else "not said"
    cell = cells.get(CellKey(RESTS_ON[row], "all", ""), Cell(0))
    if cell.is_hidden:
        return RESTS
    cost: Decimal | None = cost_per(spent, cell)
    return NOTHING if cost is None else pounds(cost)


def is_unsaid(definition: ReturnDefinition, money: Money | None, quarter: Quarter) -> bool:
    """Whether the return asks what was spent, money was planned, and nobody has said."""
    asks = {"spent", *RESTS_ON} & {*definition.money}
    return bool(asks and money and money.planned_in(quarter) and money.spent_in(quarter) is None)
