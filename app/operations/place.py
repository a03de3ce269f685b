"""The database a command works on: the one that DATABASE_URL names, or the embedded one.

The embedded one is started and brought up to date first, and stopped when its last user leaves. Its
addresses are put into the environment, so that processes we start meet the same database.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, text

from app import database as door
from app.errors import CannotStart
from app.operations import embedded, migration, postmaster, progress
from app.operations.migration import Addresses
from app.settings import settings


def is_embedded() -> bool:
    """Is the embedded server used? It is when neither address is given."""
    return settings().database_url is None and settings().database_owner_url is None


def data_folder() -> Path:
    """Where the embedded server keeps its data."""
    return settings().var / "postgres"


@contextmanager
def opened(*, kind: str = "live") -> Iterator[Addresses]:
    """Open the database, ready for this version of the code; `kind` marks a new one.

    A server of somebody's own is migrated on purpose, never by the way; only a demo, asked for in
    an empty database, makes its tables itself. Raises CannotStart with a sentence that says what to
    do, also where a demo is asked for in a database that is none.
    """
    if not is_embedded():
        where = given()
        if kind == "demo" and is_empty(where):
            with progress.step("Bringing the database up to date"):
                migration.migrate(where, kind=kind)
        with as_owner(where) as connection:
            _refuse_old_tables(connection)
            migration.refuse_other_kind(connection, kind)
        migration.refuse_wrong_login(where)
        _tell_environment(where)
        door.configure(where.login, guest=where.guest, publishing=where.publishing)
        yield where
        return
    with progress.step("Starting PostgreSQL 18"):
        server = embedded.start(data_folder())
    try:
        where = migration.addresses(server.owner_url, server.login_url(embedded.DATABASE))
        with progress.step("Bringing the database up to date"):
            migration.migrate(where, kind=kind)
        _note_kind(where)
        _tell_environment(where)
        door.configure(where.login, guest=where.guest, publishing=where.publishing)
        yield where
    finally:
        with suppress(RuntimeError):
            door.engine().dispose()
        server.stop()


@contextmanager
def bare() -> Iterator[Addresses]:
    """Open the database as it is, empty or not: for restoring into it."""
    if not is_embedded():
        yield given()
        return
    server = embedded.start(data_folder())
    try:
        yield migration.addresses(server.owner_url, server.login_url(embedded.DATABASE))
    finally:
        server.stop()


def given() -> Addresses:
    """Return the addresses that the environment gives. Raises CannotStart if one is missing."""
    said = settings()
    if said.database_url is None:
        raise CannotStart("DATABASE_OWNER_URL is set, but DATABASE_URL, for serving, is missing.")
    if said.database_owner_url is None:
        raise CannotStart(
            "DATABASE_URL is set, but DATABASE_OWNER_URL is missing: the owner of the tables, who "
            "migrates and backs up."
        )
    return migration.addresses(said.database_owner_url, said.database_url)


@contextmanager
def only_one(address: str) -> Iterator[None]:
    """Serve from this folder once at a time. Raises CannotStart, naming who serves already."""
    settings().var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings().var / "serving").open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note.seek(0)
            raise CannotStart(
                f"Throughline is already running from this folder ({note.read().strip()}). "
                "Stop it with Ctrl-C in its terminal, then try again."
            ) from None
        note.truncate(0)
        note.write(f"{address}, process {os.getpid()}")
        note.flush()
        try:
            yield
        finally:
            note.truncate(0)


def migrate() -> None:
    """Bring the database up to date on purpose: the embedded one, or somebody's own."""
    if is_embedded():
        with opened():
            return
    with progress.step("Bringing the database up to date"):
        migration.migrate(given())


@contextmanager
def as_owner(where: Addresses) -> Iterator[Connection]:
    """One transaction as the owner of the tables: for operations, never for serving."""
    with migration.as_owner(where) as connection:
        yield connection


def forget_demo() -> None:
    """Remove the demo's data, so that the next start makes a new one.

    Raises CannotStart if the data is in use, or is not a demo's.
    """
    if not is_embedded():
        empty(given())
        migration.migrate(given(), kind="demo")
        return
    folder = data_folder()
    kind = postmaster.beside(folder, "kind")
    if folder.exists() and kind.exists() and kind.read_text() != "demo":
        raise CannotStart(
            f"The data in {folder} is not a demo's, so it is not removed. Choose another folder "
            "for the demo with THROUGHLINE_VAR."
        )
    embedded.remove(folder)


def empty(where: Addresses) -> None:
    """Remove every table of a demo. Raises CannotStart if the database is not marked demo."""
    with as_owner(where) as connection:
        there = connection.scalar(text("SELECT to_regclass('public.installation')"))
        if there is None:
            return
        found = connection.scalar(text("SELECT kind FROM installation"))
        if found != "demo":
            raise CannotStart(f"This database is marked {found}, not demo; nothing was removed.")
        connection.execute(text("DROP SCHEMA public, jobs CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def _note_kind(where: Addresses) -> None:
    """Write down beside the data what it is, to be known also when the server cannot start."""
    with as_owner(where) as connection:
        kind = connection.scalar(text("SELECT kind FROM installation"))
    postmaster.beside(data_folder(), "kind").write_text(str(kind))


def tell_port(port: int) -> None:
    """Let every process of ours know the port that is served, which the links in mails carry."""
    os.environ["PORT"] = str(port)
    settings.cache_clear()


def _tell_environment(where: Addresses) -> None:
    os.environ["DATABASE_URL"] = where.login
    os.environ["DATABASE_OWNER_URL"] = where.owner
    os.environ["DATABASE_PUBLISHING_URL"] = where.publishing
    os.environ["DATABASE_GUEST_URL"] = where.guest
    settings.cache_clear()


def is_empty(where: Addresses) -> bool:
    """Has this database no tables of ours yet? Raises CannotStart if it cannot be reached."""
    with as_owner(where) as connection:
        return connection.scalar(text("SELECT to_regclass('public.installation')")) is None


def _refuse_old_tables(connection: Connection) -> None:
    """Raise CannotStart where the tables are not those of this version of the code."""
    there = connection.scalar(text("SELECT to_regclass('public.alembic_version')"))
    if there is None or not migration.is_current(connection):
        raise CannotStart(
            "The database does not have the tables of this version yet. Make a backup, then "
            "run `throughline migrate`."
        )
