"""Ordering an edition: a commissioner's press, an accepted return, a month that ended."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.database import Database
from app.errors import Refused
from app.models import Audience, EditionOrder, OrderReason, OrderState, Organisation
from app.queries.money import moneys
from app.reporting.periods import Span


def order(
    database: Database,
    *,
    span: Span,
    audience: Audience = Audience.commissioner,
    reason: OrderReason = OrderReason.ordered,
    confirmed: bool = False,
) -> EditionOrder:
    """Order an edition of a span for the viewer's organisation; a job makes it within a minute.

    Raises Refused for a span that is not over: what is printed of it now would bind what can be
    printed of it later. One that is being made already is returned as it is.
    """
    viewer = database.viewer
    if not span.is_over:
        raise Refused(f"{span.label} is not over yet. Order it from {span.end:%-d %B %Y} on")
    waiting = waiting_for(database, viewer.organisation_id, audience, span)
    if waiting is not None:
        return waiting
    wanted = EditionOrder(
        organisation_id=viewer.organisation_id,
        audience=audience,
        reason=reason,
        span=span.code,
        ordered_by_id=viewer.account_id,
        confirmed=confirmed,
        frozen=_commissioned(database) if audience == Audience.public else {},
    )
    database.add(wanted)
    database.flush()
    own = database.find(Organisation, viewer.organisation_id)
    database.record(own, "edition-ordered", span=span.code, audience=str(audience))
    database.later("edition", wanted.id)
    return wanted


def publish(database: Database, *, span: Span, confirmed: bool) -> EditionOrder:
    """Order the public edition of a quarter or year. Raises Refused for a span that is not over.

    `confirmed` says that what was flagged before has been looked at.
    """
    return order(
        database,
        span=span,
        audience=Audience.public,
        reason=OrderReason.published,
        confirmed=confirmed,
    )


def _commissioned(database: Database) -> dict[str, Any]:
    """What is commissioned, by whom, where and for how much: printed with the figures, and frozen."""
    own = database.find(Organisation, database.viewer.organisation_id)
    return {
        "organisation": own.name,
        "commissions": [
            {
                "name": one.name,
                "programme": one.programme,
                "provider": one.provider,
                "tier": str(one.tier),
                "areas": list(one.areas),
                "starts": one.starts_on.isoformat(),
                "ends": one.ends_on.isoformat() if one.ends_on else None,
                "value": str(one.value),
                "streams": {
                    stream: str(sum(f.amount for f in one.funding if f.stream == stream))
                    for stream in sorted({funding.stream for funding in one.funding})
                },
            }
            for one in moneys(database)
        ],
    }


def waiting_for(
    database: Database, organisation_id: UUID, audience: Audience, span: Span
) -> EditionOrder | None:
    """The order of this edition that is still being made, or None."""
    return database.exec(
        select(EditionOrder).where(
            col(EditionOrder.organisation_id) == organisation_id,
            col(EditionOrder.audience) == audience,
            col(EditionOrder.span) == span.code,
            col(EditionOrder.state) == OrderState.waiting,
        )
    ).first()
