"""A case: the provider's work with one person under one commission, opened by accepting."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import (
    CASE_COLUMNS,
    OnCase,
    Versioned,
    a_code,
    a_moment,
    an_id,
    hangs_on_case,
    new_reference,
    one_of,
)


class CaseState(StrEnum):
    """Where the work stands."""

    open = "open"
    active = "active"
    paused = "paused"
    closed = "closed"


class Case(Versioned, table=True):
    """The provider's own work; the sender never sees it, only the receipt on its referral."""

    __table_args__ = (
        one_of("state", CaseState),
        one_of("side", Side),
        UniqueConstraint("id", *CASE_COLUMNS[1:]),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_moment"),
        CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL)", name="closed_has_reason"
        ),
        CheckConstraint("(state = 'closed') = (planned IS NOT NULL)", name="closed_says_planned"),
        CheckConstraint(
            "(state = 'paused') = (pause_reason IS NOT NULL)", name="paused_has_reason"
        ),
        CheckConstraint(
            "(state = 'paused') = (pause_review_on IS NOT NULL)", name="paused_has_review"
        ),
        CheckConstraint(
            "state NOT IN ('active', 'paused') OR agreed_on IS NOT NULL OR state = 'paused'",
            name="active_agreed",
        ),
        ForeignKeyConstraint(
            ["person_id", "organisation_id", "side"],
            ["person.id", "person.organisation_id", "person.side"],
            name="fk_case_person",
        ),
        Index("ix_case_person", "person_id", "organisation_id", "side"),
        ForeignKeyConstraint(
            ["referral_id", "organisation_id", "commission_id", "side"],
            ["referral.id", "referral.provider_id", "referral.commission_id", "referral.side"],
            name="fk_case_referral",
        ),
        Index(
            "one_case_of_a_referral",
            "referral_id",
            "organisation_id",
            "commission_id",
            "side",
            unique=True,
        ),
        Index("uq_case_reference", "organisation_id", "side", "reference", unique=True),
        # One open case of a person under a commission.
        Index(
            "one_open_case",
            "organisation_id",
            "side",
            "person_id",
            "commission_id",
            unique=True,
            postgresql_where=text("state <> 'closed'"),
        ),
        # With what the row policy looks at, so that cases are counted from the index alone.
        Index(
            "ix_case_list",
            "organisation_id",
            "side",
            "state",
            "opened_at",
            "id",
            postgresql_include=["commission_id", "restricted"],
        ),
        # A caseload as it is read, the next step first.
        Index(
            "ix_case_order",
            "organisation_id",
            "side",
            text("coalesce(next_on, '9999-01-01'::date)"),
            "opened_at",
            "id",
            postgresql_where=text("state <> 'closed'"),
        ),
        Index(
            "ix_case_next",
            "organisation_id",
            "side",
            "next_on",
            postgresql_where=text("state <> 'closed'"),
        ),
        Index("ix_case_worker", "organisation_id", "side", "worker_id", "state"),
    )

    id: UUID = an_id()
    reference: str = Field(default_factory=new_reference, sa_type=Text)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    restricted: bool = False
    person_id: UUID
    referral_id: UUID
    programme_version_id: UUID = Field(foreign_key="programme_version.id", index=True)
    state: CaseState = a_code(CaseState.open)
    # Who holds it now; the history is in `allocation`, which alone writes this.
    worker_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    level: str | None = Field(default=None, sa_type=Text)
    risk: str | None = Field(default=None, sa_type=Text)
    # What comes next, in a few words, and by when.
    next_action: str | None = Field(default=None, sa_type=Text)
    next_on: date | None = None
    # Milestones: clocks use these names.
    opened_at: datetime = a_moment(now=True)
    first_attempt_at: datetime | None = a_moment(optional=True)
    first_contact_at: datetime | None = a_moment(optional=True)
    agreed_on: date | None = None
    engaged_at: datetime | None = a_moment(optional=True)
    last_contact_at: datetime | None = a_moment(optional=True)
    closed_at: datetime | None = a_moment(optional=True)
    close_reason: str | None = Field(default=None, sa_type=Text)
    planned: bool | None = None
    person_view: str | None = Field(default=None, sa_type=Encrypted("case.person_view"))
    pause_reason: str | None = Field(default=None, sa_type=Text)
    pause_review_on: date | None = None


class CaseAccess(SQLModel, table=True):
    """Somebody on the list of a restricted case."""

    __tablename__ = "case_access"
    __table_args__ = (Index("ix_case_access_referral", "referral_id", "account_id"),)

    case_id: UUID = Field(foreign_key="case.id", primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", primary_key=True, index=True)
    referral_id: UUID = Field(foreign_key="referral.id")
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    side: Side = a_code(Side.none)
    listed_at: datetime = a_moment(now=True)


class Allocation(OnCase, table=True):
    """Which worker holds a case, from when to when."""

    __table_args__ = (
        *hangs_on_case("allocation"),
        CheckConstraint("to_at IS NULL OR to_at >= from_at", name="moments_in_order"),
        # One current allocation.
        Index(
            "one_current_allocation",
            "organisation_id",
            "side",
            "case_id",
            unique=True,
            postgresql_where=text("to_at IS NULL"),
        ),
        Index("ix_allocation_worker", "organisation_id", "side", "account_id", "to_at"),
    )

    id: UUID = an_id()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    from_at: datetime = a_moment(now=True)
    to_at: datetime | None = a_moment(optional=True)


class CaseDate(OnCase, table=True):
    """A date that may move, such as a release date. The newest row counts; the older ones stay."""

    __tablename__ = "case_date"
    __table_args__ = (*hangs_on_case("case_date"),)

    id: UUID = an_id()
    name: str = Field(sa_type=Text)
    falls_on: date
    kind: str | None = Field(default=None, sa_type=Text)
    confidence: str | None = Field(default=None, sa_type=Text)
    said_at: datetime = a_moment(now=True)
