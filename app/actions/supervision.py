"""Notes of supervision."""

from datetime import date
from uuid import UUID

from app.database import Database
from app.models import SupervisionNote


def write(
    database: Database,
    *,
    account_id: UUID,
    met_on: date,
    words: str,
    agreed: str | None = None,
    next_on: date | None = None,
) -> SupervisionNote:
    """Keep what was spoken about with a worker; they and the managers of their team can read it."""
    viewer = database.viewer
    made = SupervisionNote(
        organisation_id=viewer.organisation_id,
        side=viewer.side,
        account_id=account_id,
        by_id=viewer.account_id,
        met_on=met_on,
        words=words,
        agreed=agreed,
        next_on=next_on,
    )
    database.add(made)
    database.flush()
    database.record(made, "written", about=account_id)
    return made
