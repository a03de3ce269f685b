"""How soon first contacts came, by programme: as many as the gate lets through.

A curve tells the counts that it is drawn from. So referrals by programme and by how their wait ended
are one table of two things, decided in one problem with all that the page of the quarter prints of
referrals received. A programme is printed when every one of its numbers may be, else nothing of it is.
"""

from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock

from app import clocks
from app.access import Permission, may
from app.database import Viewer, transaction
from app.errors import NotFound
from app.reporting.asked import Asked, may_ask_about
from app.reporting.cells import Cells
from app.reporting.counting import figures_of, follow
from app.reporting.disclosure import Protected, price_of
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place, known_between, place_of
from app.reporting.gate.protection import Problem, decide, holds
from app.reporting.ledger.columns import Snapshot
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.scopes import Period, Scope, threshold_in
from app.reporting.statistics import DAYS

RECEIVED = "referrals-received"
CURVE = tuple(f"incidence-{day}" for day in DAYS)
KEPT_BACK = dict.fromkeys(CURVE, Cell(None, "kept-back"))
KEPT = 32
Curves = dict[str, dict[str, Cell]]

_kept: OrderedDict[int, tuple[Protected, Curves]] = OrderedDict()
_keeping = Lock()


def curves(quarter: Quarter, viewer: Viewer, known_at: int | None = None) -> Curves:
    """For each programme with a referral: of a hundred, how many were contacted by each day, or a mark.

    Raises NotFound for somebody who commissions nothing by their role.
    """
    if not may(viewer.role, Permission.commission):
        raise NotFound
    with transaction(viewer) as database:
        asked = may_ask_about(database)
    snapshot = follow()
    protected = figures_of(asked, snapshot, quarter, known_at).protected
    with _keeping:
        kept = _kept.get(id(protected))
    # The same figures are the same object: nothing that they count was stated since.
    if kept is not None and kept[0] is protected:
        return kept[1]
    cells = _cells(asked, snapshot, quarter, known_at)
    lines = _allowed(protected, cells)
    found = {
        programme: {
            name: Cell(100 * share.contacted[day]) for name, day in zip(CURVE, DAYS, strict=True)
        }
        if programme in lines
        else KEPT_BACK
        for programme, share in cells.incidences(By.programme).items()
    }
    with _keeping:
        _kept[id(protected)] = protected, found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def printed_lines(asked: Asked, snapshot: Snapshot, quarter: Quarter) -> dict[Place, int]:
    """The counts that the curves of a quarter tell: of each programme printed, by how the wait ended."""
    protected = figures_of(asked, snapshot, quarter, None).protected
    lines = _allowed(protected, _cells(asked, snapshot, quarter, None))
    return {place: n for line in lines.values() for place, n in line.items()}


def _cells(asked: Asked, snapshot: Snapshot, quarter: Quarter, known_at: int | None) -> Cells:
    figures = figures_of(asked, snapshot, quarter, known_at)
    period = Period(quarter.start, quarter.end, clocks.today())
    return Cells(snapshot, figures.known_at, period, figures.scopes, asked.said)


def _allowed(protected: Protected, cells: Cells) -> dict[str, dict[Place, int]]:
    received = MEASURES[RECEIVED]
    printed = tuple(
        (place_of(key), n, protected.cell(key)) for key, n in cells.counted(received).items()
    )
    crossed = cells.grid(received, By.programme, By.wait)
    allowed = permitted(printed, tuple(sorted(crossed.items())), cells.scopes)
    return {programme: line for programme, line in _lines(crossed).items() if programme in allowed}


@lru_cache(maxsize=64)
def permitted(
    printed: tuple[tuple[Place, int, Cell], ...],
    crossed: tuple[tuple[tuple[str, ...], int], ...],
    scopes: tuple[Scope, ...],
) -> frozenset[str]:
    """The programmes whose whole line of the table may be printed.

    `printed` are the cells of the page, each with its true count; `crossed` the true counts by
    programme and by how the wait ended. Where the proof does not hold, there are none.
    """
    values = {place: n for place, n, _ in printed}
    public = {place: cell for place, _, cell in printed}
    lines = _lines(dict(crossed))
    thresholds = {
        programme: threshold_in(scopes, [(By.programme, programme)]) for programme in lines
    }
    candidates = {
        programme
        for programme, line in lines.items()
        if not public[Place.of(RECEIVED, (By.programme, programme))].is_hidden
        and not any(0 < n < thresholds[programme] for n in line.values())
    }
    if not candidates:
        return frozenset()
    of = {place: programme for programme, line in lines.items() for place in line}
    values |= {place: n for line in lines.values() for place, n in line.items()}
    tables = {place: programme for place, programme in of.items() if programme in candidates}
    problem = Problem(
        values,
        list(known_between(values, scopes)),
        public,
        dict.fromkeys(of.keys() - tables.keys(), 0),
        tables,
        {place: price_of(By.age, values[place]) for place in tables},
        thresholds={place: thresholds[programme] for place, programme in of.items()}
        | {place: cell.below for place, cell in public.items()},
    )
    decided = decide(problem)
    if not holds(problem, decided):
        return frozenset()
    gone = {tables[place] for place, cell in decided.cells.items() if cell.is_hidden}
    return frozenset(candidates - gone - decided.left_out)


def _lines(crossed: Mapping[tuple[str, ...], int]) -> dict[str, dict[Place, int]]:
    """For each programme its counts by how the wait ended, noughts too."""
    waits = sorted({wait for _, wait in crossed})
    return {
        programme: {
            Place.of(RECEIVED, (By.programme, programme), (By.wait, wait)): crossed.get(
                (programme, wait), 0
            )
            for wait in waits
        }
        for programme in sorted({programme for programme, _ in crossed})
    }
