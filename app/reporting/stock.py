"""How many wait for a place on the last day of a quarter: a stock, which never adds up over quarters."""

from datetime import timedelta

from app import clocks
from app.access import Permission, may
from app.database import Viewer, transaction
from app.errors import NotFound
from app.facts import Kind
from app.reporting.asked import Asked, may_ask_about
from app.reporting.cells import Cells
from app.reporting.counting import figures_of, follow
from app.reporting.disclosure import Protected
from app.reporting.gate.marks import Cell
from app.reporting.gate.stocks import Turn, printed_stocks
from app.reporting.ledger.columns import EPOCH, Snapshot
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.scopes import Period, threshold_in

WAITING, CAME = "on-waiting-list", "put-on-waiting-list"
LEAVING = ("referrals-accepted", "referrals-declined", "referrals-withdrawn")
"""The three ways off a waiting list, each counted with all others that go that way."""


def waiting_at_end(
    quarters: list[Quarter], viewer: Viewer, known_at: int | None = None
) -> list[Cell]:
    """How many waited on the last day of each of these quarters (oldest first), in all, after the gate.

    Of a quarter that is not over there is no such figure. Raises NotFound for somebody who commissions
    nothing by their role.
    """
    if not may(viewer.role, Permission.commission):
        raise NotFound
    with transaction(viewer) as database:
        asked = may_ask_about(database)
    snapshot = follow()
    over = [one for one in quarters if one.is_over]
    if not over:
        return [Cell(None)] * len(quarters)
    chain = _chain(_cells(asked, snapshot, over[-1], known_at), over[-1])
    turns, thresholds = [], []
    for quarter in chain:
        figures = figures_of(asked, snapshot, quarter, known_at)
        cells = _cells(asked, snapshot, quarter, known_at)
        turns.append(_turn(cells, figures.protected))
        thresholds.append(threshold_in(figures.scopes, []))
    found = dict(zip(chain, printed_stocks(turns, max(thresholds, default=0)), strict=True))
    return [found.get(one, Cell(0)) if one.is_over else Cell(None) for one in quarters]


def _cells(asked: Asked, snapshot: Snapshot, quarter: Quarter, known_at: int | None) -> Cells:
    figures = figures_of(asked, snapshot, quarter, known_at)
    period = Period(quarter.start, quarter.end, clocks.today())
    return Cells(snapshot, figures.known_at, period, figures.scopes, asked.said)


def _chain(cells: Cells, last: Quarter) -> list[Quarter]:
    """Every quarter from the first in which somebody was put on a waiting list."""
    rows = cells.rows(Kind.waiting, ever=True)
    if not len(rows):
        return []
    first = Quarter.of(EPOCH + timedelta(days=int(cells.get("day", rows).min())))
    found = [last]
    while found[-1] > first:
        found.append(found[-1].before)
    return found[::-1]


def _turn(cells: Cells, protected: Protected) -> Turn:
    came = protected.cell((CAME, By.all, ""))
    leaving = [protected.cell((name, By.all, "")) for name in LEAVING]
    return Turn(
        stood=cells.total(MEASURES[WAITING]),
        came=cells.total(MEASURES[CAME]),
        could_leave=sum(cells.total(MEASURES[name]) for name in LEAVING),
        came_is=came.why,
        leaving_is_hidden=any(cell.is_hidden for cell in leaving),
    )
