"""A service user as one organisation, and side, knows them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import Versioned, a_code, a_moment, an_id, new_id, one_of


class Person(Versioned, table=True):
    """One organisation's copy of a human being. Another organisation or side has its own."""

    __table_args__ = (
        one_of("side", Side),
        UniqueConstraint("id", "organisation_id", "side"),
        UniqueConstraint("subject"),
        # A guessed age says on which day it was guessed.
        CheckConstraint("(age_given IS NULL) = (age_given_on IS NULL)", name="age_has_day"),
        CheckConstraint("sex IN ('F', 'M', 'X', 'U')", name="sex"),
        Index("ix_person_sound", "organisation_id", "side", "name_sound", "family_sound"),
        Index("ix_person_family_sound", "organisation_id", "side", "family_sound"),
        Index("ix_person_birth", "organisation_id", "side", "born_on"),
        Index("ix_person_nhs", "organisation_id", "side", "nhs_key"),
        Index("ix_person_letters", "organisation_id", "side", "name_letters"),
        Index("ix_person_match", "match_key"),
        Index("ix_person_nhs_match", "nhs_key"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    side: Side = a_code(Side.none)
    # The random name under which facts count this person; the only way back is this row.
    subject: UUID = Field(default_factory=new_id)
    preferred_name: str = Field(sa_type=Text)
    family_name: str = Field(default="", sa_type=Text)
    name_sound: str = Field(default="", sa_type=Text)
    family_sound: str = Field(default="", sa_type=Text)
    # The letters of the name in order: equal for two names whose letters were swapped.
    name_letters: str = Field(
        default="", sa_column=Column(Text, nullable=False, server_default=text("''"))
    )
    born_on: date | None = None
    age_given: int | None = None
    age_given_on: date | None = None
    sex: str = Field(default="U", sa_type=Text)
    gender: str | None = Field(default=None, sa_type=Text)
    ethnicity: str = Field(default="NK", sa_type=Text)
    ethnicity_source: str | None = Field(default=None, sa_type=Text)
    nhs_number: str | None = Field(default=None, sa_type=Encrypted("person.nhs_number"))
    nhs_key: str | None = Field(default=None, sa_type=Text)
    area: str | None = Field(default=None, sa_type=Text)
    language: str | None = Field(default=None, sa_type=Text)
    # A blind key of name, birth date and postcode together, for matching where that was agreed.
    match_key: str | None = Field(default=None, sa_type=Text)
    # A restricted case is theirs: only who is on its list sees how to reach them.
    guarded: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=text("false"))
    )
    made_at: datetime = a_moment(now=True)


class SafeContact(Versioned, table=True):
    """How this person can be reached safely; in a table of its own, unreadable without the keys."""

    __tablename__ = "safe_contact"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "organisation_id", "side"],
            ["person.id", "person.organisation_id", "person.side"],
            name="fk_safe_contact_person",
        ),
        Index("ix_safe_contact_person", "person_id", "organisation_id", "side"),
        Index("ix_safe_contact_phone", "organisation_id", "side", "phone_key"),
        Index("ix_safe_contact_postcode", "organisation_id", "side", "postcode_key"),
    )

    person_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    side: Side = a_code()
    phone: str | None = Field(default=None, sa_type=Encrypted("safe_contact.phone"))
    phone_key: str | None = Field(default=None, sa_type=Text)
    may_call: bool | None = None
    may_text: bool | None = None
    may_leave_message: bool | None = None
    may_write: bool | None = None
    other_phones: str | None = Field(default=None, sa_type=Encrypted("safe_contact.other_phones"))
    best_time: str | None = Field(default=None, sa_type=Encrypted("safe_contact.best_time"))
    ask_for: str | None = Field(default=None, sa_type=Encrypted("safe_contact.ask_for"))
    must_not_hear: str | None = Field(default=None, sa_type=Encrypted("safe_contact.must_not_hear"))
    address: str | None = Field(default=None, sa_type=Encrypted("safe_contact.address"))
    postcode: str | None = Field(default=None, sa_type=Encrypted("safe_contact.postcode"))
    postcode_key: str | None = Field(default=None, sa_type=Text)
    # What somebody needs to take part: yes, no or not-known, and in words.
    interpreter: str | None = Field(default=None, sa_type=Text)
    access_needs: str | None = Field(default=None, sa_type=Encrypted("safe_contact.access_needs"))


class ContactChange(SQLModel, table=True):
    """How somebody could be reached until a moment, kept when it was changed."""

    __tablename__ = "contact_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "organisation_id", "side"],
            ["person.id", "person.organisation_id", "person.side"],
            name="fk_contact_change_person",
        ),
        Index("ix_contact_change_person", "person_id", "organisation_id", "side", "changed_at"),
    )

    id: UUID = an_id()
    person_id: UUID
    organisation_id: UUID
    side: Side = a_code()
    by_id: UUID = Field(foreign_key="account.id", index=True)
    changed_at: datetime = a_moment(now=True)
    # The fields that were changed, as they stood before.
    was: dict[str, Any] = Field(sa_type=Encrypted("contact_change.was"))
