"""Who is around a person: family, professionals; and whether they can agree for themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, Versioned, a_moment, an_id, hangs_on_case, taken_once


class Relative(OnCase, Versioned, table=True):
    """Somebody of the family or household: a child there, a parent or carer, somebody else."""

    __table_args__ = (
        *hangs_on_case("relative"),
        taken_once("relative"),
        # A guessed age says on which day it was guessed.
        CheckConstraint("(age IS NULL) = (age_on IS NULL)", name="age_has_day"),
    )

    id: UUID = an_id()
    # Codes of the lists `family-relation`, `lives-where` and `parental-contact`.
    relation: str = Field(sa_type=Text)
    # A first name or initials: no more is needed.
    name: str = Field(sa_type=Encrypted("relative.name"))
    age: int | None = None
    age_on: date | None = None
    lives: str = Field(default="not-known", sa_type=Text)
    contact: str = Field(default="not-known", sa_type=Text)
    phone: str | None = Field(default=None, sa_type=Encrypted("relative.phone"))
    words: str | None = Field(default=None, sa_type=Encrypted("relative.words"))
    made_at: datetime = a_moment(now=True)
    # No longer part of the household or the picture; kept, not deleted.
    ended_on: date | None = None
    # The row of an earlier case that this one was taken over from.
    taken_from_id: UUID | None = None


class Professional(OnCase, Versioned, table=True):
    """Somebody who works with the person elsewhere, and whether they may be told of this work."""

    __table_args__ = (
        *hangs_on_case("professional"),
        taken_once("professional"),
        CheckConstraint("may_tell IN ('yes', 'no', 'not-known')", name="may_tell"),
    )

    id: UUID = an_id()
    name: str = Field(sa_type=Encrypted("professional.name"))
    job: str | None = Field(default=None, sa_type=Encrypted("professional.job"))
    employer: str | None = Field(default=None, sa_type=Encrypted("professional.employer"))
    phone: str | None = Field(default=None, sa_type=Encrypted("professional.phone"))
    may_tell: str = Field(default="not-known", sa_type=Text)
    made_at: datetime = a_moment(now=True)
    ended_on: date | None = None
    taken_from_id: UUID | None = None


class Competence(OnCase, table=True):
    """A child's ability to agree to something for themselves (Gillick), as assessed on a day.

    Never changed: a later assessment stands beside the earlier one.
    """

    __table_args__ = (
        *hangs_on_case("competence"),
        CheckConstraint("decision IN ('able', 'not-able')", name="decision"),
    )

    id: UUID = an_id()
    # What was to be decided: a code of the list `competence-question`.
    question: str = Field(sa_type=Text)
    decision: str = Field(sa_type=Text)
    assessor: str = Field(sa_type=Encrypted("competence.assessor"))
    assessed_on: date
    ground: str = Field(sa_type=Encrypted("competence.ground"))
    review_on: date | None = None
    by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
