"""What waits for a commissioner: returns, spend that nobody has stated, cross-tables."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.access import Permission, may
from app.database import Database
from app.models import Audience, Edition
from app.queries.return_lists import received_returns
from app.queries.spend_due import Spend, spend_due
from app.reporting.periods import latest_whole

NEW_FOR = timedelta(days=14)
"""How long an edition counts as new."""


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
        # Where nothing was commissioned yet in that quarter, there is nothing to break down.
        edition is None
        and database.viewer.every_commission
        and any(one.quarter == latest_whole() for one in returns),
    )


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
