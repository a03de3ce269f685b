"""A referral: an offer of one person to one commission, handed from one organisation to another."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import Versioned, a_code, a_moment, an_id, new_reference, one_of


class ReferralState(StrEnum):
    """Where an offer stands."""

    draft = "draft"
    sent = "sent"
    asked = "asked"
    waiting = "waiting"
    accepted = "accepted"
    declined = "declined"
    withdrawn = "withdrawn"


LIVE = (ReferralState.sent, ReferralState.asked, ReferralState.waiting)


class Whose(StrEnum):
    """Whose reason a decline is."""

    person = "person"
    provider = "provider"
    not_reachable = "not-reachable"
    not_eligible = "not-eligible"
    already_with_us = "already-with-us"
    no_capacity = "no-capacity"
    unsafe = "unsafe"


PARTIES = ("organisation_id", "sender_side", "provider_id", "side", "state")


class Referral(Versioned, table=True):
    """Who to whom, under which version, state, dates and coded reasons: both parties see this.

    What the offer says is in `referral_offer` and `referral_content`, each with its own row rule.
    """

    __table_args__ = (
        one_of("state", ReferralState),
        one_of("side", Side),
        one_of("sender_side", Side),
        one_of("decline_whose", Whose, optional=True),
        UniqueConstraint("id", *PARTIES),
        UniqueConstraint("id", "provider_id", "commission_id", "side"),
        CheckConstraint("(state = 'draft') = (sent_at IS NULL)", name="sent_has_moment"),
        CheckConstraint(
            "(state = 'accepted') = (accepted_at IS NOT NULL)", name="accepted_has_moment"
        ),
        CheckConstraint(
            "(state = 'declined') = (decline_reason IS NOT NULL)", name="declined_has_reason"
        ),
        CheckConstraint(
            "(state = 'declined') = (declined_at IS NOT NULL)", name="declined_has_moment"
        ),
        CheckConstraint(
            "(decline_reason IS NULL) = (decline_whose IS NULL)", name="declined_has_whose"
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdraw_reason IS NOT NULL)", name="withdrawn_has_reason"
        ),
        CheckConstraint("NOT transfer OR from_case_id IS NOT NULL", name="transfer_has_case"),
        CheckConstraint(
            "state <> 'waiting' OR waiting_since IS NOT NULL", name="waiting_has_moment"
        ),
        ForeignKeyConstraint(
            ["person_id", "organisation_id", "sender_side"],
            ["person.id", "person.organisation_id", "person.side"],
            name="fk_referral_person",
        ),
        # A case hangs on its referral, too: made after both tables.
        ForeignKeyConstraint(
            ["from_case_id"], ["case.id"], name="fk_referral_from_case_id", use_alter=True
        ),
        Index("ix_referral_person", "person_id", "organisation_id", "sender_side"),
        Index("uq_referral_reference", "organisation_id", "sender_side", "reference", unique=True),
        # One live offer of a person to a commission.
        Index(
            "one_live_offer",
            "organisation_id",
            "sender_side",
            "person_id",
            "commission_id",
            unique=True,
            postgresql_where=text("state IN ('sent', 'asked', 'waiting')"),
        ),
        # One transfer of a case at a time, until it is taken back, declined or carried out.
        Index(
            "one_open_transfer",
            "organisation_id",
            "sender_side",
            "from_case_id",
            unique=True,
            postgresql_where=text(
                "transfer AND handed_over_at IS NULL"
                " AND state IN ('sent', 'asked', 'waiting', 'accepted')"
            ),
        ),
        Index(
            "ix_referral_act_by",
            "act_by",
            postgresql_where=text("state = 'sent' AND unacted_at IS NULL"),
        ),
        Index("ix_referral_queue", "provider_id", "side", "state", "commission_id"),
        Index("ix_referral_sender", "organisation_id", "sender_side", "sent_at"),
        Index("ix_referral_reference_provider", "provider_id", "side", "reference"),
    )

    id: UUID = an_id()
    reference: str = Field(default_factory=new_reference, sa_type=Text)
    # The sender: for a referral received by phone or in person, the provider that logged it.
    organisation_id: UUID = Field(foreign_key="organisation.id")
    sender_side: Side = a_code(Side.none)
    person_id: UUID
    provider_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    programme_version_id: UUID = Field(foreign_key="programme_version.id", index=True)
    state: ReferralState = a_code(ReferralState.draft)
    # Who really sent it (code list "sources") and how it came (code list "channels").
    source: str = Field(sa_type=Text)
    channel: str = Field(default="throughline", sa_type=Text)
    sent_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)
    immediate_risk: bool = False
    # Why without agreement is in the content: nothing typed stands here.
    agreement: str = Field(sa_type=Text)
    notice_how: str | None = Field(default=None, sa_type=Text)
    notice_version: str | None = Field(default=None, sa_type=Text)
    # Made by a worker from a case: the case it goes on from.
    from_case_id: UUID | None = Field(default=None, index=True)
    # Its commission: what an accepted onward referral is counted for.
    from_commission_id: UUID | None = Field(default=None, foreign_key="commission.id", index=True)
    # The case itself is to go over to the receiver; it closes when the receiver accepts.
    transfer: bool = False
    batch_id: UUID | None = Field(default=None, foreign_key="transfer_batch.id", index=True)
    # When the sender's case was closed after the receiver had accepted the transfer.
    handed_over_at: datetime | None = a_moment(optional=True)
    # Milestones: clocks use these names.
    attended_at: datetime | None = a_moment(optional=True)
    received_at: datetime | None = a_moment(optional=True)
    sent_at: datetime | None = a_moment(optional=True)
    asked_at: datetime | None = a_moment(optional=True)
    waiting_since: datetime | None = a_moment(optional=True)
    review_on: date | None = None
    accepted_at: datetime | None = a_moment(optional=True)
    declined_at: datetime | None = a_moment(optional=True)
    decline_reason: str | None = Field(default=None, sa_type=Text)
    decline_whose: Whose | None = a_code(None)
    withdrawn_at: datetime | None = a_moment(optional=True)
    withdraw_reason: str | None = Field(default=None, sa_type=Text)
    seen_at: datetime | None = a_moment(optional=True)
    # When the sender may expect a first contact, worked out when it was sent.
    expected_by: datetime | None = a_moment(optional=True)
    # By when the receiver should have done something with it, and when it was noted that it had not.
    act_by: datetime | None = a_moment(optional=True)
    unacted_at: datetime | None = a_moment(optional=True)
    # The receipt: what the sender may know of what became of it.
    first_contact_at: datetime | None = a_moment(optional=True)
    closed_at: datetime | None = a_moment(optional=True)
    # It closed because the person could not be reached.
    unreachable_at: datetime | None = a_moment(optional=True)
    # Hidden from the provider's own staff who are not on the list of its restricted case.
    restricted: bool = False
    made_at: datetime = a_moment(now=True)


class OfReferral(SQLModel):
    """What a part of a referral carries; the state follows the referral by ON UPDATE CASCADE."""

    referral_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    sender_side: Side = a_code(Side.none)
    provider_id: UUID
    side: Side = a_code(Side.none)
    state: ReferralState = a_code()


def part_of_referral(table: str) -> tuple[ForeignKeyConstraint, Index]:
    """The composite key by which a part follows the parties and the state of its referral."""
    return (
        ForeignKeyConstraint(
            ["referral_id", *PARTIES],
            ["referral.id", *(f"referral.{name}" for name in PARTIES)],
            name=f"fk_{table}_referral",
            onupdate="CASCADE",
        ),
        Index(f"ix_{table}_referral", "referral_id", *PARTIES),
    )


UNDECIDED = text("state IN ('sent', 'asked', 'waiting')")


class ReferralOffer(OfReferral, table=True):
    """What the programme shows a receiver before it accepts."""

    __tablename__ = "referral_offer"
    __table_args__ = (
        *part_of_referral("referral_offer"),
        *(
            Index(
                f"ix_referral_offer_{name}", "provider_id", "side", name, postgresql_where=UNDECIDED
            )
            for name in ("name_sound", "other_sound")
        ),
    )

    answers: dict[str, Any] = Field(sa_type=JSONB)
    # How the first and the last word of the name sound that the offer shows; none where it was not kept.
    name_sound: str | None = Field(default=None, sa_type=Text)
    other_sound: str | None = Field(default=None, sa_type=Text)


class ReferralContent(OfReferral, table=True):
    """Everything else the sender wrote, with its snapshot of the person: opened by accepting."""

    __tablename__ = "referral_content"
    __table_args__ = part_of_referral("referral_content")

    answers: dict[str, Any] = Field(sa_type=Encrypted("referral_content.answers"))
    person: dict[str, Any] = Field(sa_type=Encrypted("referral_content.person"))


class ReferralQuestion(SQLModel, table=True):
    """What a receiver asked before deciding, and the sender's answer: both parties read it."""

    __tablename__ = "referral_question"
    __table_args__ = (
        *part_of_referral("referral_question"),
        CheckConstraint("(link_hash IS NULL) = (link_until IS NULL)", name="link_has_end"),
        Index(
            "ix_referral_question_link",
            "link_hash",
            postgresql_where=text("link_hash IS NOT NULL"),
        ),
    )

    id: UUID = an_id()
    referral_id: UUID
    organisation_id: UUID
    sender_side: Side = a_code(Side.none)
    provider_id: UUID
    side: Side = a_code(Side.none)
    state: ReferralState = a_code()
    asked_at: datetime = a_moment(now=True)
    question: str = Field(sa_type=Encrypted("referral_question.question"))
    answered_at: datetime | None = a_moment(optional=True)
    answer: str | None = Field(default=None, sa_type=Encrypted("referral_question.answer"))
    # Put to somebody without an account: the hash of the emailed link, and until when it opens.
    link_hash: str | None = Field(default=None, sa_type=Text)
    link_until: datetime | None = a_moment(optional=True)
