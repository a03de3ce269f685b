"""What a receiver still knows of an offer that it declined, or that was taken back."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, column, func, select

from app.database import Database
from app.programmes.loading import stored_definition
from app.queries.tables import ACCOUNT, COMMISSION, DECLINE_GROUND

NO_REASON = "a reason that is no longer listed"


class EndedOffer(NamedTuple):
    """An offer that is gone; `reason` and `by` are of a decline, in words. Nothing of the person."""

    referral_id: UUID
    reference: str
    service: str
    ended_at: datetime
    reason: str | None = None
    by: str | None = None


def ended_offer(database: Database, referral_id: UUID) -> EndedOffer | None:
    """The end of an offer that was made to the viewer's organisation and side; None if there is none."""
    declined = _declined(database, DECLINE_GROUND.c.referral_id == referral_id)
    if declined:
        return declined[0]
    taken = func.taken_back(referral_id).table_valued(
        column("reference"), column("commission_id"), column("withdrawn_at"), name="taken"
    )
    row = database.execute(
        select(taken.c.reference, COMMISSION.c.name, taken.c.withdrawn_at).join(
            COMMISSION, COMMISSION.c.id == taken.c.commission_id
        )
    ).first()
    return EndedOffer(referral_id, *row) if row else None


def declined_under(database: Database, reference: str) -> list[EndedOffer]:
    """What the viewer's organisation and side declined under a reference: for when the sender rings."""
    return _declined(database, DECLINE_GROUND.c.reference == reference)


def _declined(database: Database, which: ColumnElement[bool]) -> list[EndedOffer]:
    viewer = database.viewer
    rows = database.execute(
        select(
            DECLINE_GROUND.c.referral_id,
            DECLINE_GROUND.c.reference,
            COMMISSION.c.name,
            DECLINE_GROUND.c.declined_at,
            DECLINE_GROUND.c.reason,
            DECLINE_GROUND.c.programme_version_id,
            ACCOUNT.c.name,
        )
        .join(COMMISSION, COMMISSION.c.id == DECLINE_GROUND.c.commission_id)
        .join(ACCOUNT, ACCOUNT.c.id == DECLINE_GROUND.c.declined_by_id)
        .where(
            DECLINE_GROUND.c.organisation_id == viewer.organisation_id,
            DECLINE_GROUND.c.side == viewer.side,
            which,
        )
    )
    found = []
    for id_, reference, service, at, code, version_id, by in rows:
        reason = stored_definition(database, version_id).for_side(viewer.side).decline_reason(code)
        words = reason.label if reason else NO_REASON
        found.append(EndedOffer(id_, reference, service, at, words, by))
    return found
