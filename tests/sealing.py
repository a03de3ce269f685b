"""Sealing the events of a test, whoever else writes on the same server."""

import time
from uuid import UUID

from sqlalchemy import Engine, text

from app import events
from app.access import DatabaseRole
from app.database import transaction


def seal_all(owner: Engine, organisation: UUID) -> None:
    """Seal until the events of an organisation are: somebody else on this server may still write."""
    for _ in range(600):
        with transaction(role=DatabaseRole.system) as database:
            events.seal(database.connection())
        with owner.connect() as connection:
            open_ones = connection.scalar(
                text(
                    "SELECT count(*) FROM event WHERE organisation_id = :o AND turn >="
                    " (SELECT coalesce(max(to_turn), 0) FROM seal WHERE organisation_id = :o)"
                ),
                {"o": organisation},
            )
        if not open_ones:
            return
        time.sleep(0.1)
    raise AssertionError("the events were never sealed")
