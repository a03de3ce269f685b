"""Three different things: agreement to take part, the basis for keeping data, a decision to share."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, Versioned, a_moment, an_id, hangs_on_case


class ServiceAgreement(OnCase, Versioned, table=True):
    """What somebody said to taking part. It is not the lawful basis, and it can be taken back."""

    __tablename__ = "service_agreement"
    __table_args__ = (
        *hangs_on_case("service_agreement"),
        CheckConstraint("answer IN ('agreed', 'declined')", name="answer"),
        CheckConstraint("ended_on IS NULL OR ended_on >= given_on", name="days_in_order"),
    )

    id: UUID = an_id()
    answer: str = Field(sa_type=Text)
    # Codes of the lists `agreement-giver` and `agreement-manner`.
    given_by: str = Field(sa_type=Text)
    manner: str = Field(sa_type=Text)
    given_on: date
    about: str = Field(sa_type=Encrypted("service_agreement.about"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    ended_on: date | None = None
    ended_why: str | None = Field(default=None, sa_type=Encrypted("service_agreement.ended_why"))


class ProcessingBasis(OnCase, Versioned, table=True):
    """On which lawful basis data are kept and used for one purpose, from a day to a day."""

    __tablename__ = "processing_basis"
    __table_args__ = (
        *hangs_on_case("processing_basis"),
        CheckConstraint("ended_on IS NULL OR ended_on >= from_on", name="days_in_order"),
    )

    id: UUID = an_id()
    # Codes of the lists `processing-purpose`, `lawful-basis` and `special-condition`.
    purpose: str = Field(sa_type=Text)
    basis: str = Field(sa_type=Text)
    condition: str | None = Field(default=None, sa_type=Text)
    from_on: date
    ground: str | None = Field(default=None, sa_type=Encrypted("processing_basis.ground"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    ended_on: date | None = None
    ended_why: str | None = Field(default=None, sa_type=Encrypted("processing_basis.ended_why"))


class SharingDecision(OnCase, Versioned, table=True):
    """A decision to share something with somebody, or not to: recorded either way."""

    __tablename__ = "sharing_decision"
    __table_args__ = (
        *hangs_on_case("sharing_decision"),
        # Without agreement somebody must have said why.
        CheckConstraint(
            "agreed OR NOT shared OR ground IS NOT NULL", name="without_agreement_has_ground"
        ),
        CheckConstraint("ended_on IS NULL OR ended_on >= decided_on", name="days_in_order"),
    )

    id: UUID = an_id()
    shared: bool
    # A code of the list `sharing-recipient`, and who exactly.
    recipient: str = Field(sa_type=Text)
    recipient_name: str = Field(sa_type=Encrypted("sharing_decision.recipient_name"))
    what: str = Field(sa_type=Encrypted("sharing_decision.what"))
    agreed: bool
    # A code of the list `sharing-ground`, and the reasons in words.
    ground: str | None = Field(default=None, sa_type=Text)
    reasons: str | None = Field(default=None, sa_type=Encrypted("sharing_decision.reasons"))
    decider: str = Field(sa_type=Encrypted("sharing_decision.decider"))
    decided_on: date
    # Whether the person was told, and whether this line may stand on a paper that they take home.
    told: bool = False
    safe_to_show: bool = False
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    ended_on: date | None = None
    ended_why: str | None = Field(default=None, sa_type=Encrypted("sharing_decision.ended_why"))
