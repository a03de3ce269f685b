"""Saved views of figures: one's own, and those that colleagues share."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Account, SavedView

MOST = 100


class ViewLine(NamedTuple):
    """One saved view."""

    id: UUID
    name: str
    address: str
    shared: bool
    by: str
    is_own: bool


def saved_views(database: Database) -> list[ViewLine]:
    """Those that exist for the viewer, their own first, by name."""
    own = col(SavedView.account_id) == database.viewer.account_id
    rows = database.execute(
        select(
            col(SavedView.id),
            col(SavedView.name),
            col(SavedView.address),
            col(SavedView.shared),
            col(Account.name),
            own.label("is_own"),
        )
        .join(Account, col(Account.id) == SavedView.account_id, isouter=True)
        .order_by(own.desc(), col(SavedView.name))
        .limit(MOST)
    )
    return [ViewLine(*row) for row in rows]
