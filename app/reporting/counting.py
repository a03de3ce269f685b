"""The one entrance to figures for everybody but the provider itself: `count(question, viewer)`.

It asks, as the viewer and under their row policies, which commissions they may ask about; counts
over exactly those as the database role `counting`; and lets out only what `disclosure.py` let
through. Every answer for a quarter is cut from one and the same protected set of figures, so two
pages can never be subtracted from each other.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.access import DatabaseRole, Permission, may
from app.database import Database, Viewer, engine, transaction
from app.errors import NotFound
from app.models import Commission, Organisation, Programme
from app.reporting.cells import Cells, _Raw
from app.reporting.columns import Ledger, Snapshot
from app.reporting.disclosure import Cell, Protected, protect
from app.reporting.measure import SCOPES, By
from app.reporting.measures import MEASURES, SHARES, STATISTICS
from app.reporting.periods import Quarter
from app.reporting.programmes import Said, said_by_programmes
from app.reporting.scopes import Period, Scope, with_side
from app.reporting.values import NOT_KNOWN, SIDES, known_values, label_of


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

    @property
    def is_empty(self) -> bool:
        """Whether there is no commission to ask about."""
        return not self.choices[By.commission]


def count(question: Question, viewer: Viewer) -> Answer:
    """Answer a question with what the viewer may know.

    Raises NotFound for somebody who commissions nothing by their role (a provider's own figures are
    in `queries/figures.py`), and for a commission, programme or provider outside their commissions.
    """
    if not may(viewer.role, Permission.commission):
        raise NotFound
    with transaction(viewer) as database:
        asked = _may_ask_about(database)
    figures = _figures(asked, question.quarter, question.as_known_at)
    choices = asked.choices(figures.scopes)
    if question.within is not None:
        by, value = question.within
        if by not in SCOPES or value not in choices[by]:
            raise NotFound
        total = _line(figures.protected, question, by, value, choices[by][value])
        return Answer(question.quarter, total, {}, choices, figures.known_at)
    total = _line(figures.protected, question, By.all, "", "In all")
    tables: dict[By, Table] = {
        by: _table(figures.protected, question, by, choices)
        for by in question.by
        if by is not By.all
    }
    return Answer(question.quarter, total, tables, choices, figures.known_at)


# --- what the viewer may ask about ----------------------------------------------------------------


class _Commissioned(NamedTuple):
    id: UUID
    name: str
    programme: str
    programme_name: str
    provider: UUID
    provider_name: str


@dataclass(frozen=True)
class _Asked:
    """The commissions that exist for a viewer, and what their programmes say."""

    commissions: tuple[_Commissioned, ...]
    said: Said

    def scopes(self) -> tuple[Scope, ...]:
        """One for each commission and side."""
        return tuple(
            _scope(one, side)
            for one in self.commissions
            for side in self.said.sides.get(one.programme) or ("",)
        )

    def choices(self, scopes: tuple[Scope, ...]) -> dict[By, dict[str, str]]:
        """The words for each value of each cut, by name."""
        found: dict[By, dict[str, str]] = {by: {} for by in SCOPES}
        known = {str(one.id): one for one in self.commissions}
        for scope in scopes:
            commission, _, side = scope.commission.partition(":")
            one, about = known[commission], f", {SIDES.get(side, side)}" if side else ""
            found[By.commission][scope.commission] = one.name + about
            found[By.programme][scope.programme] = one.programme_name + about
            found[By.provider][scope.provider] = one.provider_name
        found = {by: dict(sorted(names.items(), key=_by_name)) for by, names in found.items()}
        return found | self.said.words


def _scope(one: _Commissioned, side: str) -> Scope:
    return Scope(with_side(str(one.id), side), with_side(one.programme, side), str(one.provider))


def _by_name(item: tuple[str, str]) -> tuple[str, str]:
    return item[1].casefold(), item[0]


def _may_ask_about(database: Database) -> _Asked:
    rows = database.execute(
        select(
            col(Commission.id),
            col(Commission.name),
            col(Programme.code),
            col(Programme.name),
            col(Organisation.id),
            col(Organisation.name),
        )
        .join(Programme, col(Programme.id) == Commission.programme_id)
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .order_by(col(Commission.name))
    ).all()
    commissions = tuple(_Commissioned(*row) for row in rows)
    return _Asked(commissions, said_by_programmes(database))


# --- counting, as `counting`, and the gate --------------------------------------------------------


class _Figures(NamedTuple):
    protected: Protected
    scopes: tuple[Scope, ...]
    known_at: int


_ledgers: dict[str, Ledger] = {}
_kept: OrderedDict[tuple[object, ...], _Figures] = OrderedDict()
_keeping = Lock()
KEPT = 64


def _figures(asked: _Asked, quarter: Quarter, known_at: int | None) -> _Figures:
    """The protected figures of a quarter; the same for every question about it."""
    address = str(engine().url)
    ledger = _ledgers.setdefault(address, Ledger())
    with transaction(role=DatabaseRole.counting) as database:
        snapshot = ledger.follow(database)
    moment = snapshot.known_at if known_at is None else min(known_at, snapshot.known_at)
    today, scopes = clocks.today(), asked.scopes()
    # Facts about other commissions change nothing here.
    newest = snapshot.newest([one.id for one in asked.commissions]) if known_at is None else moment
    name = (address, snapshot.life, scopes, quarter, newest, today)
    with _keeping:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]._replace(known_at=moment)
    raw = _counted(asked, snapshot, Period(quarter.start, quarter.end, today), moment)
    figures = _Figures(protect(raw), raw.scopes, moment)
    with _keeping:
        _kept[name] = figures
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return figures


def _counted(asked: _Asked, snapshot: Snapshot, period: Period, known_at: int) -> _Raw:
    scopes = asked.scopes()
    scopes += _unexpected(snapshot, scopes, asked)
    return Cells(snapshot, known_at, period, scopes, asked.said.scales).raw()


def _unexpected(snapshot: Snapshot, scopes: tuple[Scope, ...], asked: _Asked) -> tuple[Scope, ...]:
    """Facts of a side that the programme does not name still belong to their commission."""
    known = {scope.commission for scope in scopes}
    return tuple(
        _scope(one, side)
        for one in asked.commissions
        for side in sorted(snapshot.sides.get(one.id, ()))
        if with_side(str(one.id), side) not in known
    )


# --- tables ---------------------------------------------------------------------------------------


def _line(figures: Protected, question: Question, by: By, value: str, label: str) -> Line:
    shown = (key for key, measure in MEASURES.items() if not measure.own_only)
    names = question.measures or (*shown, *SHARES, *STATISTICS)
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
