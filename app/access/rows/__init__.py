"""The table of who sees which rows: one entry per table and database role.

One module per theme; the conditions are named and explained in `conditions.py`. A role without an
entry has no right at all on the table.
"""

from collections.abc import Mapping

from app.access.conditions import DatabaseRole, Rows
from app.access.rows import accounts, house, ledgers, lines, planning, services

# A new theme is a module here, with its tables in ROWS and those that are recorded in RECORDED.
THEMES = (accounts, services, lines, ledgers, house, planning)

ROWS: Mapping[str, Mapping[DatabaseRole, Rows]] = {
    table: rows for theme in THEMES for table, rows in theme.ROWS.items()
}

# Tables whose changes must leave an event (checked at commit, also for raw SQL).
RECORDED: frozenset[str] = frozenset().union(*(theme.RECORDED for theme in THEMES))
