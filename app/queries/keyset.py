"""Lists page by page, by key: the next fifty rows after a row, however many there are.

Only the id of a row stands in the address (`after=…` or `before=…`), never a name or a date; what
that row sorts by is looked up. A row that is gone, or not the viewer's, leads to the first page.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, literal, tuple_

from app import clocks
from app.database import Database

SIZE = 50
# Rows without a date come last; PostgreSQL's own infinity is no date to Python.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
NO_DAY = date(9999, 1, 1)


class Turn(NamedTuple):
    """Which page of a list: after a row, before a row, or the first."""

    after: UUID | None = None
    before: UUID | None = None


class Slice(NamedTuple):
    """The rows of one page, and the ids from which the page before and after it are reached."""

    rows: Sequence[Any]
    previous: UUID | None
    next: UUID | None


def turn_of(asked: Mapping[str, str]) -> Turn:
    """The page that the query of an address asks for; nonsense means the first."""
    return Turn(id_in(asked, "after"), id_in(asked, "before"))


def id_in(asked: Mapping[str, str], name: str) -> UUID | None:
    """The id that stands under a name in the query of an address, or None."""
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        return None


def moment_in(text: str) -> datetime:
    """The moment that stands in an address, in London. Raises ValueError for one that is none."""
    try:
        return datetime.fromisoformat(text).astimezone(clocks.LONDON)
    except OverflowError as beyond:
        message = "Before the first year, or after the last."
        raise ValueError(message) from beyond


def one_page(
    database: Database,
    statement: Select[*tuple[Any, ...]],
    keys: Sequence[Any],
    turn: Turn,
    *,
    descending: bool = False,
    size: int | None = None,
) -> Slice:
    """One page of a statement whose rows have an `id`, in the order of `keys`.

    `keys` are columns, never null and end with the id; all run in one direction. One statement for
    the first page, two for a later one.
    """
    size = size or SIZE
    anchor = turn.before or turn.after
    back = turn.before is not None
    if anchor is not None:
        start = database.execute(
            statement.with_only_columns(*keys, maintain_column_froms=True).where(keys[-1] == anchor)
        ).first()
        if start is None:
            back, anchor = False, None
        else:
            here = tuple_(*keys)
            values = zip(start, keys, strict=True)
            there = tuple_(*(literal(value, key.type) for value, key in values))
            statement = statement.where(here < there if back != descending else here > there)
    falling = back != descending
    ordered = statement.order_by(*(key.desc() if falling else key.asc() for key in keys))
    found = list(database.execute(ordered.limit(size + 1)).all())
    more, rows = len(found) > size, found[:size]
    if back:
        rows.reverse()
    has_previous = more if back else anchor is not None
    has_next = True if back else more
    return Slice(
        rows,
        rows[0].id if rows and has_previous else None,
        rows[-1].id if rows and has_next else None,
    )
