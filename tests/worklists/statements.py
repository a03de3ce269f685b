"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app import database as door


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is sent inside the block, as text."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(door.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(door.engine(), "before_cursor_execute", note)


def reads(sent: list[str]) -> list[str]:
    """The statements that fetch what a page shows: not the door's own, nor what it writes."""
    own = ("set_config", "current_setting", "FROM sign_in", "FROM submission", "pg_current_xact")
    asked = [one for one in sent if one.lstrip().startswith(("SELECT", "WITH", "(SELECT"))]
    return [one for one in asked if not any(sign in one for sign in own)]
