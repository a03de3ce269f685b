"""A return's cells through the gate, linked with all that its commissioner has read before.

A return is one more printing of its quarter: its total stands on the page of the quarter, its
breakdowns add up over commissions to that page's, and a later version differs from the one before.
Figures from a provider's own system stand in no other page; they are linked with their own versions
only (`return_gate.py`).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.access import DatabaseRole
from app.database import transaction
from app.models import Audience
from app.reporting.asked import may_ask_about
from app.reporting.bridge.cells import IN_ALL, CellKey
from app.reporting.counting import figures_of, follow
from app.reporting.editions.making import quarter_pages
from app.reporting.editions.span_counts import count_span
from app.reporting.gate.issued import issued
from app.reporting.gate.linking import Issue, Link, linked
from app.reporting.gate.marks import Cell
from app.reporting.gate.places import Place
from app.reporting.gate.protection import decide, holds
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from app.reporting.returns.gate import Outcome, Printed
from app.reporting.scopes import with_side

NEW = "return"
KEPT_BACK = Cell(None, "kept-back")


class Sent(NamedTuple):
    """A return that was printed before: whose it is, its exact cells, and how each was printed."""

    name: str
    commission_id: UUID
    side: str
    known_at: int
    cells: Mapping[CellKey, int]
    printed: Mapping[CellKey, Cell]


def print_linked(
    organisation_id: UUID,
    quarter: Quarter,
    commission: tuple[UUID, str],
    known_at: int,
    cells: Mapping[CellKey, int],
    earlier: Sequence[Sent],
) -> Outcome:
    """Decide what of a return may be printed for the commissioner `organisation_id`.

    `commission` is the commission and its side; `earlier` are the returns of that quarter that were
    printed for the same commissioner, oldest first. Raises ArithmeticError where nothing is proved.
    """
    scope = with_side(str(commission[0]), commission[1])
    own = {
        place_in(scope, key): n for key, n in cells.items() if is_protected(key) and is_shown(key)
    }
    pairs = {(place.measure, (By.commission, place.by[1])) for place in own if len(place.by) > 1}
    snapshot = follow()
    with transaction(role=DatabaseRole.counting) as database:
        asked = may_ask_about(database, organisation_id)
        before = issued(
            database, organisation_id, quarter, (Audience.commissioner, Audience.return_)
        )
    counts = count_span(asked, snapshot, quarter, known_at, sorted(pairs))
    tables = {place: f"{place.measure} {' '.join(place.by)}" for place in own}
    issues = (
        *before.issues,
        *quarter_pages(asked, snapshot, quarter),
        *(_issue(quarter, one) for one in earlier),
    )
    lost: set[str] = set()
    while True:
        kept = {place: table for place, table in tables.items() if table not in lost}
        new = Issue(NEW, quarter, known_at, counts.protected | own, {}, kept)
        one = linked((*issues, new), counts.scopes)
        decided = decide(one.problem)
        told = {one.changes.get(key, "") for key in decided.told if isinstance(key, Link)}
        told &= set(tables.values()) - lost
        if not told:
            break
        # What changed since an earlier printing would show: nothing of this line is printed.
        lost |= told
    if not holds(one.problem, decided):
        raise ArithmeticError("The hiding of a return could not be proved.")
    printed: Printed = {}
    for key, n in cells.items():
        if not is_protected(key):
            printed[key] = Cell(n)
            continue
        spot = one.spots[NEW].get(place_in(scope, key))
        printed[key] = one.problem.printed.get(spot) or decided.cells.get(spot) or KEPT_BACK
    return Outcome(printed, decided.proof.as_text())


def on_page(
    organisation_id: UUID, quarter: Quarter, commission: tuple[UUID, str], known_at: int
) -> Printed:
    """How the page of a quarter prints the totals of one commission, as known at a moment."""
    with transaction(role=DatabaseRole.counting) as database:
        asked = may_ask_about(database, organisation_id)
    scope = with_side(str(commission[0]), commission[1])
    protected = figures_of(asked, follow(), quarter, known_at).protected
    return {
        CellKey(measure, *IN_ALL): cell
        for (measure, by, value), cell in protected.counts.items()
        if by is By.commission and value == scope
    }


def _issue(quarter: Quarter, sent: Sent) -> Issue:
    scope = with_side(str(sent.commission_id), sent.side)
    shown = {
        place_in(scope, key): (sent.cells.get(key, 0), cell)
        for key, cell in sent.printed.items()
        if is_protected(key) and is_shown(key)
    }
    return Issue(
        sent.name,
        quarter,
        sent.known_at,
        {place: n for place, (n, _) in shown.items()},
        {place: cell for place, (_, cell) in shown.items() if cell != KEPT_BACK},
        {},
    )


def place_in(scope: str, key: CellKey) -> Place:
    """Where a cell of a return stands among all printed counts: in its commission."""
    return Place.of(key.measure, (By.commission, scope), (By(key.by), key.value))


def is_protected(key: CellKey) -> bool:
    """Whether a cell counts people or what happened to them."""
    measure = MEASURES.get(key.measure)
    return measure is None or measure.protected or measure.own_only


def is_shown(key: CellKey) -> bool:
    """Whether a measure is there today, and is not for the provider alone."""
    measure = MEASURES.get(key.measure)
    return measure is not None and not measure.own_only
