"""The job queue's place in the database: a schema of its own, and one narrow way in.

Viewers may only name a job (`defer_job`); they can neither read nor change the queue. A job exists if
and only if the change that asked for it was committed. Arguments are ids, nothing else.
"""

from psycopg import sql
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

from app.access import DatabaseRole, role_name

SCHEMA = "jobs"

# What a request may ask for; `jobs.py` has a task for each.
NAMED = ("mail",)

# SECURITY DEFINER runs as the owner, so the search path is fixed: nobody can slip another
# procrastinate_jobs in front of it.
DEFER = """
CREATE OR REPLACE FUNCTION public.defer_job(job text, id text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = jobs, pg_catalog, pg_temp AS $$
BEGIN
  IF job <> ALL ({named}) THEN
    RAISE EXCEPTION 'There is no job of this name.';
  END IF;
  PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW(
    'default', job, 0, NULL, NULL, jsonb_build_object('id', id::uuid), NULL
  )::procrastinate_job_to_defer_v1]);
END $$
"""


def install(owner: Connection, database: str) -> None:
    """Make the queue and the rights to it, in the caller's transaction. Safe to repeat."""
    if owner.scalar(text("SELECT to_regclass('jobs.procrastinate_jobs')")) is None:
        owner.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        owner.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}")
        # Through the driver itself: the file is many statements and has percent signs in it.
        driver = owner.connection.driver_connection
        if driver is None:
            raise RuntimeError
        driver.execute(SchemaManager.get_schema())
        owner.exec_driver_sql("SET LOCAL search_path = public")
    named = sql.Literal(list(NAMED)).as_string(None)
    owner.connection.driver_connection.execute(DEFER.format(named=named))
    owner.exec_driver_sql("REVOKE ALL ON FUNCTION public.defer_job(text, text) FROM PUBLIC")
    for role in DatabaseRole:
        owner.exec_driver_sql(
            f'GRANT EXECUTE ON FUNCTION public.defer_job(text, text) TO "{role_name(database, role)}"'
        )
    worker = role_name(database, DatabaseRole.system)
    for right in (
        f"USAGE ON SCHEMA {SCHEMA}",
        f"SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA}",
        f"USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA}",
        f"EXECUTE ON ALL FUNCTIONS IN SCHEMA {SCHEMA}",
    ):
        owner.exec_driver_sql(f'GRANT {right} TO "{worker}"')
