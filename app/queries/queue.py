"""The provider's queue: offers that wait for its decision, the most pressing first."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, func, select, true

from app.database import Database
from app.models import LIVE, ReferralState
from app.queries.keyset import NEVER, Slice, Turn, one_page
from app.queries.shown import shown_age, shown_name
from app.queries.tables import (
    CLOCK,
    COMMISSION,
    GUEST_SENDER,
    ORGANISATION,
    PROGRAMME,
    REFERRAL,
    REFERRAL_OFFER,
)


class QueueFilter(NamedTuple):
    """What the address of the queue asks for; None is everything."""

    state: ReferralState | None = None
    commission_id: UUID | None = None
    programme: str | None = None


class Offer(NamedTuple):
    """One offer in the queue. `due_at` and `clock` are of the clock with the least time left."""

    id: UUID
    reference: str
    state: str
    immediate_risk: bool
    came_at: datetime
    seen_at: datetime | None
    review_on: date | None
    answers: dict[str, Any]
    commission: str
    sender: str
    own: bool
    source: str
    clock: str | None
    due_at: datetime | None
    asked_at: datetime | None

    @property
    def name(self) -> str:
        """What the offer calls the person."""
        return shown_name(self.answers)

    @property
    def age(self) -> str | None:
        """The age that the offer shows, if it does."""
        return shown_age(self.answers)


class Standing(NamedTuple):
    """How many live offers there are of one commission in one state."""

    commission_id: UUID
    commission: str
    programme: str
    programme_name: str
    state: str
    urgent: int
    n: int


def nearest_clock() -> FromClause:
    """The running clock of a referral that ends first."""
    return (
        select(CLOCK.c.name.label("name"), CLOCK.c.due_at.label("due_at"))
        .where(
            CLOCK.c.organisation_id == REFERRAL.c.provider_id,
            CLOCK.c.side == REFERRAL.c.side,
            CLOCK.c.referral_id == REFERRAL.c.id,
            CLOCK.c.stopped_at.is_(None),
            CLOCK.c.paused_at.is_(None),
        )
        .order_by(CLOCK.c.due_at)
        .limit(1)
        .correlate(REFERRAL)
        .lateral("nearest")
    )


def received_here(database: Database) -> list[ColumnElement[bool]]:
    """The live offers to the viewer's organisation; these conditions let the index be used."""
    viewer = database.viewer
    return [
        REFERRAL.c.provider_id == viewer.organisation_id,
        REFERRAL.c.side == viewer.side,
        REFERRAL.c.state.in_(LIVE),
    ]


def offers(database: Database, asked: QueueFilter, turn: Turn, *, size: int | None = None) -> Slice:
    """One page of the queue as `Offer` rows: immediate risk, then least time left, then oldest."""
    nearest = nearest_clock()
    statement = _offers(database, nearest)
    if asked.state:
        statement = statement.where(REFERRAL.c.state == asked.state)
    if asked.commission_id:
        statement = statement.where(REFERRAL.c.commission_id == asked.commission_id)
    if asked.programme:
        statement = statement.where(PROGRAMME.c.code == asked.programme)
    keys = [
        ~REFERRAL.c.immediate_risk,
        func.coalesce(nearest.c.due_at, NEVER),
        func.coalesce(REFERRAL.c.received_at, REFERRAL.c.sent_at),
        REFERRAL.c.id,
    ]
    found = one_page(database, statement, keys, turn, size=size)
    return found._replace(rows=[_offer(*row) for row in found.rows])


def _offers(database: Database, nearest: FromClause) -> Select[Any]:
    return (
        select(
            REFERRAL.c.id,
            REFERRAL.c.reference,
            REFERRAL.c.state,
            REFERRAL.c.immediate_risk,
            func.coalesce(REFERRAL.c.received_at, REFERRAL.c.sent_at),
            REFERRAL.c.seen_at,
            REFERRAL.c.review_on,
            REFERRAL_OFFER.c.answers,
            COMMISSION.c.name,
            ORGANISATION.c.name,
            (REFERRAL.c.organisation_id == REFERRAL.c.provider_id).label("own"),
            REFERRAL.c.source,
            nearest.c.name,
            nearest.c.due_at,
            REFERRAL.c.asked_at,
            GUEST_SENDER.c.name,
            GUEST_SENDER.c.job,
            GUEST_SENDER.c.employer,
        )
        .join(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .join(PROGRAMME, PROGRAMME.c.id == COMMISSION.c.programme_id)
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.organisation_id)
        .outerjoin(GUEST_SENDER, GUEST_SENDER.c.referral_id == REFERRAL.c.id)
        .outerjoin(nearest, true())
        .where(*received_here(database))
    )


def _offer(*columns: Any) -> Offer:
    """One row; who sent it by an emailed link stands there as they typed it."""
    *known, name, job, employer = columns
    offer = Offer(*known)
    said = ", ".join(part for part in (name, job, employer) if part)
    return offer._replace(sender=said) if said else offer


def standings(database: Database) -> Sequence[Standing]:
    """How many offers wait, by commission and state: the counts beside the filters."""
    statement = (
        select(
            REFERRAL.c.commission_id,
            COMMISSION.c.name,
            PROGRAMME.c.code,
            PROGRAMME.c.name,
            REFERRAL.c.state,
            func.count().filter(REFERRAL.c.immediate_risk),
            func.count(),
        )
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .join(PROGRAMME, PROGRAMME.c.id == COMMISSION.c.programme_id)
        .where(*received_here(database))
        .group_by(
            REFERRAL.c.commission_id,
            COMMISSION.c.name,
            PROGRAMME.c.code,
            PROGRAMME.c.name,
            REFERRAL.c.state,
        )
        .order_by(COMMISSION.c.name)
    )
    return [Standing(*row) for row in database.execute(statement)]
