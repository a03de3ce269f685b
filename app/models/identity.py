"""Who is one human being: links inside an organisation, blind matches where an agreement allows them.

A link is made and undone by people, and seen by them. A match is made by a job, and shown to nobody.
Both are only stored here; the trigger `settle_identities` keeps the ledger `same_person` and the
table `joined_subject` in step with them as the transaction ends.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import Versioned, a_code, a_moment, an_id, one_of


class PersonLink(Versioned, table=True):
    """Somebody decided that two persons of one organisation and side are the same, or are not.

    `person_id` is the older of the two ids, so that a pair stands here once.
    """

    __tablename__ = "person_link"
    __table_args__ = (
        one_of("side", Side),
        CheckConstraint("kind IN ('same', 'different')", name="kind"),
        CheckConstraint("person_id < other_id", name="pair_in_order"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        ForeignKeyConstraint(
            ["person_id", "organisation_id", "side"],
            ["person.id", "person.organisation_id", "person.side"],
            name="fk_person_link_person",
        ),
        ForeignKeyConstraint(
            ["other_id", "organisation_id", "side"],
            ["person.id", "person.organisation_id", "person.side"],
            name="fk_person_link_other",
        ),
        Index("ix_person_link_person", "person_id", "organisation_id", "side"),
        Index("ix_person_link_other", "other_id", "organisation_id", "side"),
        # A pair is decided once at a time.
        Index(
            "one_standing_link",
            "organisation_id",
            "side",
            "person_id",
            "other_id",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    side: Side = a_code(Side.none)
    person_id: UUID
    other_id: UUID
    kind: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Encrypted("person_link.reason"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    undone_at: datetime | None = a_moment(optional=True)
    undone_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    undone_why: str | None = Field(default=None, sa_type=Encrypted("person_link.undone_why"))


class JoinedSubject(SQLModel, table=True):
    """Under which subject an organisation counts a joined person in its own figures.

    Written by the database alone, from the standing links; nothing here tells of anybody else.
    """

    __tablename__ = "joined_subject"

    subject: UUID = Field(primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    side: Side = a_code(Side.none)
    counted_as: UUID


class MatchingAgreement(Versioned, table=True):
    """A recorded agreement of two organisations that people known to both are counted once."""

    __tablename__ = "matching_agreement"
    __table_args__ = (
        CheckConstraint("one_id <> other_id", name="between_two"),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="days_in_order"),
    )

    id: UUID = an_id()
    one_id: UUID = Field(foreign_key="organisation.id", index=True)
    other_id: UUID = Field(foreign_key="organisation.id", index=True)
    # Where the signed paper is.
    reference: str = Field(sa_type=Text)
    # Whether programmes and sides that stay out by default (IRIS, partners) take part.
    includes_withheld: bool = False
    from_day: date
    to_day: date | None = None


class IdentityMatch(SQLModel, table=True):
    """Two subjects of different organisations that a job found to be one human being."""

    __tablename__ = "identity_match"
    __table_args__ = (
        CheckConstraint("subject < other_subject", name="pair_in_order"),
        CheckConstraint("by IN ('nhs-number', 'name-birth-postcode')", name="by"),
        Index(
            "one_standing_match",
            "agreement_id",
            "subject",
            "other_subject",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_identity_match_subject", "subject"),
        Index("ix_identity_match_other", "other_subject"),
    )

    id: UUID = an_id()
    agreement_id: UUID = Field(foreign_key="matching_agreement.id", index=True)
    subject: UUID
    other_subject: UUID
    by: str = Field(sa_type=Text)
    made_at: datetime = a_moment(now=True)
    ended_at: datetime | None = a_moment(optional=True)
