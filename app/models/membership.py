"""Which role somebody has in which organisation, from when to when."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.models.naming import Versioned, a_code, an_id, one_of
from app.models.organisation import GUESTS


class Role(StrEnum):
    """What somebody is in their organisation."""

    navigator = "navigator"
    worker = "worker"
    manager = "manager"
    referrer = "referrer"
    commissioner = "commissioner"
    evaluator = "evaluator"
    administrator = "administrator"
    guardian = "guardian"


class Side(StrEnum):
    """Which side of a programme with a wall; most programmes have none."""

    none = ""
    perpetrator = "perpetrator"
    partner = "partner"


class Membership(Versioned, table=True):
    """A user's role in an organisation, with a side where there is one."""

    __table_args__ = (
        one_of("role", Role),
        one_of("side", Side),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="days_in_order"),
        # Guests have a link and no account: whoever joined them would read what all of them sent.
        CheckConstraint(f"organisation_id <> '{GUESTS}'", name="nobody_joins_guests"),
        # Commissioners, evaluators and administrators work for no side.
        CheckConstraint(
            "side = '' OR role NOT IN ('commissioner', 'evaluator', 'administrator')",
            name="side_of_casework",
        ),
    )

    id: UUID = an_id()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    role: Role = a_code()
    side: Side = a_code(Side.none)
    from_day: date
    to_day: date | None = None
    # False: only the commissions named in membership_commission.
    every_commission: bool = True
    # Where a navigator or chaperone usually works.
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)


class MembershipCommission(SQLModel, table=True):
    """One of the commissions that a limited membership covers."""

    __tablename__ = "membership_commission"

    membership_id: UUID = Field(foreign_key="membership.id", primary_key=True)
    commission_id: UUID = Field(foreign_key="commission.id", primary_key=True, index=True)
