"""Lists of returns: a provider's own by commission and quarter, and those a commissioner receives."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import (
    Commission,
    Organisation,
    Party,
    Programme,
    QuarterReturn,
    ReturnRemark,
    ReturnState,
)
from app.queries.delivered import Provision, provision, provisions
from app.reporting.periods import Quarter
from app.reporting.programmes import said_by_programmes
from app.reporting.return_documents import Asked, asked_of

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
    """The viewer's returns: every commission it provides, newest quarter first."""
    asked = asked_of(database)
    stored = _stored(database)
    open_questions = _questions(database)
    found = []
    for one in provisions(database):
        commission = one.commission
        definition = asked.get(commission.programme_id)
        if definition is None:
            continue
        for quarter in quarters_of(commission.starts_on, commission.ends_on):
            side = str(database.viewer.side)
            row = stored.get((commission.id, side, quarter))
            found.append(_line(commission.id, commission.name, "", side, quarter, definition, row))
    found = [one._replace(questions=open_questions[one.id]) for one in found]
    return sorted(found, key=lambda one: (-one.quarter.year, -one.quarter.number, one.name))


def received_returns(database: Database) -> list[Line]:
    """What a commissioner receives: every commission that exists for the viewer."""
    asked = asked_of(database)
    sides = said_by_programmes(database).sides
    stored = _stored(database)
    rows = database.execute(
        select(
            col(Commission.id),
            col(Commission.name),
            col(Commission.programme_id),
            col(Commission.starts_on),
            col(Commission.ends_on),
            col(Programme.code),
            col(Organisation.name).label("provider"),
        )
        .join(Programme, col(Programme.id) == Commission.programme_id)
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .order_by(col(Commission.name))
    ).all()
    found = [
        _line(row.id, row.name, row.provider, side, quarter, definition, stored.get((row.id, side, quarter)))
        for row in rows
        if (definition := asked.get(row.programme_id))
        for side in sides.get(row.code) or ("",)
        for quarter in quarters_of(row.starts_on, row.ends_on)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.quarter.year, -one.quarter.number, one.name))


def own_provision(database: Database, commission_id: UUID) -> tuple[Provision, Asked]:
    """One commission that the viewer provides, and the definition it reports by. Raises NotFound."""
    found = provision(database, commission_id)
    asked = asked_of(database).get(found.commission.programme_id)
    if asked is None:
        raise NotFound
    return found, asked


def _stored(database: Database) -> dict[tuple[UUID, str, Quarter], QuarterReturn]:
    rows = database.scalars(select(QuarterReturn)).all()
    return {(row.commission_id, str(row.side), Quarter(row.year, row.quarter)): row for row in rows}


def _questions(database: Database) -> Counter[UUID | None]:
    """For each return how many threads wait for the provider: the last word is the commissioner's."""
    rows = database.execute(
        select(col(ReturnRemark.return_id), col(ReturnRemark.party))
        .ext(
            distinct_on(
                col(ReturnRemark.version_id),
                col(ReturnRemark.measure),
                col(ReturnRemark.by),
                col(ReturnRemark.value),
            )
        )
        .order_by(
            col(ReturnRemark.version_id),
            col(ReturnRemark.measure),
            col(ReturnRemark.by),
            col(ReturnRemark.value),
            col(ReturnRemark.made_at).desc(),
            col(ReturnRemark.id).desc(),
        )
    )
    return Counter(row.return_id for row in rows if row.party == Party.commissioner)


def _line(
    commission_id: UUID,
    commission: str,
    provider: str,
    side: str,
    quarter: Quarter,
    asked: Asked,
    row: QuarterReturn | None,
) -> Line:
    return Line(
        id=row.id if row else None,
        commission_id=commission_id,
        commission=commission,
        provider=provider,
        side=side,
        quarter=quarter,
        state=ReturnState(row.state) if row else ReturnState.open,
        due_on=row.due_on if row else asked.definition.due.day(quarter),
        newest=row.newest if row else 0,
        accepted_at=row.accepted_at if row else None,
    )
