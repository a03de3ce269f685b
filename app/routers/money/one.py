"""One commission: its money by quarter, who pays, how it was varied, what it is held against."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from app.access import Permission, may
from app.database import Database
from app.models import Side
from app.queries.money import statements_of
from app.queries.own_questions import Asking, number
from app.queries.targets import targets
from app.queries.variations import came_after, came_before, variations
from app.reporting.agreed import agreed_about
from app.reporting.counting import Question, count
from app.reporting.gate.marks import Cell
from app.reporting.measure import By
from app.reporting.measures import MEASURES, SHARES
from app.reporting.money.sums import Money, cost_per, pounds, standing
from app.reporting.money.tables import by_quarter
from app.reporting.periods import Quarter, latest_whole
from app.reporting.scopes import with_side
from app.reporting.tables import show
from app.reporting.targets import Against, against
from app.reporting.values import SIDES
from app.routers.money.listing import csv_of
from app.web.door import Db
from app.web.found_commission import SeenMoney, quarter_in
from app.web.pages import page

router = APIRouter(prefix="/commissioned")
COSTS = (("people-reached", "Per person reached"), ("planned-exits", "Per planned ending"))


@router.get("/{commission_id}")
def show_money(request: Request, database: Db, money: SeenMoney) -> Response:
    """Show one commission; `?quarter=2026-3` chooses the quarter of targets and costs."""
    code = request.query_params.get("quarter", "")
    quarter = quarter_in(code) if code else latest_whole()
    role, own = database.viewer.role, database.viewer.organisation_id
    keeps = may(role, Permission.keep_money) and own == money.commissioner_id
    provides = own == money.provider_id and may(role, Permission.see_own_figures)
    after = came_after(database, money.id)
    sides = figures_of(database, money, quarter, provides=provides)
    return page(
        request,
        "money/show.html",
        money=money,
        quarter=quarter,
        quarters=[one for one in money.quarters if one.has_started],
        standing=standing(money, money.stated_to or latest_whole()),
        figure=by_quarter(money),
        variations=variations(database, money.id),
        thresholds=agreed_about(database, money.id),
        before=came_before(database, money.follows_id),
        after=after,
        handed=next((one for one in after if one.how == "handed-over"), None),
        said=statements_of(database, money.id),
        due=money.unstated_to(latest_whole()),
        sides=sides,
        marks=marks_in(sides),
        costs=costs_of(money, quarter, sides),
        occupied=occupied(database, money) if provides else None,
        keeps=keeps,
        provides=provides,
        spends=keeps or provides,
    )


@router.get("/{commission_id}/by-quarter.csv")
def download_quarters(database: Db, money: SeenMoney) -> Response:
    """Hand out the money of a commission by quarter as CSV."""
    return csv_of(database, by_quarter(money), money.name, "by-quarter")


def figures_of(
    database: Database, money: Money, quarter: Quarter, *, provides: bool
) -> list[tuple[str, list[Against], Mapping[str, Any]]]:
    """For each side: its name, its targets held against the figures, and the counts of people.

    A provider's own figures are exact; everybody else's went through the gate.
    """
    held = targets(database, [money.id], quarter=quarter)
    wanted: dict[str, dict[str, Any]] = {}
    for target, series in held.items():
        wanted.setdefault(target.side, {})[target.measure] = series[quarter]
    names = {key for measures in wanted.values() for key in measures} | {key for key, _ in COSTS}
    cells: Mapping[str, Mapping[str, Any]]
    if provides:
        side = database.viewer.side
        wanted.setdefault(side, {})
        cells = {side: {key: own_figure(database, money, quarter, key) for key in names}}
    else:
        cells = printed(database, money, quarter, names)
    return [
        (
            SIDES.get(side, "") if side else "",
            [
                against(key, amount, cells.get(side, {}).get(key))
                for key, amount in wanted.get(side, {}).items()
            ],
            cells.get(side, {}),
        )
        for side in sorted({*wanted, *cells})
    ]


def marks_in(sides: Sequence[tuple[str, list[Against], Any]]) -> list[tuple[str, str]]:
    """The marks that stand in place of figures, each with what it means."""
    held = [one for _, targets_of_side, _ in sides for one in targets_of_side]
    return sorted({(one.figure, one.reason) for one in held if one.reason})


def own_figure(database: Database, money: Money, quarter: Quarter, key: str) -> float | None:
    """A figure of the provider's own, exactly."""
    if key in SHARES:
        part, whole = (
            number(database, Asking(MEASURES[name], quarter, {"commission": str(money.id)}))
            for name in (SHARES[key].of, SHARES[key].among)
        )
        return round(100 * part / whole) if whole else None
    return (
        number(database, Asking(MEASURES[key], quarter, {"commission": str(money.id)}))
        if key in MEASURES
        else None
    )


def printed(
    database: Database, money: Money, quarter: Quarter, names: set[str]
) -> dict[str, dict[str, Cell]]:
    """What the gate prints of a commission in a quarter, by side."""
    known = tuple(sorted(name for name in names if name in MEASURES or name in SHARES))
    if not quarter.has_started:
        return {}
    answer = count(Question(quarter, known, by=(By.commission,)), database.viewer)
    table = answer.tables[By.commission]
    found = {}
    for side in Side:
        line = table.line(with_side(str(money.id), side))
        if line is not None:
            found[str(side)] = line.cells
    return found


def costs_of(
    money: Money, quarter: Quarter, sides: list[tuple[str, list[Against], Mapping[str, Any]]]
) -> list[tuple[str, str, str, str]]:
    """What each person and planned ending cost in the quarter: label, cost, count, why not.

    Of a commission with two sides the money is not divided, so nothing is worked out.
    """
    spent = money.spent_in(quarter)
    if len(sides) != 1 or sides[0][0]:
        return []
    found = []
    for key, label in COSTS:
        figure = sides[0][2].get(key)
        cell = figure if isinstance(figure, Cell) else Cell(figure)
        cost, shown = cost_per(spent, cell), show(key, cell)
        why = ""
        if cell.is_hidden:
            why = "the count is hidden"
        elif spent is None:
            why = "nobody has said what was spent"
        elif cost is None:
            why = "there was none in the quarter"
        found.append((label, pounds(cost), shown.text, why))
    return found


def occupied(database: Database, money: Money) -> str:
    """How many places are taken now: for the provider alone, exactly.

    Not for commissioners: with what came and went in between, a hidden number could be worked out.
    """
    taken = number(
        database, Asking(MEASURES["caseload"], Quarter.current(), {"commission": str(money.id)})
    )
    if money.places is None:
        return f"{taken} open cases"
    return f"{taken} open cases for {money.places} places, {round(100 * taken / money.places)}%"
