"""The job queue's place in the database: a schema of its own, and one narrow way in.

Viewers may only name a job (`defer_job`); they can neither read nor change the queue. A job exists
if and only if the change that asked for it was committed. Arguments are ids, nothing else.
"""

from typing import cast

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql
from sqlalchemy import Connection, text

from app.access import DatabaseRole, role_name

# What a request may ask for; `jobs.py` has a task for each.
NAMED = ("mail", "transfer", "concern", "match", "return", "restatement", "edition")

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
    # Through the driver itself: these are whole scripts with percent signs in them.
    driver = cast("psycopg.Connection", owner.connection.driver_connection)
    if owner.scalar(text("SELECT to_regclass('jobs.procrastinate_jobs')")) is None:
        driver.execute("CREATE SCHEMA IF NOT EXISTS jobs")
        driver.execute("SET LOCAL search_path = jobs")
        driver.execute(SchemaManager.get_schema())
        driver.execute("SET LOCAL search_path = public")
    driver.execute(sql.SQL(DEFER).format(named=sql.Literal(list(NAMED))))
    driver.execute("REVOKE ALL ON FUNCTION public.defer_job(text, text) FROM PUBLIC")
    for role in DatabaseRole:
        grant(owner, "EXECUTE ON FUNCTION public.defer_job(text, text)", role_name(database, role))
    worker = role_name(database, DatabaseRole.system)
    grant(owner, "USAGE ON SCHEMA jobs", worker)
    grant(owner, "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs", worker)
    grant(owner, "USAGE ON ALL SEQUENCES IN SCHEMA jobs", worker)
    grant(owner, "EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs", worker)


def grant(owner: Connection, right: str, role: str) -> None:
    """Give a right to a role."""
    owner.exec_driver_sql(f'GRANT {right} TO "{role}"')
