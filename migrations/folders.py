"""A revision as a folder of SQL: one file per noun, and beside it the one that undoes it."""

from pathlib import Path

from alembic import op

HERE = Path(__file__).resolve().parent
POLICIES = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %%I ON public.%%I', one.policyname, one.tablename);
  END LOOP;
END $$
"""


def make(folder: str) -> None:
    """Make every table, column and key of a folder, in the order of its files' names."""
    for file in sorted((HERE / folder).glob("[0-9]*.sql")):
        if not file.name.endswith(".down.sql"):
            op.get_bind().exec_driver_sql(file.read_text().replace("%", "%%"))


def undo(folder: str) -> None:
    """Undo a folder, the newest first.

    Row policies go before the tables that they ask; `throughline migrate` makes them anew.
    """
    op.get_bind().exec_driver_sql(POLICIES)
    for file in sorted((HERE / folder).glob("[0-9]*.down.sql"), reverse=True):
        op.get_bind().exec_driver_sql(file.read_text().replace("%", "%%"))
