"""Commissioning: editions, returns, money, and what the public reads.

The statements are in `migrations/commissioning/`, one file per noun in the order of their names, each
with the file that undoes it (`.down.sql`) beside it. Rights and row policies are not here:
`throughline migrate` makes them from `app/access/rows/` each time.
"""

from migrations.folders import make, undo

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    make("commissioning")


def downgrade() -> None:
    undo("commissioning")
