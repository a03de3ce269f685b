"""People without an account who refer by an emailed link: the link, the tries, and who they said they are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.naming import a_moment, an_id, new_id
from app.models.referral import OfReferral, part_of_referral


class GuestLink(SQLModel, table=True):
    """A mailed link to one form of one commission; found by the hash of what only the mail holds.

    The ids of its one referral and person are minted with it: the database lets its holder insert
    exactly those.
    """

    __tablename__ = "guest_link"

    id: UUID = an_id()
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    provider_id: UUID = Field(foreign_key="organisation.id", index=True)
    token_hash: str = Field(sa_type=Text, unique=True)
    mail: str = Field(sa_type=Encrypted("guest_link.mail"))
    referral_id: UUID = Field(default_factory=new_id, unique=True)
    person_id: UUID = Field(default_factory=new_id, unique=True)
    # What was typed so far, by box; forgotten when it is sent or the link ends.
    typed: dict[str, Any] | None = Field(default=None, sa_type=Encrypted("guest_link.typed"))
    made_at: datetime = a_moment(now=True)
    expires_at: datetime = a_moment()
    opened_at: datetime | None = a_moment(optional=True)
    saved_at: datetime | None = a_moment(optional=True)
    sent_at: datetime | None = a_moment(optional=True)


class GuestRequest(SQLModel, table=True):
    """A link that was asked for; counts keep anybody from having many mails sent."""

    __tablename__ = "guest_request"
    __table_args__ = (
        Index("ix_guest_request_at", "at"),
        Index("ix_guest_request_mail", "mail_key", "at"),
        Index("ix_guest_request_from", "address_key", "at"),
    )

    id: UUID = an_id()
    at: datetime = a_moment(now=True)
    mail_key: str = Field(sa_type=Text)
    address_key: str = Field(sa_type=Text)


class GuestSender(OfReferral, table=True):
    """Who sent a referral by an emailed link: as they typed it, and the email address that was proved."""

    __tablename__ = "guest_sender"
    __table_args__ = part_of_referral("guest_sender")

    name: str = Field(sa_type=Encrypted("guest_sender.name"))
    job: str = Field(sa_type=Encrypted("guest_sender.job"))
    employer: str = Field(sa_type=Encrypted("guest_sender.employer"))
    mail: str = Field(sa_type=Encrypted("guest_sender.mail"))
