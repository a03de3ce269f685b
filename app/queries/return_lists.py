"""Lists of returns: a provider's own by commission and quarter, and those a commissioner receives."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, Subquery, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import Commission, Organisation, Party, QuarterReturn, ReturnRemark, ReturnState
from app.programmes.definition import Definition
from app.programmes.loading import stored_definition
from app.queries.delivered import Provision, has_side, newest_version, provided, provision
from app.reporting.periods import Quarter
from app.reporting.returns.documents import Asked, asked_of, fitting, newest_ids, version_of

SHOWN = 8
"""Quarters that a list goes back: two years."""
SIDES = {"perpetrator": "course", "partner": "partner support"}


class Line(NamedTuple):
    """The return of one commission (and side) for one quarter; `id` is None before it was begun."""

    id: UUID | None
    commission_id: UUID
    commission: str
    provider: str
    side: str
    quarter: Quarter
    state: ReturnState
    due_on: date
    newest: int
    accepted_at: datetime | None
    questions: int = 0

    @property
    def is_awaited(self) -> bool:
        """Whether the provider has something to do: nothing was submitted, or there is a question."""
        return self.quarter.is_over and self.state in {ReturnState.open, ReturnState.queried}

    @property
    def is_to_read(self) -> bool:
        """Whether the commissioner has something to do: what was submitted waits to be read."""
        return self.state is ReturnState.submitted

    @property
    def is_overdue(self) -> bool:
        """Whether it was due before today and was never submitted."""
        return self.state is ReturnState.open and self.due_on < clocks.today()

    @property
    def name(self) -> str:
        """The commission, with its side where there are two."""
        return f"{self.commission}, {SIDES[self.side]}" if self.side else self.commission


def quarters_of(starts_on: date, ends_on: date | None) -> list[Quarter]:
    """The quarters for which a commission reports, newest first, not further back than two years."""
    found = []
    quarter = Quarter.current()
    for _ in range(SHOWN + 1):
        if quarter.end > starts_on and (ends_on is None or quarter.start <= ends_on):
            found.append(quarter)
        quarter = quarter.before
    return found


def own_returns(database: Database) -> list[Line]:
    """The viewer's returns: every commission it provides, newest quarter first; one statement."""
    side = str(database.viewer.side)
    waiting = _questions()
    rows = database.execute(
        _statement()
        .add_columns(func.coalesce(waiting.c.n, 0).label("questions"))
        .outerjoin(waiting, waiting.c.return_id == col(QuarterReturn.id))
        .where(provided(database))
    ).all()
    return _lines(database, rows, lambda whole: [side] if has_side(whole, side) else [])


def received_returns(database: Database) -> list[Line]:
    """What a commissioner receives: every commission that exists for the viewer; one statement."""
    rows = database.execute(_statement().add_columns(literal(0).label("questions"))).all()
    return _lines(database, rows, lambda whole: whole.side_names or ("",))


def own_provision(database: Database, commission_id: UUID) -> tuple[Provision, Asked]:
    """One commission that the viewer provides, and the definition it reports by. Raises NotFound."""
    found = provision(database, commission_id)
    asked = asked_of(database).get(found.commission.programme_id)
    if asked is None:
        raise NotFound
    return found, asked


def _statement() -> Select[Any]:
    """Every commission with its stored returns of the quarters shown; one row where there are none."""
    oldest = Quarter.current().year - SHOWN // 4
    return (
        select(
            col(Commission.id).label("commission_id"),
            col(Commission.name),
            col(Commission.starts_on),
            col(Commission.ends_on),
            col(Organisation.name).label("provider"),
            newest_version().label("programme_version_id"),
            newest_ids().label("documents"),
            *(
                col(getattr(QuarterReturn, name))
                for name in ("id", "side", "year", "quarter", "state", "due_on", "newest", "accepted_at")
            ),
        )
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .outerjoin(
            QuarterReturn,
            (col(QuarterReturn.commission_id) == Commission.id)
            & (col(QuarterReturn.year) >= oldest),
        )
    )  # fmt: skip


def _questions() -> Subquery:
    """For each return how many threads wait for the provider: the last word is the commissioner's."""
    thread = [col(getattr(ReturnRemark, name)) for name in ("version_id", "measure", "by", "value")]
    last = (
        select(col(ReturnRemark.return_id), col(ReturnRemark.party))
        .ext(distinct_on(*thread))
        .order_by(*thread, col(ReturnRemark.made_at).desc(), col(ReturnRemark.id).desc())
        .subquery()
    )
    return (
        select(last.c.return_id, func.count().label("n"))
        .where(last.c.party == Party.commissioner)
        .group_by(last.c.return_id)
        .subquery()
    )


def _lines(
    database: Database, rows: Iterable[Row[Any]], sides_of: Callable[[Definition], Iterable[str]]
) -> list[Line]:
    """A line for each commission, side and quarter, stored or not, the newest quarter first."""
    by_commission: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        by_commission.setdefault(row.commission_id, []).append(row)
    found = []
    for stored in by_commission.values():
        first = stored[0]
        whole = stored_definition(database, first.programme_version_id)
        every = [version_of(database, one) for one in first.documents or ()]
        asked = fitting(every, whole.code, whole.delivery)
        if asked is None:
            continue
        begun = {(str(row.side), Quarter(row.year, row.quarter)): row for row in stored if row.id}
        found += [
            _line(first, side, quarter, asked, begun.get((side, quarter)))
            for side in sides_of(whole)
            for quarter in quarters_of(first.starts_on, first.ends_on)
            if asked.asks_for(quarter) or (side, quarter) in begun
        ]
    return sorted(found, key=lambda one: (-one.quarter.year, -one.quarter.number, one.name))


def _line(
    commission: Row[Any], side: str, quarter: Quarter, asked: Asked, row: Row[Any] | None
) -> Line:
    return Line(
        id=row.id if row else None,
        commission_id=commission.commission_id,
        commission=commission.name,
        provider=commission.provider,
        side=side,
        quarter=quarter,
        state=ReturnState(row.state) if row else ReturnState.open,
        due_on=row.due_on if row else asked.definition.due.day(quarter),
        newest=row.newest if row else 0,
        accepted_at=row.accepted_at if row else None,
        questions=row.questions if row else 0,
    )
