"""What is known about somebody's life and risk, and how they keep safe. Never changed: added to.

The newest row counts; the earlier ones stay readable.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.naming import OnCase, a_moment, an_id, hangs_on_case


class Assessment(OnCase, table=True):
    """Needs and strengths in one domain of life (list `goal-domain`), as seen on a day."""

    __table_args__ = (
        *hangs_on_case("assessment"),
        CheckConstraint("needs IS NOT NULL OR strengths IS NOT NULL", name="says_something"),
    )

    id: UUID = an_id()
    domain: str = Field(sa_type=Text)
    # How much help is needed there: a code of the list `need-level`.
    level: str | None = Field(default=None, sa_type=Text)
    needs: str | None = Field(default=None, sa_type=Encrypted("assessment.needs"))
    strengths: str | None = Field(default=None, sa_type=Encrypted("assessment.strengths"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    said_at: datetime = a_moment(now=True)


class RiskRating(OnCase, table=True):
    """How high the risk of serious harm is (list `risk-of-harm`), why, and when to look again."""

    __tablename__ = "risk_rating"
    __table_args__ = (*hangs_on_case("risk_rating"),)

    id: UUID = an_id()
    risk: str = Field(sa_type=Text)
    reasons: str | None = Field(default=None, sa_type=Encrypted("risk_rating.reasons"))
    review_on: date | None = None
    by_id: UUID = Field(foreign_key="account.id", index=True)
    said_at: datetime = a_moment(now=True)


class SafetyPlan(OnCase, table=True):
    """How somebody keeps safe, in their own words; `number` counts its versions from 1."""

    __tablename__ = "safety_plan"
    __table_args__ = (
        *hangs_on_case("safety_plan"),
        CheckConstraint("number >= 1", name="number"),
        # Two people who save at once do not both write the next version.
        Index(
            "one_safety_plan_of_a_number",
            "organisation_id",
            "side",
            "case_id",
            "number",
            unique=True,
        ),
    )

    id: UUID = an_id()
    number: int
    warning_signs: str | None = Field(default=None, sa_type=Encrypted("safety_plan.warning_signs"))
    safe_places: str | None = Field(default=None, sa_type=Encrypted("safety_plan.safe_places"))
    people: str | None = Field(default=None, sa_type=Encrypted("safety_plan.people"))
    others_can_do: str | None = Field(default=None, sa_type=Encrypted("safety_plan.others_can_do"))
    keeps_going: str | None = Field(default=None, sa_type=Encrypted("safety_plan.keeps_going"))
    by_id: UUID = Field(foreign_key="account.id", index=True)
    said_at: datetime = a_moment(now=True)
