"""What the holder of a mailed link reads, and what a receiver reads of who sent it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Commission, GuestLink, GuestSender, Organisation, Referral


class Status(NamedTuple):
    """All that a guest may know of what became of their referral."""

    reference: str
    received_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    service: str
    provider: str


class WhoSent(NamedTuple):
    """Who sent a referral by a mailed link, in their own words, and the address that was proved."""

    name: str
    job: str
    employer: str
    mail: str

    @property
    def words(self) -> str:
        """Name, job and organisation as they typed them."""
        return ", ".join(part for part in (self.name, self.job, self.employer) if part)


def link_here(database: Database) -> GuestLink | None:
    """The link that this transaction is open for; there is no other to see."""
    return database.execute(select(GuestLink)).scalars().first()


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


def senders_of(database: Database, referral_ids: Iterable[UUID]) -> dict[UUID, WhoSent]:
    """Who sent those of the referrals that came by a mailed link, as far as they are still open."""
    wanted = list(referral_ids)
    if not wanted:
        return {}
    rows = database.execute(
        select(
            col(GuestSender.referral_id),
            col(GuestSender.name),
            col(GuestSender.job),
            col(GuestSender.employer),
            col(GuestSender.mail),
        ).where(col(GuestSender.referral_id).in_(wanted))
    )
    return {id_: WhoSent(*said) for id_, *said in rows}
