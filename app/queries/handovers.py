"""Hand-over notes as the next shift reads them."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from app.database import Database
from app.models import Account, Handover, Setting
from app.queries.keyset import Slice, Turn, one_page


class Note(NamedTuple):
    """A note with who left it, when and for which site."""

    id: UUID
    words: str
    made_at: datetime
    by: str
    site: str | None


def handovers(
    database: Database, turn: Turn, *, setting_id: UUID | None = None, size: int = 20
) -> Slice:
    """The notes of a site and those for everybody, newest first; every site's when None."""
    viewer = database.viewer
    statement: Select[*tuple[Any, ...]] = (
        select(
            col(Handover.id),
            col(Handover.words),
            col(Handover.made_at),
            col(Account.name).label("by"),
            col(Setting.name).label("site"),
        )
        .join(Account, col(Account.id) == Handover.by_id)
        .outerjoin(Setting, col(Setting.id) == Handover.setting_id)
        .where(
            col(Handover.organisation_id) == viewer.organisation_id,
            col(Handover.side) == viewer.side,
        )
    )
    if setting_id is not None:
        site = col(Handover.setting_id)
        statement = statement.where((site == setting_id) | site.is_(None))
    found = one_page(
        database,
        statement,
        (col(Handover.made_at), col(Handover.id)),
        turn,
        descending=True,
        size=size,
    )
    return found._replace(rows=[Note(*row) for row in found.rows])


def newest(database: Database, *, setting_id: UUID | None = None) -> Note | None:
    """The last note for a site, or None."""
    found = handovers(database, Turn(), setting_id=setting_id, size=1).rows
    return found[0] if found else None
