"""Writing much at once: rows are held back, and written table by table at the end.

An action flushes when it is done, so a hundred of them in a row are a thousand small statements.
Inside `together` they only collect what they make; each row is then inserted once, as it stands at
the end, with all the others of its table. What is held back is found by its id (`get`), not by a
query: so this is for actions about rows that are all new, such as cases from a spreadsheet.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)


class Gathering(Session):
    """A session that can hold back what is made."""

    gathered: dict[type[SQLModel], dict[tuple[Any, ...], SQLModel]] | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Hold back every new row of the block, and write them all when it ends well.

        Inside another such block the rows are the outer one's to write.
        """
        if self.gathered is not None:
            yield
            return
        self.flush()
        self.gathered, autoflush = defaultdict(dict), self.autoflush
        self.autoflush = False
        try:
            yield
            made = self.gathered
        finally:
            self.gathered, self.autoflush = None, autoflush
        self.write_together(made)

    def write_together(
        self, made: Mapping[type[SQLModel], Mapping[tuple[Any, ...], SQLModel]]
    ) -> None:
        """Write rows table by table, those that others point to first."""
        of_table = {inspect(kind).local_table: rows for kind, rows in made.items()}
        for table in sorted(of_table, key=_order().__getitem__):
            self.add_all(of_table[table].values())
            self.flush()
        self.flush()

    def held(self, table: type[Row], about: Any) -> list[Row] | None:
        """The rows of a table that are held back, if the row `about` is; None if it is stored."""
        if self.gathered is None or _key(about) not in self.gathered[type(about)]:
            return None
        return [row for row in self.gathered[table].values() if isinstance(row, table)]

    def add(self, instance: object, *more: Any, **how: Any) -> None:
        """Add a row, or hold it back."""
        if self.gathered is not None and isinstance(instance, SQLModel):
            self.gathered[type(instance)][_key(instance)] = instance
        else:
            super().add(instance, *more, **how)

    def flush(self, *objects: Any) -> None:
        """Write what is pending, unless it is held back."""
        if self.gathered is None:
            super().flush(*objects)

    def get(self, entity: type[Row], ident: Any, **how: Any) -> Row | None:  # type: ignore[override]  # tables only
        """The row of this id, held back or stored; None if there is none."""
        if self.gathered is not None and entity in self.gathered:
            held = self.gathered[entity].get(ident if isinstance(ident, tuple) else (ident,))
            if isinstance(held, entity):
                return held
        return super().get(entity, ident, **how)


@cache
def _order() -> dict[Any, int]:
    """The place of each table: those that others point to come first."""
    return {table: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}


def _key(row: SQLModel) -> tuple[Any, ...]:
    return tuple(getattr(row, column.key) for column in inspect(type(row)).primary_key)
