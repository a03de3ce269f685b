"""What the tests of the case file share: counting statements, and what a form's page carried."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import col, select

from app import clocks
from app.database import engine
from app.models import Case
from tests.world import World

# The door's own: who is signed in, and becoming them (twice, as two roles in turn).
DOOR = ("set_config", "sign_in", "SELECT pg_current_xact_id_if_assigned", "INSERT INTO event")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that goes to the database inside the block, without the door's own."""
    said: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not any(mark in statement for mark in DOOR):
            said.append(statement)

    event.listen(engine(), "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine(), "before_cursor_execute", listen)


def version_on(html: str) -> int:
    """The version of the record that a form's page was drawn from."""
    found = re.search(r'name="_version" value="(\d+)"', html)
    assert found, "the page has no versioned form"
    return int(found[1])


def day_boxes(name: str, day: Any) -> dict[str, str]:
    """A day as its three boxes."""
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def rows(world: World, table: Any, case: Case) -> list[Any]:
    with world.as_(world.worker) as database:
        found = select(table).where(col(table.case_id) == case.id).order_by(col(table.id))
        return list(database.exec(found).all())


def a_session(**other: str) -> dict[str, str]:
    """The boxes of a session yesterday at ten."""
    boxes = {"status": "attended", "kind": "home-visit", "at": "10am", "minutes": "60"}
    return boxes | day_boxes("on", clocks.today()) | {"at": "0:00"} | other
