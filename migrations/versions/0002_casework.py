"""Casework in depth: what working a case to its end needs beside the main job.

The statements are in `migrations/casework/`, one file per noun in the order of their names, each
with the file that undoes it (`.down.sql`) beside it. Rights and row policies are not here:
`throughline migrate` makes them from `app/access/rows/` each time.
"""

from migrations.folders import make, undo

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    make("casework")


def downgrade() -> None:
    undo("casework")
