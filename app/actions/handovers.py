"""Notes from one shift to the next."""

from uuid import UUID

from app.database import Database
from app.models import Handover


def write(database: Database, *, words: str, setting_id: UUID | None = None) -> Handover:
    """Leave a note for the next shift at a site (None: for everybody of the organisation)."""
    viewer = database.viewer
    note = Handover(
        organisation_id=viewer.organisation_id,
        side=viewer.side,
        setting_id=setting_id,
        by_id=viewer.account_id,
        words=words,
    )
    database.add(note)
    database.flush()
    database.record(note, "written")
    return note
