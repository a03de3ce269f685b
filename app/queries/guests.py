"""What the holder of an emailed link reads, and what a receiver reads of who sent it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database, Viewer
from app.models import (
    GUESTS,
    Commission,
    GuestLink,
    Organisation,
    Referral,
    ReferralQuestion,
    Role,
)


class Status(NamedTuple):
    """All that a guest may know of what became of their referral."""

    reference: str
    received_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    service: str
    provider: str


class Question(NamedTuple):
    """What the receiver asked, and until when the link that was emailed with it opens."""

    id: UUID
    asked_at: datetime
    question: str
    answered_at: datetime | None
    until: datetime


def viewer_of(link_id: UUID) -> Viewer:
    """The holder of a link as the record names them: by the link, for there is no account."""
    return Viewer(
        account_id=link_id, membership_id=link_id, organisation_id=GUESTS, role=Role.referrer
    )


def link_here(database: Database) -> GuestLink | None:
    """The link that this transaction is open for; there is no other to see."""
    return database.execute(select(GuestLink)).scalars().first()


def question_here(database: Database) -> Question | None:
    """The question that this transaction is open for; None for the link of the referral itself."""
    row = database.execute(
        select(
            col(ReferralQuestion.id),
            col(ReferralQuestion.asked_at),
            col(ReferralQuestion.question),
            col(ReferralQuestion.answered_at),
            col(ReferralQuestion.link_until),
        )
    ).first()
    return Question(*row) if row else None


def status_of(database: Database, link: GuestLink) -> Status | None:
    """What became of the link's referral; None before it is sent.

    However it ended, the guest reads that it is closed: why is between others.
    """
    row = database.execute(
        select(
            col(Referral.reference),
            col(Referral.sent_at),
            col(Referral.accepted_at),
            col(Referral.closed_at),
            col(Referral.declined_at),
            col(Referral.withdrawn_at),
        ).where(col(Referral.id) == link.referral_id)
    ).first()
    if row is None:
        return None
    reference, sent, accepted, *ends = row
    service, provider = database.execute(
        select(col(Commission.name), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .where(col(Commission.id) == link.commission_id)
    ).one()
    ended = next((end for end in ends if end), None)
    return Status(reference, sent, accepted, ended, service, provider)
