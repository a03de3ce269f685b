"""Agreements: what a commission's partners agree to, and what a provider asks of a guest.

The statements are in `migrations/agreements/`, one file per noun in the order of their names, each
with the file that undoes it (`.down.sql`) beside it. Rights and row policies are not here:
`throughline migrate` makes them from `app/access/rows/` each time.
"""

from migrations.folders import make, undo

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    make("agreements")


def downgrade() -> None:
    undo("agreements")
