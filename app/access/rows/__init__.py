"""The table of who sees which rows: one entry per table and database role.

One module per theme; the conditions are named and explained in `conditions.py`. A role without an
entry has no right at all on the table.
"""

from collections.abc import Mapping

from app.access.conditions import DatabaseRole, Rows
from app.access.rows import (
    accounts,
    editions,
    guests,
    handovers,
    house,
    imports,
    ledgers,
    lines,
    money,
    papers,
    people,
    planning,
    returns,
    safeguarding,
    services,
    working,
)

# A new theme is a module here, with its tables in ROWS and those that are recorded in RECORDED.
THEMES = (
    papers,
    accounts,
    services,
    lines,
    ledgers,
    house,
    planning,
    handovers,
    guests,
    working,
    people,
    safeguarding,
    imports,
    returns,
    editions,
    money,
)


def joined() -> Mapping[str, Mapping[DatabaseRole, Rows]]:
    """The tables of every theme; a theme may give a role of its own a right on an older table."""
    found: dict[str, dict[DatabaseRole, Rows]] = {}
    for theme in THEMES:
        for table, rows in theme.ROWS.items():
            twice = found.setdefault(table, {}).keys() & rows.keys()
            if twice:
                message = f"{table}: {', '.join(twice)} stands in two themes"
                raise ValueError(message)
            found[table] |= rows
    return found


ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = joined()

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED: frozenset[str] = frozenset().union(*(theme.RECORDED for theme in THEMES))
