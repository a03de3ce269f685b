"""The last statements of a transaction and its COMMIT, sent together.

Whoever states facts holds the fact lock until the commit is on the disk, and everybody else who
states something waits. Sent one by one, the lock would also be held while each answer came back and
this process had its turn to send the next; sent together, the database goes through them alone.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Last = tuple[str, Sequence[Any]]
"""A statement in the driver's own words, and what it binds."""


def send(connection: Connection, statements: Sequence[Last], *, commit: bool) -> None:
    """Send these statements, perhaps with COMMIT after them; nothing is kept if one of them fails.

    Raises what SQLAlchemy raises for a failed statement.
    """
    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline(), driver.cursor() as cursor:
            for statement, given in statements:
                cursor.execute(statement, given)
            if commit:
                driver.commit()
    except psycopg.Error as fault:
        if driver.closed:
            connection.invalidate(fault)
        raise DBAPIError.instance(
            statements[-1][0], None, fault, psycopg.Error, dialect=connection.dialect,
            connection_invalidated=driver.closed,
        ) from fault  # fmt: skip
