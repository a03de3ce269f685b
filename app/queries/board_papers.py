"""Board papers of an office, as lists show them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from app.database import Database
from app.models import Account, BoardPaper, BoardPaperMade

MOST = 100


class PaperLine(NamedTuple):
    """One paper; `made_at` is None while it is in the making."""

    id: UUID
    title: str
    quarter: str
    by: str
    known_on: datetime
    made_at: datetime | None
    is_own: bool


def papers(database: Database) -> list[PaperLine]:
    """One's own papers, and those that colleagues made; the newest first."""
    me = database.viewer.account_id
    rows = database.execute(
        select(
            col(BoardPaper.id),
            col(BoardPaper.title),
            col(BoardPaper.quarter),
            col(Account.name),
            col(BoardPaper.known_on),
            col(BoardPaperMade.made_at),
            (col(BoardPaper.account_id) == me).label("is_own"),
        )
        .join(Account, col(Account.id) == BoardPaper.account_id, isouter=True)
        .join(BoardPaperMade, col(BoardPaperMade.paper_id) == BoardPaper.id, isouter=True)
        .where(or_(col(BoardPaper.account_id) == me, col(BoardPaperMade.made_at).is_not(None)))
        .order_by(col(BoardPaper.begun_at).desc())
        .limit(MOST)
    )
    return [PaperLine(*row) for row in rows]
