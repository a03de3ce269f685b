"""Case studies: one person's way, told so that nobody can know who it is."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import Versioned, a_code, a_moment, an_id, one_of
from app.models.quarter_return import OnReturn, hangs_on_return
from app.models.return_version import OnVersion, hangs_on_version


class StudyState(StrEnum):
    """Where a case study stands. Once approved, its text never changes."""

    written = "written"
    approved = "approved"
    withdrawn = "withdrawn"


class CaseStudy(OnReturn, Versioned, table=True):
    """A case study for one return; approved by somebody else than who wrote it."""

    __tablename__ = "case_study"
    __table_args__ = (
        *hangs_on_return("case_study"),
        one_of("state", StudyState),
        UniqueConstraint("id", "organisation_id", "commission_id", "side"),
        CheckConstraint("approved_by_id <> written_by_id", name="second_person"),
        CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name="approved_has_moment"),
        CheckConstraint("state <> 'approved' OR approved_at IS NOT NULL", name="approved_by_somebody"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_moment"),
    )  # fmt: skip

    id: UUID = an_id()
    pseudonym: str = Field(sa_type=Encrypted("case_study.pseudonym"))
    age_band: str = Field(sa_type=Text)
    words: str = Field(sa_type=Encrypted("case_study.words"))
    # How the person agreed to its being told, and when: for the provider alone.
    consent: str = Field(sa_type=Text)
    consent_on: date
    state: StudyState = a_code(StudyState.written)
    written_by_id: UUID = Field(foreign_key="account.id", index=True)
    written_at: datetime = a_moment(now=True)
    approved_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    approved_at: datetime | None = a_moment(optional=True)
    withdrawn_at: datetime | None = a_moment(optional=True)
    withdrawn_reason: str | None = Field(default=None, sa_type=Text)


class ReturnStudy(OnVersion, table=True):
    """That a case study went to the commissioner with a version."""

    __tablename__ = "return_study"
    __table_args__ = (
        *hangs_on_version("return_study"),
        ForeignKeyConstraint(
            ["study_id", "organisation_id", "commission_id", "side"],
            [f"case_study.{name}" for name in ("id", "organisation_id", "commission_id", "side")],
            name="fk_return_study_study",
        ),
        Index("ix_return_study_study", "study_id", "organisation_id", "commission_id", "side"),
    )

    version_id: UUID = Field(primary_key=True)
    study_id: UUID = Field(primary_key=True)
