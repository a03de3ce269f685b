"""Whether somebody wants mails about their tasks."""

from uuid import UUID

from app import clocks
from app.database import Database
from app.models import ReminderChoice


def choose(database: Database, account_id: UUID, *, by_mail: bool) -> None:
    """Say it for one's own account; the last word counts."""
    said = database.get(ReminderChoice, account_id)
    if said is None:
        database.add(ReminderChoice(account_id=account_id, by_mail=by_mail))
    else:
        said.by_mail, said.said_at = by_mail, clocks.now()
    database.flush()
