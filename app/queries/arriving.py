"""Transfers that wait for the viewer's organisation, and what became of those taken together."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.database import Database
from app.models import LIVE
from app.queries.queue import received_here
from app.queries.shown import NO_NAME
from app.queries.tables import (
    CASE,
    COMMISSION,
    ORGANISATION,
    PERSON,
    REFERRAL,
    REFERRAL_OFFER,
)

# A press takes at most so many; the next press goes on with the rest.
MOST_AT_ONCE = 50


class Arriving(NamedTuple):
    """A case that another service offers to hand over, under the name that its offer shows."""

    id: UUID
    reference: str
    name: str
    age: str | None
    immediate_risk: bool
    service: str
    sender: str
    sent_at: datetime
    state: str


def arriving(database: Database) -> Sequence[Arriving]:
    """The transfers that wait, immediate risk first, then the longest waiting."""
    rows = database.execute(
        select(
            REFERRAL.c.id,
            REFERRAL.c.reference,
            REFERRAL_OFFER.c.answers["preferred_name"].astext,
            REFERRAL_OFFER.c.answers["age"].astext,
            REFERRAL.c.immediate_risk,
            COMMISSION.c.name,
            ORGANISATION.c.name,
            REFERRAL.c.sent_at,
            REFERRAL.c.state,
        )
        .join(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        .join(COMMISSION, COMMISSION.c.id == REFERRAL.c.commission_id)
        .join(ORGANISATION, ORGANISATION.c.id == REFERRAL.c.organisation_id)
        .where(*received_here(database), REFERRAL.c.transfer)
        .order_by(~REFERRAL.c.immediate_risk, REFERRAL.c.sent_at, REFERRAL.c.id)
        .limit(MOST_AT_ONCE)
    )
    return [Arriving._make([*row[:2], row[2] or NO_NAME, *row[3:]]) for row in rows]


class Arrived(NamedTuple):
    """What became of one that was ticked: a case of ours, or still an offer."""

    id: UUID
    reference: str
    state: str
    case_id: UUID | None
    name: str

    @property
    def is_live(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state in LIVE


def arrived(database: Database, ids: Sequence[UUID]) -> Sequence[Arrived]:
    """The ticked transfers as they stand now; what was taken back meanwhile is not there any more."""
    rows = database.execute(
        select(
            REFERRAL.c.id,
            REFERRAL.c.reference,
            REFERRAL.c.state,
            CASE.c.id,
            PERSON.c.preferred_name,
            PERSON.c.family_name,
            REFERRAL_OFFER.c.answers["preferred_name"].astext,
        )
        .outerjoin(REFERRAL_OFFER, REFERRAL_OFFER.c.referral_id == REFERRAL.c.id)
        .outerjoin(CASE, CASE.c.referral_id == REFERRAL.c.id)
        .outerjoin(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(
            REFERRAL.c.id.in_(list(ids)[:MOST_AT_ONCE]),
            REFERRAL.c.provider_id == database.viewer.organisation_id,
            REFERRAL.c.side == database.viewer.side,
            REFERRAL.c.transfer,
        )
        .order_by(REFERRAL.c.sent_at, REFERRAL.c.id)
    )
    return [
        Arrived._make([*row[:4], f"{row[4] or row[6] or NO_NAME} {row[5] or ''}".strip()])
        for row in rows
    ]
