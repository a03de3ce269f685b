"""Forgetting what was typed or sent in and never finished: emailed links, and spreadsheets."""

from datetime import timedelta

from sqlalchemy import text

from app import clocks
from app.access import DatabaseRole
from app.database import transaction

A_SPREADSHEET_IS_KEPT = timedelta(days=7)


def forget() -> None:
    """Empty the links that ended, and drop the spreadsheets that nobody brought in for a week."""
    now = clocks.now()
    with transaction(role=DatabaseRole.system) as database:
        database.execute(
            text(
                "UPDATE guest_link SET typed = NULL, saved_at = NULL"
                " WHERE expires_at < :now AND saved_at IS NOT NULL"
            ),
            {"now": now},
        )
        database.execute(
            text(
                "UPDATE import_run SET state = 'dropped', content = NULL, ended_at = :now"
                " WHERE state = 'begun' AND made_at < :before"
            ),
            {"now": now, "before": now - A_SPREADSHEET_IS_KEPT},
        )
