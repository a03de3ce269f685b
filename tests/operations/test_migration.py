"""The database is what the code says it is."""

import re

import psycopg
import pytest
from alembic import command
from sqlalchemy import Engine, text

from app import access
from app.errors import CannotStart
from app.operations import migration, place
from app.operations.embedded import Server
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


def test_the_first_migration_goes_up_down_and_up_again(server: Server, where: Addresses) -> None:
    server.create_database(f"{where.database}_again")
    again = migration.addresses(
        server.owner_url_of(f"{where.database}_again"),
        server.login_url(f"{where.database}_again"),
    )
    migration.migrate(again, kind="test")
    with migration.as_owner(again) as connection:
        command.downgrade(migration._alembic(connection), "base")
        left = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all()
        assert left == ["alembic_version"]
    migration.migrate(again, kind="test")
    with migration.as_owner(again) as connection:
        assert access.differences(connection, again.database) == []
    server.drop_database(again.database)


@pytest.mark.parametrize(("number", "said"), [(170_006, "17"), (190_000, "19"), (90_624, "9")])
def test_another_version_of_postgresql_is_refused_in_a_sentence(number: int, said: str) -> None:
    with pytest.raises(CannotStart, match=f"needs PostgreSQL 18; this server is version {said}\\."):
        migration.refuse_version(number)
    migration.refuse_version(180_004)


def test_the_version_of_the_server_is_asked(
    where: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "VERSION", 99)
    with pytest.raises(CannotStart, match="needs PostgreSQL 99; this server is version 18"):
        migration.migrate(where)


def test_an_owner_without_the_rights_is_told_which(where: Addresses, server: Server) -> None:
    """The login of a web process stands for somebody who may make no roles."""
    poor = migration.addresses(where.login, where.login.replace("login", "other", 1))
    with pytest.raises(CannotStart, match="needs the attribute CREATEROLE"):
        migration.migrate(poor)


def test_a_login_that_cannot_come_in_is_named_before_anything_is_served(where: Addresses) -> None:
    wrong = migration.addresses(where.owner, re.sub(r":[^:@/]+@", ":wrong@", where.login))
    with pytest.raises(CannotStart, match="DATABASE_URL cannot be reached, or refused"):
        migration.refuse_wrong_login(wrong)


def test_a_server_of_ones_own_is_opened_as_what_it_is(
    where: Addresses, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with DATABASE_URL set: migrated on purpose, except an empty one that is to be a demo."""
    name = f"{where.database}_own"
    server.create_database(name)
    found = migration.addresses(server.owner_url_of(name), server.login_url(name))
    monkeypatch.setattr(place, "is_embedded", lambda: False)
    monkeypatch.setattr(place, "given", lambda: found)
    monkeypatch.setattr(place, "_tell_environment", lambda _where: None)
    monkeypatch.setattr(place.door, "configure", lambda *_urls, **_guest: None)
    with pytest.raises(CannotStart, match="run `throughline migrate`"), place.opened():
        pass
    with place.opened(kind="demo") as opened:
        assert opened == found
    with place.opened():
        pass
    with pytest.raises(CannotStart, match=r"marked demo\. A test needs"), place.opened(kind="test"):
        pass
    server.drop_database(name)


def test_a_live_database_never_becomes_a_demo(where: Addresses) -> None:
    with pytest.raises(CannotStart, match="needs a database of its own"):
        migration.migrate(where, kind="demo")


def test_the_owner_s_login_is_refused_for_serving(where: Addresses) -> None:
    with pytest.raises(CannotStart, match="must not use the owner's login"):
        migration.migrate(migration.addresses(where.owner, where.owner))
