"""The jobs that make editions: one that is ordered, and one at the start of every month."""

from typing import Any
from uuid import UUID

from procrastinate import App, RetryStrategy
from sqlalchemy import insert, select, update
from sqlmodel import col

from app import clocks
from app.access import DatabaseRole
from app.actions.editions import waiting_for
from app.database import Database, transaction
from app.errors import Refused
from app.models import (
    Audience,
    Commission,
    Edition,
    EditionCell,
    EditionOrder,
    EditionProof,
    EditionTable,
    OrderReason,
    OrderState,
)
from app.models.naming import new_id
from app.reporting.editions import making as edition_making
from app.reporting.editions.making import MadeEdition
from app.reporting.periods import Month, Quarter, Span, Year, parse
from app.reporting.public import making as public_making

AT_ONCE = 5_000  # rows of one INSERT


def tasks(app: App, patient: RetryStrategy) -> None:
    """Give the queue these jobs."""

    # One after the other: each must know what the one before it printed.
    @app.task(name="edition", retry=patient, lock="edition")
    def make_edition(id: str) -> None:
        make(UUID(id))

    @app.periodic(cron="20 4 3 * *")
    @app.task(name="editions", queueing_lock="editions", lock="editions")
    def order_monthly(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        order_what_ended()


def make(order_id: UUID) -> UUID | None:
    """Make the edition of an order. Returns its id, or None when the order was refused or is done."""
    with transaction(role=DatabaseRole.system) as database:
        order = database.find(EditionOrder, order_id)
    span = parse(order.span)
    if order.state != OrderState.waiting or span is None:
        return None
    try:
        if order.audience == Audience.public:
            made = _made_public(order, span)
        else:
            made = edition_making.make(order.organisation_id, span)
    except Refused as refused:
        with transaction(role=DatabaseRole.system) as database:
            flagged = isinstance(refused, public_making.Flagged)
            state = OrderState.flagged if flagged else OrderState.refused
            _end(database, order_id, state=str(state), said=str(refused))
        return None
    with transaction(role=DatabaseRole.system) as database:
        edition_id = store(database, order, span, made)
        _end(database, order_id, state=str(OrderState.made), edition_id=edition_id)
    return edition_id


def _made_public(order: EditionOrder, span: Span) -> MadeEdition:
    """A public edition. It says nothing that the commissioner's own does not: that is made first."""
    how: dict[str, Any] = {"confirmed": order.confirmed, "frozen": order.frozen}
    try:
        return public_making.make(order.organisation_id, span, **how)
    except public_making.NotBacked:
        _back(order, span)
    return public_making.make(order.organisation_id, span, **how)


def _back(order: EditionOrder, span: Span) -> None:
    made = edition_making.make(order.organisation_id, span)
    wanted = EditionOrder(
        organisation_id=order.organisation_id,
        audience=Audience.commissioner,
        reason=OrderReason.published,
        span=span.code,
        state=OrderState.made,
        ordered_by_id=order.ordered_by_id,
        ended_at=clocks.now(),
    )
    with transaction(role=DatabaseRole.system) as database:
        wanted.edition_id = store(database, wanted, span, made)
        database.add(wanted)


def store(database: Database, order: EditionOrder, span: Span, made: MadeEdition) -> UUID:
    """Keep an edition as it was printed, with its proof. Returns its id."""
    edition_id = new_id()
    database.execute(
        insert(Edition).values(
            id=edition_id,
            organisation_id=order.organisation_id,
            audience=str(order.audience),
            commission_id=None,
            side="",
            span=span.code,
            starts_on=span.start,
            ends_on=span.end,
            known_at=made.known_at,
            made_at=clocks.now(),
            threshold=made.threshold,
            definition=made.definition,
            hash=made.hash,
            words=made.words,
            frozen=made.frozen,
        )
    )
    database.execute(
        insert(EditionTable),
        [
            {
                "edition_id": edition_id,
                **table._asdict(),
                "state": str(table.state),
                "lines_left_out": list(table.lines_left_out),
            }
            for table in made.tables
        ],
    )
    rows = [{"edition_id": edition_id, **cell} for cell in made.cells]
    for start in range(0, len(rows), AT_ONCE):
        database.execute(insert(EditionCell), rows[start : start + AT_ONCE])
    database.execute(
        insert(EditionProof).values(
            edition_id=edition_id, counts=list(made.counts), witnesses=made.witnesses
        )
    )
    return edition_id


def _end(database: Database, order_id: UUID, **how: object) -> None:
    database.execute(
        update(EditionOrder)
        .where(col(EditionOrder.id) == order_id)
        .values(ended_at=clocks.now(), **how)
    )


def order_what_ended() -> int:
    """Order the month that ended, and the quarter and year with it, for everybody who commissions."""
    with transaction(role=DatabaseRole.counting) as database:
        commissioners = list(database.scalars(select(col(Commission.commissioner_id)).distinct()))
    month = Month.current().before
    spans: list[Span] = [month]
    if Quarter.of(month.start).end == month.end:
        spans.append(Quarter.of(month.start))
    if Year.of(month.start).end == month.end:
        spans.append(Year.of(month.start))
    ordered = 0
    with transaction(role=DatabaseRole.system) as database:
        for organisation_id in commissioners:
            for span in spans:
                if waiting_for(database, organisation_id, Audience.commissioner, span):
                    continue
                wanted = EditionOrder(
                    organisation_id=organisation_id,
                    audience=Audience.commissioner,
                    reason=OrderReason.monthly,
                    span=span.code,
                )
                database.add(wanted)
                database.flush()
                database.later("edition", wanted.id)
                ordered += 1
    return ordered
