"""Money as printed tables with their charts: by quarter, by commission, by tier, by stream."""

from collections.abc import Sequence
from decimal import Decimal

from app.models import Tier
from app.reporting.charts import Series, bars, bars_narrow, lying_bars
from app.reporting.counting import Answer
from app.reporting.gate.marks import Cell
from app.reporting.measure import By
from app.reporting.money.sums import (
    NOUGHT,
    Money,
    Standing,
    cost_per,
    pounds,
    quarter_name,
    standing,
)
from app.reporting.periods import Quarter
from app.reporting.tables import NOTHING, Figure, Shown, show

PLANNED = "Planned"
SPENT = "Spent"
SAYS = {
    "Value": "What all funding streams together pay over the whole term, as last varied.",
    PLANNED: "What the spend profile gives the quarter.",
    SPENT: "What the provider or the commissioner last said was spent in the quarter.",
    "Difference": "Spent less planned: below 0 is under, above 0 is over.",
    "Planned so far": "The spend profile up to the end of the quarter.",
    "Spent so far": "Everything said to be spent up to the end of the quarter.",
    "Over or under": (
        "Spent less planned over the quarters for which somebody has said what was spent: "
        "a quarter nobody has said anything about is no underspend."
    ),
    "Share": "In a hundred of the value of all that is listed.",
}
COST = {
    "Spent in the quarter": SAYS[SPENT],
    "Per person reached": (
        "Pounds spent in the quarter for each person with a first contact in it. Shown only where "
        "the count is."
    ),
    "Per planned ending": (
        "Pounds spent in the quarter for each planned ending in it. Shown only where the count is."
    ),
}


def amount(pounds_and_pence: Decimal | None) -> Shown:
    """An amount as a cell."""
    if pounds_and_pence is None:
        return Shown(NOTHING, "", None)
    whole = pounds_and_pence == pounds_and_pence.to_integral_value()
    value = int(pounds_and_pence) if whole else float(pounds_and_pence)
    return Shown(pounds(pounds_and_pence), "", value)


def money_figures(moneys: Sequence[Money], quarter: Quarter) -> list[Figure]:
    """The money of several commissions in a quarter and up to its end."""
    live = [one for one in moneys if one.value or one.profile or one.spent]
    return [by_commission(live, quarter), by_tier(live, quarter), by_stream(live)]


def by_quarter(money: Money) -> Figure:
    """One commission, quarter by quarter: planned, spent, and both so far."""
    rows: list[tuple[str, tuple[Shown, ...]]] = []
    said, planned_so_far, spent_so_far = money.stated_to, NOUGHT, NOUGHT
    for quarter in money.quarters:
        planned, spent = money.planned_in(quarter), money.spent_in(quarter)
        planned_so_far += planned
        spent_so_far += spent or NOUGHT
        known = said is not None and quarter <= said
        cells = (
            amount(planned),
            amount(spent),
            amount(None if spent is None else spent - planned),
            amount(planned_so_far),
            amount(spent_so_far if known else None),
        )
        rows.append((quarter_name(quarter), cells))
    rows.append(
        ("In all", (amount(money.profiled), amount(money.spent_in_all), *[amount(None)] * 3))
    )
    finding = _quarters_apart(money)
    # What has not begun cannot be spent: a bar of nought would look like an underspend.
    begun = [one for one in money.quarters if one.has_started] or money.quarters
    labels = [f"{one.start:%b} {one.start:%y}" for one in begun]
    series = [
        Series(PLANNED, [float(money.planned_in(one)) for one in begun]),
        Series(SPENT, [float(money.spent_in(one) or 0) for one in begun]),
    ]
    title = "Planned and spent by quarter"
    head = (PLANNED, SPENT, "Difference", "Planned so far", "Spent so far")
    drawn = bool(money.profile or money.spent)
    return Figure(
        "by-quarter", title, finding, ("", *head), tuple(rows), _says(head),
        bars("chart-by-quarter", title, finding, labels, series) if drawn else None,
        bars_narrow("chart-by-quarter", title, finding, labels, series) if drawn else None,
    )  # fmt: skip


def _quarters_apart(money: Money) -> str:
    """Which quarter was furthest over its plan, and which furthest under."""
    apart = {one: spent - money.planned_in(one) for one, spent in money.spent.items()}
    if not apart:
        return "No quarter can be held against its plan yet."
    over = max(apart, key=lambda one: (apart[one], one))
    under = min(apart, key=lambda one: (apart[one], one))
    said = []
    if apart[over] > 0:
        said.append(f"Furthest over its plan: {quarter_name(over)}, by {pounds(apart[over])}.")
    if apart[under] < 0:
        said.append(f"Furthest under: {quarter_name(under)}, by {pounds(-apart[under])}.")
    return " ".join(said) or "Every quarter was spent as planned."


def by_commission(moneys: Sequence[Money], quarter: Quarter) -> Figure:
    """Each commission in a quarter and so far."""
    head = ("Value", PLANNED, SPENT, "Planned so far", "Spent so far", "Over or under")
    rows = [
        (
            one.name,
            (
                amount(one.value),
                amount(one.planned_in(quarter)),
                amount(one.spent_in(quarter)),
                amount(one.planned_to(quarter)),
                amount(one.spent_to(quarter)),
                amount(standing(one, quarter).difference if one.spent else None),
            ),
        )
        for one in moneys
    ]
    standings = [standing(one, quarter) for one in moneys]
    planned = sum((one.planned_to(quarter) for one in moneys), NOUGHT)
    spent = sum((one.spent_to(quarter) for one in moneys), NOUGHT)
    rows.append(
        (
            "In all",
            (
                amount(sum((one.value for one in moneys), NOUGHT)),
                amount(sum((one.planned_in(quarter) for one in moneys), NOUGHT)),
                amount(sum((one.spent_in(quarter) or NOUGHT for one in moneys), NOUGHT)),
                amount(planned),
                amount(spent),
                amount(sum((one.difference for one in standings), NOUGHT)),
            ),
        )
    )
    title = "Planned and spent by commission"
    finding = _finding(moneys, standings, planned, spent)
    labels = [one.name for one in moneys]
    series = [
        Series("Planned so far", [float(one.planned_to(quarter)) for one in moneys]),
        Series("Spent so far", [float(one.spent_to(quarter)) for one in moneys]),
    ]
    drawn = bool(planned or spent)
    return Figure(
        "money-commissions", title, finding, ("", *head), tuple(rows), _says(head),
        lying_bars("chart-money-commissions", title, finding, labels, series) if drawn else None,
        bars_narrow("chart-money-commissions", title, finding, labels, series) if drawn else None,
    )  # fmt: skip


def _finding(
    moneys: Sequence[Money], standings: Sequence[Standing], planned: Decimal, spent: Decimal
) -> str:
    """What the money of several commissions shows, in a sentence."""
    if not moneys:
        return "No money is entered for any commission."
    text = f"{pounds(spent)} is said to be spent so far; the profiles give {pounds(planned)}."
    apart = {one.name: found.difference for one, found in zip(moneys, standings, strict=True)}
    over = max(apart, key=lambda name: apart[name])
    under = min(apart, key=lambda name: apart[name])
    if apart[over] > 0:
        text += f" Most over: {over} ({pounds(apart[over])})."
    if apart[under] < 0:
        text += f" Most under: {under} ({pounds(-apart[under])})."
    return text


def by_tier(moneys: Sequence[Money], quarter: Quarter) -> Figure:
    """The money by prevention tier."""
    head = ("Value", "Share", "Planned so far", "Spent so far")
    whole = sum((one.value for one in moneys), NOUGHT)
    rows, shares = [], {}
    for tier in Tier:
        mine = [one for one in moneys if one.tier == tier]
        value = sum((one.value for one in mine), NOUGHT)
        shares[tier] = value
        planned = sum((one.planned_to(quarter) for one in mine), NOUGHT)
        spent = sum((one.spent_to(quarter) for one in mine), NOUGHT)
        cells = (amount(value), _share(value, whole), amount(planned), amount(spent))
        rows.append((tier.capitalize(), cells))
    title = "Money by prevention tier"
    most = max(shares, key=lambda tier: shares[tier])
    finding = (
        f"Most is commissioned in {most} prevention: {pounds(shares[most])} of {pounds(whole)}."
        if whole
        else "No money is entered for any commission."
    )
    return Figure("money-tiers", title, finding, ("", *head), tuple(rows), _says(head))


def by_stream(moneys: Sequence[Money]) -> Figure:
    """Who pays: every funding stream over all commissions, the largest first."""
    streams: dict[str, Decimal] = {}
    for one in moneys:
        for paid in one.funding:
            streams[paid.stream] = streams.get(paid.stream, NOUGHT) + paid.amount
    whole = sum(streams.values(), NOUGHT)
    ordered = sorted(streams.items(), key=lambda item: (-item[1], item[0]))
    rows = [(name, (amount(value), _share(value, whole))) for name, value in ordered]
    rows.append(("In all", (amount(whole), _share(whole, whole))))
    finding = "No funding is entered for any commission."
    if ordered:
        name, value = ordered[0]
        finding = f"{name} pays all of it: {pounds(whole)}."
        if len(ordered) > 1:
            finding = f"{len(ordered)} funding streams pay {pounds(whole)}; the largest is {name}, {pounds(value)}."
    head = ("Value", "Share")
    title = "Money by funding stream"
    return Figure("money-streams", title, finding, ("", *head), tuple(rows), _says(head))


def cost_figure(moneys: Sequence[Money], answer: Answer, quarter: Quarter) -> Figure:
    """What a person reached and a planned ending cost, only where their count is printed.

    `answer` is broken down by commission, with people-reached and planned-exits. Of a commission
    with two sides the money is not divided, so no cost is worked out.
    """
    lines = {line.value: line.cells for line in answer.tables[By.commission].lines}
    rows = []
    for one in moneys:
        cells, spent = lines.get(str(one.id)), one.spent_in(quarter)
        priced = [
            _cost(spent, cells[name] if cells else Cell(None))
            for name in ("people-reached", "planned-exits")
        ]
        rows.append((one.name, (amount(spent), *priced)))
    title = "What it cost for each person and each planned ending"
    told = sum(cells[1].value is not None and not cells[1].reason for _, cells in rows)
    finding = (
        f"A cost per person reached can be shown for {told or 'none'} of {len(rows)} commissions. "
        "Programmes differ in what they do for a person, so costs are not a league table."
    )
    return Figure("cost", title, finding, ("", *COST), tuple(rows), tuple(COST.items()))


def _cost(spent: Decimal | None, cell: Cell) -> Shown:
    if cell.is_hidden:
        return show("people-reached", Cell(None, "rests-on"))
    return amount(cost_per(spent, cell))


def _share(part: Decimal, whole: Decimal) -> Shown:
    if not whole:
        return Shown(NOTHING, "", None)
    share = round(100 * part / whole)
    return Shown(f"{share}%", "", share)


def _says(head: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, SAYS[label]) for label in head)
