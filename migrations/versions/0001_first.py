"""The first tables, as they stood at the first release.

The statements are in `migrations/first/`, one file per noun in the order of their names: easier to
read than a thousand lines of Python, and just as fixed. Rights and row policies are not here:
`throughline migrate` makes them from `app/access/rows/` each time.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

FIRST = Path(__file__).resolve().parents[1] / "first"


def upgrade() -> None:
    """Make every table, function, trigger and key."""
    for file in sorted(FIRST.glob("[0-9]*.sql")):
        op.get_bind().exec_driver_sql(file.read_text().replace("%", "%%"))


def downgrade() -> None:
    """Take everything away again, the newest first."""
    op.get_bind().exec_driver_sql((FIRST / "down.sql").read_text())
