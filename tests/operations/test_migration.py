"""The database is what the code says it is."""

import psycopg
import pytest
from alembic import command
from sqlalchemy import Engine, text

from app import access
from app.operations import migration
from app.operations.migration import Addresses


def test_a_second_migration_changes_nothing(where: Addresses, owner: Engine) -> None:
    migration.migrate(where, kind="test")
    with owner.connect() as connection:
        assert access.differences(connection, where.database) == []
        assert migration.is_current(connection)


def test_the_login_alone_sees_nothing(where: Addresses) -> None:
    with psycopg.connect(where.login) as connection, pytest.raises(psycopg.Error, match="denied"):
        connection.execute("SELECT * FROM public.organisation")


def test_the_owner_is_no_superuser(owner: Engine) -> None:
    with owner.connect() as connection:
        row = connection.execute(
            text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ).one()
    assert tuple(row) == (False, False)


def test_alembic_check_is_empty(owner: Engine) -> None:
    with owner.connect() as connection:
        command.check(migration._alembic(connection))


def test_a_viewer_may_name_a_job_but_not_read_the_queue(where: Addresses) -> None:
    role = access.role_name(where.database, access.DatabaseRole.casework)
    with psycopg.connect(where.login) as connection:
        connection.execute("SELECT set_config('role', %s, true)", [role])
        connection.execute("SELECT defer_job('mail', '019a0000-0000-7000-8000-000000000000')")
        with pytest.raises(psycopg.Error, match="denied"):
            connection.execute("SELECT * FROM jobs.procrastinate_jobs")


def test_a_job_without_a_task_is_refused(where: Addresses) -> None:
    role = access.role_name(where.database, access.DatabaseRole.casework)
    with psycopg.connect(where.login) as connection:
        connection.execute("SELECT set_config('role', %s, true)", [role])
        with pytest.raises(psycopg.Error, match="no job of this name"):
            connection.execute("SELECT defer_job('drop', '019a0000-0000-7000-8000-000000000000')")
