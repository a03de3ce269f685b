"""Quarters that are over, with money planned, for which nobody has said what was spent."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import Database
from app.models import Commission, ProfileQuarter, SpendProfile, SpendStatement
from app.reporting.periods import Quarter, latest_whole


class Spend(NamedTuple):
    """One quarter of one commission without a word about what was spent."""

    commission_id: UUID
    commission: str
    quarter: Quarter


def spend_due(database: Database, *, provides: bool = False) -> list[Spend]:
    """Every quarter for which spend is due, the oldest first; one statement.

    Of what the viewer's organisation commissions, or with `provides` of what it delivers.
    """
    last = latest_whole()
    newest = aliased(SpendProfile)
    number = (
        select(func.max(newest.number))
        .where(col(newest.commission_id) == Commission.id)
        .scalar_subquery()
    )
    whose = Commission.provider_id if provides else Commission.commissioner_id
    rows = database.execute(
        select(
            col(Commission.id), col(Commission.name),
            col(ProfileQuarter.year), col(ProfileQuarter.quarter),
        )
        .select_from(Commission)
        .join(SpendProfile, and_(col(SpendProfile.commission_id) == Commission.id, col(SpendProfile.number) == number))
        .join(ProfileQuarter, col(ProfileQuarter.profile_id) == SpendProfile.id)
        .outerjoin(
            SpendStatement,
            (col(SpendStatement.commission_id) == Commission.id)
            & (col(SpendStatement.year) == ProfileQuarter.year)
            & (col(SpendStatement.quarter) == ProfileQuarter.quarter),
        )
        .where(
            col(whose) == database.viewer.organisation_id,
            col(ProfileQuarter.amount) > 0,
            tuple_(col(ProfileQuarter.year), col(ProfileQuarter.quarter)) <= (last.year, last.number),
            col(SpendStatement.id).is_(None),
        )
        .order_by(col(ProfileQuarter.year), col(ProfileQuarter.quarter), col(Commission.name), col(Commission.id))
    )  # fmt: skip
    return [Spend(row[0], row[1], Quarter(row[2], row[3])) for row in rows]
