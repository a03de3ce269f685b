"""Connections to the database: cheap to use again, and checked where they may have been lost.

Both are paid for with every request: asking a connection that answered a moment ago whether it is
there, and describing columns that SQLAlchemy knows from the first time it ran the statement.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import Column
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

IDLE = 1.0  # seconds after which a connection may have been lost while nobody looked


class Columns(Sequence[Any]):
    """The columns of a result, described for whoever really looks at them."""

    def __init__(self, cursor: "Cursor") -> None:
        self.cursor = cursor

    @property
    def described(self) -> list[Column]:
        """Every column, as psycopg describes it."""
        return super(Cursor, self.cursor).description or []

    def __getitem__(self, at: Any) -> Any:
        return self.described[at]

    def __len__(self) -> int:
        return len(self.described)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.described)


class Cursor(psycopg.Cursor[Any]):
    """A cursor that says at once only whether there are columns."""

    @property
    def description(self) -> Any:
        """The columns of the result; None where it has none."""
        result = self.pgresult
        return Columns(self) if result and result.nfields else super().description


def checked(engine: Engine) -> Engine:
    """An engine whose connections are made anew where they were lost while they rested."""
    event.listen(engine, "checkin", _note)
    event.listen(engine, "checkout", _check)
    return engine


def _note(_connection: Any, record: Any) -> None:
    record.info["answered"] = time.monotonic()


def _check(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that rested whether it is there, as the pool's own check does."""
    rested = time.monotonic() - record.info.get("answered", time.monotonic())
    if rested < IDLE:
        return
    try:
        connection.autocommit = True
        connection.execute("SELECT 1")
        connection.autocommit = False
    except psycopg.Error as lost:
        # Those beside it were lost with it: each is made anew when it is wanted.
        raise InvalidatePoolError from lost
