"""What waits for a commissioner: returns, spend that nobody has stated, cross-tables."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.access import Permission, may
from app.database import Database
from app.models import (
    Audience,
    Commission,
    Edition,
    ProfileQuarter,
    SpendProfile,
    SpendStatement,
)
from app.queries.return_lists import received_returns
from app.reporting.periods import Quarter, latest_whole

NEW_FOR = timedelta(days=14)
"""How long an edition counts as new."""


class Spend(NamedTuple):
    """A quarter that is over, with money planned, for which nobody has said what was spent."""

    commission_id: UUID
    commission: str
    quarter: Quarter


class Due(NamedTuple):
    """What there is to do. `edition` is a new edition of the newest whole quarter, if there is one."""

    to_read: int = 0
    overdue: int = 0
    spend: tuple[Spend, ...] = ()
    edition: UUID | None = None
    lacks_edition: bool = False

    @property
    def is_any(self) -> bool:
        """Whether there is anything to say."""
        return self != Due()


def due(database: Database) -> Due:
    """What waits for this commissioner; three statements."""
    returns = received_returns(database)
    edition, made = newest_edition(database)
    is_new = edition is not None and made
    return Due(
        sum(one.is_to_read for one in returns),
        sum(one.is_overdue for one in returns),
        tuple(spend_due(database)) if may(database.viewer.role, Permission.keep_money) else (),
        edition if is_new else None,
        edition is None and database.viewer.every_commission and bool(returns),
    )


def spend_due(database: Database) -> list[Spend]:
    """Every quarter for which spend is due, the oldest first."""
    last = latest_whole()
    newest = aliased(SpendProfile)
    number = (
        select(func.max(newest.number))
        .where(col(newest.commission_id) == Commission.id)
        .scalar_subquery()
    )
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
            col(Commission.commissioner_id) == database.viewer.organisation_id,
            col(ProfileQuarter.amount) > 0,
            tuple_(col(ProfileQuarter.year), col(ProfileQuarter.quarter)) <= (last.year, last.number),
            col(SpendStatement.id).is_(None),
        )
        .order_by(col(ProfileQuarter.year), col(ProfileQuarter.quarter), col(Commission.name), col(Commission.id))
    )  # fmt: skip
    return [Spend(row[0], row[1], Quarter(row[2], row[3])) for row in rows]


def newest_edition(database: Database) -> tuple[UUID | None, bool]:
    """The newest edition of the newest whole quarter, and whether it was made these days."""
    row = database.execute(
        select(col(Edition.id), col(Edition.made_at))
        .where(
            col(Edition.audience) == str(Audience.commissioner),
            col(Edition.span) == latest_whole().code,
        )
        .order_by(col(Edition.made_at).desc())
        .limit(1)
    ).first()
    return (row[0], clocks.now() - row[1] <= NEW_FOR) if row else (None, False)
