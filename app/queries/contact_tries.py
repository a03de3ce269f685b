"""How often somebody was tried to be reached, on how many days, and whether that is enough."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlmodel import col

from app.database import Database
from app.models import Attendance, Case, OfferAttempt, Referral, Session
from app.programmes.delivery import Attempts
from app.queries.timeline import ATTEMPT

# The reason for closing, and whose reason a decline is, that need so many tries.
NOT_REACHABLE = "not-reachable"


class Tries(NamedTuple):
    """Tries to make contact since the referral, and what the programme asks for."""

    number: int
    days: int
    minimum: int
    minimum_days: int

    @property
    def enough(self) -> bool:
        """Whether "not reachable" needs no further reason."""
        return self.number >= self.minimum and self.days >= self.minimum_days


def _in_england(moment: Any) -> ColumnElement[date]:
    """The day of a moment in England."""
    return cast(func.timezone("Europe/London", moment), Date)


def tries_of_case(database: Database, case: Case, asked: Attempts) -> Tries:
    """The tries of a case, those before it was accepted included. One statement."""
    since = (
        select(col(Session.starts_at).label("at"))
        .join(Attendance, col(Attendance.session_id) == col(Session.id))
        .where(col(Attendance.case_id) == case.id, col(Session.kind) == ATTEMPT)
        .union_all(
            select(col(OfferAttempt.tried_at)).where(
                col(OfferAttempt.referral_id) == case.referral_id
            )
        )
        .subquery()
    )
    number, days = database.execute(
        select(func.count(), func.count(_in_england(since.c.at).distinct()))
    ).one()
    return Tries(number, days, asked.minimum, asked.days)


def tries_of_offer(database: Database, referral: Referral, asked: Attempts) -> Tries:
    """The tries of an offer that is not accepted yet. One statement."""
    number, days = database.execute(
        select(
            func.count(),
            func.count(_in_england(col(OfferAttempt.tried_at)).distinct()),
        ).where(col(OfferAttempt.referral_id) == referral.id)
    ).one()
    return Tries(number, days, asked.minimum, asked.days)
