"""The least that a page could take: its own reads sent bare, and its own template drawn, and no more."""

import statistics
import time
from contextlib import suppress
from itertools import chain
from types import TracebackType
from typing import Any, NamedTuple, Self

from jinja2 import Template
from sqlalchemy import event

from app import database as door
from app.web.drawing import drawn_for

TIMES = 15
READS = ("SELECT", "WITH", "(SELECT")


class Floor(NamedTuple):
    """Milliseconds at the median."""

    milliseconds: float


class Recording:
    """What one request asks of the database, and what it draws."""

    def __init__(self) -> None:
        # By connection: a page may ask on a second one, as another role, in between.
        self.reads: dict[int, list[tuple[str, Any]]] = {}
        self.drawn: list[tuple[Template, Any, Any]] = []

    def __enter__(self) -> Self:
        event.listen(door.engine(), "before_cursor_execute", self._note)
        self._render = Template.render

        def render(template: Template, *given: Any, **more: Any) -> str:
            self.drawn.append((template, dict(*given, **more), drawn_for.get()))
            return self._render(template, *given, **more)

        Template.render = render  # type: ignore[method-assign]  # only while recording
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        event.remove(door.engine(), "before_cursor_execute", self._note)
        Template.render = self._render  # type: ignore[method-assign]  # as it was

    def _note(
        self, connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any
    ) -> None:
        # What a page writes (that a record was seen) is not written twice; a lock taken is a read.
        if statement.lstrip().startswith(READS):
            which = id(connection.connection.dbapi_connection)
            self.reads.setdefault(which, []).append((statement, parameters))


def floor_of(recording: Recording) -> Floor:
    """Send the reads again through the driver alone, and draw the template again."""
    render = recording.drawn[0] if recording.drawn else None
    times = []
    connection = door.engine().raw_connection()
    try:
        for _ in range(TIMES):
            began = time.perf_counter()
            with connection.cursor() as cursor:
                for statement, parameters in chain(*recording.reads.values()):
                    cursor.execute(statement, parameters)
                    with suppress(Exception):
                        cursor.fetchall()
            if render:
                template, context, request = render
                token = drawn_for.set(request)
                template.render(context)
                drawn_for.reset(token)
            times.append((time.perf_counter() - began) * 1000)
            connection.rollback()
    finally:
        connection.close()
    return Floor(statistics.median(times))
