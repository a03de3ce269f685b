"""A return's cells through the gate, linked with all that its commissioner has read before.

A return is one more printing of its quarter: its total stands on the page of the quarter, its
breakdowns add up over commissions to that page's, and a later version differs from the one before.
A restatement is one more: the same cells at a later moment, and between the two what came and what
went, each a number of its own. Figures from a provider's own system stand in no other page; they are
linked with their own versions only (`gate.py`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from app.access import DatabaseRole
from app.database import transaction
from app.models import Audience
from app.reporting.asked import may_ask_about
from app.reporting.bridge.cells import CellKey
from app.reporting.counting import follow
from app.reporting.editions.making import quarter_pages
from app.reporting.editions.span_counts import count_span
from app.reporting.gate.bridging import link_of
from app.reporting.gate.issued import issued
from app.reporting.gate.linking import Linked, linked
from app.reporting.gate.marks import Cell
from app.reporting.gate.protection import Decided, decide, holds
from app.reporting.gate.spots import Bridge, Issue, Link, Step
from app.reporting.measure import By
from app.reporting.periods import Quarter
from app.reporting.returns.gate import Outcome, Printed
from app.reporting.returns.returned import (
    KEPT_BACK,
    cells_now,
    is_linked,
    is_protected,
    name_of,
    place_in,
    returned,
)
from app.reporting.scopes import Scope, threshold_in, with_side

NEW = "new"


class Reported(NamedTuple):
    """What a return is about: for whom, the quarter, the commission and its side."""

    organisation_id: UUID
    quarter: Quarter
    commission_id: UUID
    side: str

    @property
    def scope(self) -> str:
        """The commission as figures name it."""
        return with_side(str(self.commission_id), self.side)


def print_linked(about: Reported, known_at: int, cells: Mapping[CellKey, int]) -> Outcome:
    """Decide what of a return may be printed. Raises ArithmeticError where nothing is proved."""
    made = _decide(about, known_at, cells, Bridge())
    return Outcome(made.cells(cells), made.decided.proof.as_text(), made.below)


def print_restated(
    about: Reported,
    known_at: int,
    version_id: UUID,
    was: Mapping[CellKey, int],
    crossings: Sequence[Sequence[Any]],
) -> tuple[list[Any], str, int]:
    """Decide what of a restatement may be printed: each number as it is, or its mark.

    `was` are the cells of the version, which was printed before; `crossings` rows `[measure, by,
    value, was, now, [[reason, came, went], …]]`. Returns the rows with `[number, mark]` in the place
    of each number, the proof, and the threshold. Raises ArithmeticError where nothing is proved.
    """
    now = cells_now(dict(was), crossings)
    steps: dict[Step, int] = {}
    for *at, _, _, changes in crossings:
        if is_linked(CellKey(*at)):
            place = place_in(about.scope, CellKey(*at))
            for reason, came, went in changes:
                steps[Step(place, reason, "came")] = came
                steps[Step(place, reason, "went")] = went
    bridge = Bridge(name_of(version_id), steps, {}, {step: _line_of(step) for step in steps})
    made = _decide(about, known_at, now, bridge)
    rows = [
        [
            *at,
            _said(made.earlier(name_of(version_id), CellKey(*at)), start, at),
            _said(made.cell(CellKey(*at)), end, at),
            [
                [
                    reason,
                    _said(made.step(CellKey(*at), reason, "came"), came, at),
                    _said(made.step(CellKey(*at), reason, "went"), went, at),
                ]
                for reason, came, went in changes
            ],
        ]
        for *at, start, end, changes in crossings
    ]
    return rows_to_read(rows), made.decided.proof.as_text(), made.below


def rows_to_read(rows: Sequence[list[Any]]) -> list[Any]:
    """What is kept of the rows of a restatement.

    That something came into one age and went out of one area for the same reason would describe who
    it was. So broken down a step that is kept back is not even named: only the breakdown is.
    """
    found: dict[tuple[str, ...], list[Any]] = {}
    for *at, start, end, steps in rows:
        told = [step for step in steps if any(said[1] != "kept-back" for said in step[1:])]
        if at[1] == By.all or told:
            found[tuple(at)] = [*at, start, end, steps if at[1] == By.all else told]
        else:
            nothing = [None, "kept-back"]
            found.setdefault((at[0], at[1], ""), [at[0], at[1], "", nothing, nothing, []])
    return list(found.values())


def _said(cell: Cell, number: int, at: Sequence[str]) -> list[Any]:
    """A number of a restatement as it is stored: itself or nothing, and its mark."""
    if not is_protected(CellKey(*at)):
        return [number, ""]
    return [None if cell.is_hidden else number, cell.why]


def _line_of(step: Step) -> str:
    """What came and what went for one reason is left out together, of all that it is broken down by."""
    return f"{step.place.measure} {' '.join(step.place.by)} {step.reason}"


class _Made(NamedTuple):
    """A return or restatement after the gate."""

    about: Reported
    new: Issue
    one: Linked
    decided: Decided
    below: int

    def _of(self, key: Any) -> Cell:
        return self.one.problem.printed.get(key) or self.decided.cells.get(key) or KEPT_BACK

    def cell(self, key: CellKey) -> Cell:
        """How a number is printed."""
        return self.earlier(NEW, key)

    def earlier(self, issue: str, key: CellKey) -> Cell:
        """How a number of an issue is printed; nought where the issue does not have it."""
        if not is_linked(key):
            return KEPT_BACK
        spot = self.one.spots[issue].get(place_in(self.about.scope, key))
        return Cell(0) if spot is None else self._of(spot)

    def step(self, key: CellKey, reason: str, way: str) -> Cell:
        """How what came or went is printed."""
        if not is_linked(key):
            return KEPT_BACK
        step = Step(place_in(self.about.scope, key), reason, way)
        return self._of(link_of(self.new, step, self.one.spots))

    def cells(self, cells: Mapping[CellKey, int]) -> Printed:
        """How every cell is printed."""
        return {key: self.cell(key) if is_protected(key) else Cell(n) for key, n in cells.items()}


def _decide(about: Reported, known_at: int, cells: Mapping[CellKey, int], bridge: Bridge) -> _Made:
    own = {place_in(about.scope, key): n for key, n in cells.items() if is_linked(key)}
    snapshot = follow()
    with transaction(role=DatabaseRole.counting) as database:
        asked = may_ask_about(database, about.organisation_id)
        before = issued(
            database,
            about.organisation_id,
            about.quarter,
            (Audience.commissioner, Audience.return_),
        )
        earlier = returned(database, about.organisation_id, about.quarter)
    pairs = {(place.measure, (By.commission, place.by[1])) for place in own if len(place.by) > 1}
    counts = count_span(asked, snapshot, about.quarter, known_at, sorted(pairs))
    tables = {place: f"{place.measure} {' '.join(place.by)}" for place in own}
    printed = sorted((*before.issues, *earlier), key=lambda issue: issue.known_at)
    issues = (*printed, *quarter_pages(asked, snapshot, about.quarter))
    new = Issue(NEW, about.quarter, known_at, counts.protected | own, {}, tables, bridge)
    one, decided = settle(issues, new, counts.scopes)
    below = threshold_in(counts.scopes, [(By.commission, about.scope)])
    return _Made(about, new, one, decided, below)


def settle(
    issues: Sequence[Issue], new: Issue, scopes: tuple[Scope, ...]
) -> tuple[Linked, Decided]:
    """Decide what of a new issue may be printed beside all others. Raises ArithmeticError unproved."""
    lost: set[str] = set()
    while True:
        kept = {place: table for place, table in new.tables.items() if table not in lost}
        one = linked((*issues, new._replace(tables=kept)), scopes)
        one.problem.tidy = True
        decided = decide(one.problem)
        told = {one.changes.get(key, "") for key in decided.told if isinstance(key, Link)}
        told &= set(kept.values())
        if not told:
            break
        # What changed since an earlier printing would show: nothing of this line is printed.
        lost |= told
    if not holds(one.problem, decided):
        raise ArithmeticError("The hiding of a return could not be proved.")
    return one, decided
