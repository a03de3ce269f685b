"""A safeguarding concern and what was done about it; DASH, MARAC and MAPPA."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, Versioned, a_moment, an_id, hangs_on_case


class Concern(OnCase, Versioned, table=True):
    """Somebody may be harmed. Open until an outcome is written down."""

    __table_args__ = (
        *hangs_on_case("concern"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_has_outcome"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_somebody"),
        Index(
            "ix_concern_open",
            "organisation_id",
            "side",
            "raised_at",
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: UUID = an_id()
    # Codes of the lists `safeguarding-category` and `at-risk`.
    category: str = Field(sa_type=Text)
    at_risk: str = Field(sa_type=Text)
    in_danger: bool
    noticed_on: date
    seen: str = Field(sa_type=Encrypted("concern.seen"))
    # What they said, apart from what the worker saw and thinks.
    own_words: str | None = Field(default=None, sa_type=Encrypted("concern.own_words"))
    raised_by_id: UUID = Field(foreign_key="account.id", index=True)
    raised_at: datetime = a_moment(now=True)
    # A code of the list `concern-outcome`.
    outcome: str | None = Field(default=None, sa_type=Text)
    outcome_words: str | None = Field(default=None, sa_type=Encrypted("concern.outcome_words"))
    closed_at: datetime | None = a_moment(optional=True)
    closed_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)


class ConcernAction(OnCase, Versioned, table=True):
    """Something to do about a concern, by a moment; then when it was done, by whom, what came of it.

    `due_at` is when somebody must act: first to do it, then to have an answer; empty when nothing
    more is expected.
    """

    __tablename__ = "concern_action"
    __table_args__ = (
        *hangs_on_case("concern_action"),
        CheckConstraint("(made_at IS NULL) = (by_id IS NULL)", name="made_by_somebody"),
        CheckConstraint("made_at IS NOT NULL OR outcome IS NULL", name="outcome_of_something"),
        CheckConstraint("made_at IS NOT NULL OR due_at IS NOT NULL", name="due_until_made"),
        Index(
            "ix_concern_action_due",
            "organisation_id",
            "side",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: UUID = an_id()
    concern_id: UUID = Field(foreign_key="concern.id", index=True)
    # A code of the list `safeguarding-action`.
    kind: str = Field(sa_type=Text)
    due_at: datetime | None = a_moment(optional=True)
    made_at: datetime | None = a_moment(optional=True)
    by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    words: str | None = Field(default=None, sa_type=Encrypted("concern_action.words"))
    # What came of it, a code of the list `action-outcome`, and what was fed back.
    outcome: str | None = Field(default=None, sa_type=Text)
    feedback: str | None = Field(default=None, sa_type=Encrypted("concern_action.feedback"))
    feedback_on: date | None = None
    # When the mail went out that nothing had happened in time.
    escalated_at: datetime | None = a_moment(optional=True)


class DashScore(OnCase, Versioned, table=True):
    """A DASH score and what MARAC made of it. The form belongs to its owners: a number only."""

    __tablename__ = "dash_score"
    __table_args__ = (
        *hangs_on_case("dash_score"),
        CheckConstraint("score BETWEEN 0 AND 24", name="score"),
        CheckConstraint("consent IS NULL OR consent IN ('yes', 'no', 'not-asked')", name="consent"),
        CheckConstraint("heard_on IS NULL OR criterion IS NOT NULL", name="heard_on_a_ground"),
    )

    id: UUID = an_id()
    score: int
    form_version: str | None = Field(default=None, sa_type=Text)
    done_on: date
    # A code of the list `marac-criterion`; empty: it does not go to MARAC.
    criterion: str | None = Field(default=None, sa_type=Text)
    judgement: str | None = Field(default=None, sa_type=Encrypted("dash_score.judgement"))
    consent: str | None = Field(default=None, sa_type=Text)
    consent_words: str | None = Field(default=None, sa_type=Encrypted("dash_score.consent_words"))
    heard_on: date | None = None
    our_actions: str | None = Field(default=None, sa_type=Encrypted("dash_score.our_actions"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    said_at: datetime = a_moment(now=True)


class Mappa(OnCase, table=True):
    """How somebody is managed under MAPPA. The newest row counts; never the minutes."""

    __table_args__ = (*hangs_on_case("mappa"),)

    id: UUID = an_id()
    # Codes of the lists `mappa-category` and `mappa-level`.
    category: str = Field(sa_type=Text)
    level: str | None = Field(default=None, sa_type=Text)
    lead_agency: str | None = Field(default=None, sa_type=Encrypted("mappa.lead_agency"))
    review_on: date | None = None
    by_id: UUID = Field(foreign_key="account.id", index=True)
    said_at: datetime = a_moment(now=True)
