"""Spreadsheets that were brought in, and those that are under way."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Account, Commission, ImportRun

MOST = 30


class Run(NamedTuple):
    """One spreadsheet and what became of its rows."""

    id: UUID
    commission: str
    by: str
    file_name: str
    state: str
    made_at: datetime
    n_rows: int
    n_brought: int
    n_known: int
    n_refused: int


def runs(database: Database) -> Sequence[Run]:
    """The latest runs of the viewer's organisation and side, the newest first."""
    viewer = database.viewer
    rows = database.execute(
        select(
            col(ImportRun.id),
            col(Commission.name),
            col(Account.name),
            col(ImportRun.file_name),
            col(ImportRun.state),
            col(ImportRun.made_at),
            col(ImportRun.n_rows),
            col(ImportRun.n_brought),
            col(ImportRun.n_known),
            col(ImportRun.n_refused),
        )
        .join(Commission, col(Commission.id) == ImportRun.commission_id)
        .join(Account, col(Account.id) == ImportRun.account_id)
        .where(
            col(ImportRun.organisation_id) == viewer.organisation_id,
            col(ImportRun.side) == viewer.side,
        )
        .order_by(col(ImportRun.made_at).desc())
        .limit(MOST)
    )
    return [Run(*row) for row in rows]
