"""The mails of a demo, which never leave the house. Asked only in a demo, as the job that sends."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.access import DatabaseRole
from app.database import transaction
from app.models import Mail
from app.queries.keyset import Slice, Turn, one_page


class ShownMail(NamedTuple):
    """One mail as it would have gone out."""

    id: UUID
    made_at: datetime
    address: str
    subject: str
    words: str


def page_of(turn: Turn) -> Slice:
    """Return one page of mails, newest first."""
    statement = select(
        col(Mail.id), col(Mail.made_at), col(Mail.address), col(Mail.subject), col(Mail.words)
    )
    with transaction(role=DatabaseRole.system) as database:
        found = one_page(
            database, statement, (col(Mail.made_at), col(Mail.id)), turn, descending=True, size=25
        )
        return found._replace(rows=[ShownMail(*row) for row in found.rows])
