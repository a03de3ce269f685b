"""Casework in depth: what working a case to its end needs beside the main job.

The statements are in `migrations/casework/`, one file per noun in the order of their names, each
with the file that undoes it (`.down.sql`) beside it. Rights and row policies are not here:
`throughline migrate` makes them from `app/access/rows/` each time.
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

POLICIES = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %%I ON public.%%I', one.policyname, one.tablename);
  END LOOP;
END $$
"""
CASEWORK = Path(__file__).resolve().parents[1] / "casework"


def upgrade() -> None:
    """Make every table, column and key of the folder, in order."""
    for file in sorted(CASEWORK.glob("[0-9]*.sql")):
        if not file.name.endswith(".down.sql"):
            op.get_bind().exec_driver_sql(file.read_text().replace("%", "%%"))


def downgrade() -> None:
    """Undo the folder, the newest first.

    Row policies go before the tables that they ask; `throughline migrate` makes them anew.
    """
    op.get_bind().exec_driver_sql(POLICIES)
    for file in sorted(CASEWORK.glob("[0-9]*.down.sql"), reverse=True):
        op.get_bind().exec_driver_sql(file.read_text().replace("%", "%%"))
