"""Copying rows straight into the tables, as the owner: COPY, a few thousand referrals at a time.

Columns, defaults and encryption are those of the models, so what stands there is what the actions
would have written; the checks and keys of the tables are all in force.
"""

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from pydantic_core import PydanticUndefined
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from app.models import (
    Allocation,
    Attendance,
    Case,
    Clock,
    Event,
    Fact,
    Goal,
    MeasureTaken,
    Person,
    Referral,
    ReferralContent,
    ReferralOffer,
    SafeContact,
    Session,
    Task,
)
from app.models.encrypted import Encrypted

# In the order of their keys. `turn` and the numbers of events and facts come from the database.
TABLES: tuple[type[SQLModel], ...] = (
    Person,
    SafeContact,
    Referral,
    ReferralOffer,
    ReferralContent,
    Case,
    Allocation,
    Clock,
    Session,
    Attendance,
    Goal,
    MeasureTaken,
    Task,
    Event,
    Fact,
)
LEFT_OUT = {"event": {"seq", "turn"}, "fact": {"seq"}}
BATCH = 4_000
Rows = dict[str, list[dict[str, Any]]]


def empty() -> Rows:
    """A batch without rows."""
    return {str(table.__tablename__): [] for table in TABLES}


class Loader:
    """Writes batches of rows through one connection of the owner."""

    def __init__(self, owner_url: str) -> None:
        self.connection = psycopg.connect(owner_url, autocommit=True)
        self.shapes = {str(table.__tablename__): _shape(table) for table in TABLES}
        self.counted = dict.fromkeys(self.shapes, 0)

    def write(self, batch: Rows) -> None:
        """Copy a batch and commit it.

        COPY does not go through row policies, so the owner is let off them for this transaction.
        """
        with self.connection.transaction(), self.connection.cursor() as cursor:
            self._bind("NO FORCE")
            for table, shape in self.shapes.items():
                columns = ", ".join(name for name, _default, _write in shape)
                with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                    for row in batch[table]:
                        copy.write_row(
                            [write(row.get(name, start)) for name, start, write in shape]
                        )
                self.counted[table] += len(batch[table])
            self._bind("FORCE")
        # Without statistics the keys are checked through the wrong index, slower with each batch.
        self.connection.execute("ANALYZE")

    def _bind(self, how: str) -> None:
        for table in self.shapes:
            self.connection.execute(f'ALTER TABLE "{table}" {how} ROW LEVEL SECURITY')

    def finish(self) -> None:
        """Let the planner know what there is, as it would a day later."""
        self.connection.execute("VACUUM (ANALYZE)")
        self.connection.close()


def _shape(table: type[SQLModel]) -> list[tuple[str, Any, Callable[[Any], Any]]]:
    """Each column with its default and with how a value is written."""
    found = []
    for column in SQLModel.metadata.tables[str(table.__tablename__)].columns:
        if column.name in LEFT_OUT.get(str(table.__tablename__), ()):
            continue
        given = table.model_fields[column.name]
        start = None if given.default is PydanticUndefined else given.default
        if given.default_factory is dict:
            start = {}
        found.append((column.name, start, _writer(column.type)))
    return found


def _writer(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, Encrypted):
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        return lambda value: kind.process_bind_param(value, dialect)
    if isinstance(kind, JSONB):
        return Jsonb
    return _plain


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
