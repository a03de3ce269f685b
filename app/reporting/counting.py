"""The one entrance to figures for everybody but the provider itself: `count(question, viewer)`.

It asks, as the viewer and under their row policies, which commissions they may ask about; counts
over exactly those as the database role `counting`; and lets out only what `disclosure.py` let
through. Every answer for a quarter is cut from one and the same protected set of figures, so two
pages can never be subtracted from each other.
"""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from app import clocks
from app.access import DatabaseRole, Permission, may
from app.database import Viewer, engine, transaction
from app.errors import NotFound, Trouble
from app.reporting.asked import Asked, may_ask_about, scope_of
from app.reporting.cells import Cells
from app.reporting.disclosure import THRESHOLD, Cell, Protected, protect
from app.reporting.ledger.columns import Ledger, Snapshot
from app.reporting.ledger.mapped import file_for
from app.reporting.ledger.news import touches
from app.reporting.ledger.stream import Ints
from app.reporting.measure import SCOPES, By
from app.reporting.measures import MEASURES, SHARES, STATISTICS
from app.reporting.periods import Quarter, Span
from app.reporting.scopes import Period, Scope, threshold_in, with_side
from app.reporting.values import NOT_KNOWN, known_values, label_of


@dataclass(frozen=True)
class Question:
    """What somebody wants to know: measures (all of them when empty) for one quarter.

    `by` breaks them down by one thing at a time. `within` keeps to one commission, programme or
    provider, such as (By.programme, "iris"), and then there is no breakdown. `as_known_at` is a
    `seq` of the ledger; None is now.
    """

    quarter: Quarter
    measures: tuple[str, ...] = ()
    by: tuple[By, ...] = (By.all,)
    within: tuple[By, str] | None = None
    as_known_at: int | None = None


class Line(NamedTuple):
    """One line of a table: its value, the words for it, and a cell for each measure."""

    value: str
    label: str
    cells: dict[str, Cell]


class Table(NamedTuple):
    """Measures broken down by one thing."""

    by: By
    lines: tuple[Line, ...]

    def line(self, value: str) -> Line | None:
        """The line of a value, or None."""
        return next((line for line in self.lines if line.value == value), None)


class Answer(NamedTuple):
    """What may be printed. `choices` has the words for the values of each cut."""

    quarter: Quarter
    total: Line
    tables: dict[By, Table]
    choices: dict[By, dict[str, str]]
    known_at: int
    thresholds: tuple[int, ...] = (THRESHOLD,)
    """The thresholds that hold for what is asked about, the smallest first."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no commission to ask about."""
        return not self.choices[By.commission]


def count(question: Question, viewer: Viewer) -> Answer:
    """Answer a question with what the viewer may know.

    Raises NotFound for somebody who commissions nothing by their role (a provider's own figures are
    in `queries/figures.py`), and for a commission, programme or provider outside their commissions.
    """
    return counts([question], viewer)[0]


def counts(questions: Sequence[Question], viewer: Viewer) -> list[Answer]:
    """Answer several questions, each as `count` does, looking up once what may be asked."""
    if not may(viewer.role, Permission.commission):
        raise NotFound
    with transaction(viewer) as database:
        asked = may_ask_about(database)
    snapshot = follow()
    return [_answer(question, asked, snapshot) for question in questions]


def _answer(question: Question, asked: Asked, snapshot: Snapshot) -> Answer:
    figures = figures_of(asked, snapshot, question.quarter, question.as_known_at)
    choices = asked.choices(figures.scopes)
    if question.within is not None:
        by, value = question.within
        if by not in SCOPES or value not in choices[by]:
            raise NotFound
        total = _line(figures.protected, question, by, value, choices[by][value])
        below = threshold_in(figures.scopes, [question.within])
        return Answer(question.quarter, total, {}, choices, figures.known_at, (below,))
    total = _line(figures.protected, question, By.all, "", "In all")
    tables: dict[By, Table] = {
        by: _table(figures.protected, question, by, choices)
        for by in question.by
        if by is not By.all
    }
    thresholds = tuple(sorted({scope.below for scope in figures.scopes})) or (THRESHOLD,)
    return Answer(question.quarter, total, tables, choices, figures.known_at, thresholds)


# --- counting, as `counting`, and the gate --------------------------------------------------------


class _Figures(NamedTuple):
    protected: Protected
    scopes: tuple[Scope, ...]
    known_at: int


class _Kept(NamedTuple):
    """Figures, and what must not have been added to the ledger for them to be true still."""

    figures: _Figures
    rows: int
    newest_person: int
    waiting: Ints


_ledgers: dict[str, Ledger] = {}
_kept: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
_keeping = Lock()
KEPT = 64
SHOWN = tuple(measure for measure in MEASURES.values() if not measure.own_only)


def read_ahead() -> Thread:
    """Read the ledger beside whatever else this process does, so that the first question need not.

    Where the database cannot be reached, the first question says so.
    """

    def read() -> None:
        with suppress(Trouble, SQLAlchemyError):
            follow()

    thread = Thread(target=read, name="read-ahead", daemon=True)
    thread.start()
    return thread


def follow() -> Snapshot:
    """The ledger as it is now, read as the role that counts."""
    ledger = _ledgers.setdefault(str(engine().url), Ledger(file_for(engine().url)))
    with transaction(role=DatabaseRole.counting) as database:
        return ledger.follow(database)


def figures_of(
    asked: Asked, snapshot: Snapshot, quarter: Quarter, known_at: int | None
) -> _Figures:
    """The protected figures of a quarter; the same for every question about it."""
    moment = snapshot.known_at if known_at is None else min(known_at, snapshot.known_at)
    scopes = all_scopes(asked, snapshot, quarter)
    period = Period(quarter.start, quarter.end, clocks.today())
    scales = frozenset((*asked.said.scales.items(), *asked.said.errors.items()))
    name = (str(engine().url), snapshot.life, scopes, scales, period, known_at and moment)
    with _keeping:
        kept = _kept.get(name)
    if kept is not None and (known_at is not None or not _is_news(kept, snapshot, period)):
        with _keeping:
            _kept[name] = kept._replace(rows=max(kept.rows, len(snapshot.column("seq"))))
            _kept.move_to_end(name)
        return kept.figures._replace(known_at=moment)
    cells = Cells(snapshot, moment, period, scopes, asked.said)
    figures = _Figures(protect(cells.raw(SHOWN)), scopes, moment)
    with _keeping:
        rows = len(snapshot.column("seq"))
        _kept[name] = _Kept(figures, rows, snapshot.newest_person, cells.waiting)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return figures


def _is_news(kept: _Kept, snapshot: Snapshot, period: Period) -> bool:
    """Whether something was added since that these figures may count."""
    if snapshot.newest_person > kept.newest_person:
        return True
    rows = len(snapshot.column("seq"))
    return rows > kept.rows and touches(
        snapshot, kept.rows, kept.figures.scopes, period, kept.waiting
    )


def all_scopes(asked: Asked, snapshot: Snapshot, span: Span) -> tuple[Scope, ...]:
    """What may be asked about; facts of a side that the programme does not name still belong to it."""
    scopes = asked.scopes(span)
    known = {scope.commission for scope in scopes}
    return scopes + tuple(
        scope_of(one, side, span)
        for one in asked.commissions
        for side in sorted(snapshot.sides.get(one.id, ()))
        if with_side(str(one.id), side) not in known
    )


# --- tables ---------------------------------------------------------------------------------------


def _line(figures: Protected, question: Question, by: By, value: str, label: str) -> Line:
    shown = (key for key, measure in MEASURES.items() if not measure.own_only)
    worked_out = (key for key, statistic in STATISTICS.items() if not statistic.own_only)
    names = question.measures or (*shown, *SHARES, *worked_out)
    cells = {}
    for name in names:
        if name in SHARES:
            cells[name] = figures.share(SHARES[name], by, value)
        elif name in STATISTICS or (name in MEASURES and not MEASURES[name].own_only):
            cells[name] = figures.cell((name, by, value))
        else:
            raise NotFound
    return Line(value, label, cells)


def _table(
    figures: Protected, question: Question, by: By, choices: dict[By, dict[str, str]]
) -> Table:
    """Every value of a breakdown that occurs, in the order people expect; "not known" comes last."""
    if by in SCOPES:
        values = list(choices[by])
    else:
        asked = question.measures or tuple(MEASURES)
        names = {name for name in asked if name in MEASURES and by in MEASURES[name].by}
        found = {value for name, one, value in figures.counts if one is by and name in names}
        expected = known_values(by)
        values = [value for value in expected if value in found or by is By.age]
        named = choices.get(by, {})
        values += sorted(
            found - {*expected}, key=lambda value: named.get(value) or label_of(by, value)
        )
        values.sort(key=lambda value: value == NOT_KNOWN)
    named = choices.get(by, {})
    return Table(
        by,
        tuple(
            _line(figures, question, by, value, named.get(value) or label_of(by, value))
            for value in values
        ),
    )
