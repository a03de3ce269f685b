"""A refused form takes back what it changed, and not what the database has planned."""

from sqlalchemy import text

from app import database as door
from app.operations.migration import Addresses

SAID = "SELECT set_config('app.user', 'somebody', true)"
PLANNED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement = :statement")


def test_plans_outlast_a_rollback_and_settings_do_not(where: Addresses) -> None:
    with door.engine().connect() as connection:
        for _ in range(8):
            connection.execute(text(SAID))
        connection.rollback()
        assert connection.scalar(PLANNED, {"statement": SAID}) == 1
        assert not connection.scalar(text("SELECT current_setting('app.user', true)"))
