"""Plans that the database has made already are kept, also after a rollback.

psycopg has PostgreSQL keep the plan of a statement that runs often, and lets go of all of them at
each rollback, because a table that was made in the transaction is gone then. Who serves makes no
tables, and every refused form ends in a rollback: planning the policies of a case anew took longer
than all the rest of the answer.
"""

from contextlib import suppress
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event

MOST = 300  # plans for each connection; psycopg's own 100 are fewer than our statements


def keep_plans(engine: Engine) -> Engine:
    """Have an engine keep its plans. Only for logins that cannot make or change tables."""
    event.listen(engine, "connect", _make_room)
    event.listen(engine, "rollback", _roll_back)
    return engine


def _make_room(connection: Any, _record: Any) -> None:
    connection.prepared_max = MOST


def _roll_back(connection: Connection) -> None:
    """Roll back below psycopg, which then finds nothing left to do and keeps what it has.

    Of a connection that is lost psycopg itself says so, a moment later; of one that is known to be
    lost there is nothing to roll back.
    """
    if connection.invalidated:
        return
    driver: Any = connection.connection.driver_connection
    with suppress(psycopg.Error):
        driver.pgconn.exec_(b"ROLLBACK")
