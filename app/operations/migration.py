"""Bringing a database to what this version of the code expects. Safe to run at every start.

In one transaction, as the owner and one process at a time: roles and logins, tables (Alembic), the
job queue, rights and row policies, what kind of installation this is. Then the programmes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from app import access
from app.access import DatabaseRole
from app.actions import return_documents
from app.database import Database, connect
from app.errors import CannotStart
from app.operations import queue
from app.programmes import loading
from app.settings import PROJECT, settings

VERSION = 18  # of PostgreSQL: what it was tried with, no older one and no newer one
LOCK = 7_420_010

# The roles that each login may take on. A login has no rights of its own.
LOGINS = {
    "login": (
        DatabaseRole.signing_in,
        DatabaseRole.casework,
        DatabaseRole.commissioning,
        DatabaseRole.counting,
        DatabaseRole.administration,
        DatabaseRole.system,
    ),
    "publishing": (DatabaseRole.publishing,),
    "guest": (DatabaseRole.guest,),
}


@dataclass(frozen=True)
class Addresses:
    """Where one database is: for its owner, and for each login that serves."""

    owner: str
    login: str
    publishing: str
    guest: str

    @property
    def database(self) -> str:
        """The name of the database."""
        return unquote(urlsplit(self.owner).path.lstrip("/"))


def addresses(owner: str, login: str) -> Addresses:
    """Return all addresses of a database, deriving those of the public logins from the others."""
    said = settings()
    database = unquote(urlsplit(owner).path.lstrip("/"))
    return Addresses(
        owner=owner,
        login=login,
        publishing=said.database_publishing_url
        or _as(login, f"throughline_{database}_publishing_login"),
        guest=said.database_guest_url or _as(login, f"throughline_{database}_guest_login"),
    )


def migrate(where: Addresses, *, kind: str = "live") -> None:
    """Make the database ready for this version of the code.

    `kind` is what a new database becomes: `live`, `demo` or `test`; a marked one keeps its mark.
    Raises CannotStart if the server is of another version, cannot be reached or does not give the
    owner the rights it needs, or if the database is of another kind.
    """
    with as_owner(where) as connection, _rights_named():
        _refuse_old_server(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        access.make_roles(connection, where.database, logins(where))
        fresh = connection.scalar(text("SELECT to_regclass('public.installation')")) is None
        _upgrade(connection)
        queue.install(connection, where.database)
        access.apply(connection, where.database)
        _mark(connection, kind, fresh=fresh)
    load_programmes(where)


def load_programmes(where: Addresses) -> None:
    """Load every programme document and return definition of this version of the code.

    An unchanged one stays.
    """
    engine = connect(where.login, pool=1)
    try:
        with Database(engine, DatabaseRole.administration) as database:
            loading.load_all(database)
            return_documents.load_all(database)
            database.commit()
    finally:
        engine.dispose()


@contextmanager
def as_owner(where: Addresses) -> Iterator[Connection]:
    """Connect as the owner, in one transaction. Raises CannotStart if the server is not reached."""
    engine = connect(where.owner, pool=1)
    try:
        with _reached(engine) as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def is_current(connection: Connection) -> bool:
    """Does this database have the tables that this version of the code expects?"""
    expected = ScriptDirectory.from_config(_alembic(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == expected


def _upgrade(connection: Connection) -> None:
    command.upgrade(_alembic(connection), "head")


def _alembic(connection: Connection) -> Config:
    config = Config(str(PROJECT / "alembic.ini"))
    config.attributes["connection"] = connection
    # The caller's logging stays as it is.
    config.attributes["configure_logger"] = False
    return config


def refuse_wrong_login(where: Addresses) -> None:
    """Raise CannotStart where the login that serves cannot come in."""
    engine = connect(where.login, pool=1)
    try:
        _reached(engine, "DATABASE_URL").close()
    finally:
        engine.dispose()


@contextmanager
def _rights_named() -> Iterator[None]:
    """Say in a sentence which right the owner lacks."""
    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        raise CannotStart(
            f"PostgreSQL says: {error.orig.diag.message_primary}. The login in DATABASE_OWNER_URL "
            "needs the attribute CREATEROLE and must own the database. Let `throughline migrate` "
            "make the login in DATABASE_URL; one that is there already must be granted to the owner "
            "WITH ADMIN OPTION."
        ) from error


def _reached(engine: Engine, name: str = "DATABASE_OWNER_URL") -> Connection:
    try:
        return engine.connect()
    except OperationalError as error:
        raise CannotStart(
            f"The database in {name} cannot be reached, or refused the password. "
            f"PostgreSQL says: {str(error.orig).strip().splitlines()[0]}"
        ) from error


def _refuse_old_server(connection: Connection) -> None:
    refuse_version(int(str(connection.scalar(text("SHOW server_version_num")))))


def refuse_version(number: int) -> None:
    """Raise CannotStart unless a server (by its `server_version_num`) is PostgreSQL 18."""
    if number // 10_000 != VERSION:
        raise CannotStart(
            f"Throughline needs PostgreSQL {VERSION}; this server is version {number // 10_000}. "
            "Without DATABASE_URL the one that comes with Throughline is used."
        )


def logins(where: Addresses) -> dict[str, tuple[str, tuple[DatabaseRole, ...]]]:
    """Return login name → (password, roles), as `access.make_roles` takes it."""
    made = {}
    for kind, roles in LOGINS.items():
        url = urlsplit(getattr(where, kind))
        if not url.username or not url.password:
            raise CannotStart(
                "DATABASE_URL needs a user name and a password of its own, different from the "
                "owner's: postgresql://name:password@host/database."
            )
        if url.username == urlsplit(where.owner).username:
            raise CannotStart(
                "DATABASE_URL must not use the owner's login: the owner sees every row. Give it a "
                "name of its own; `throughline migrate` makes the login."
            )
        made[unquote(url.username)] = (unquote(url.password), roles)
    return made


def _as(url: str, name: str) -> str:
    """Return the same address for another login, whose password is derived from our keys."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    secret = quote(settings().keys().password(name), safe="")
    return urlunsplit(parts._replace(netloc=f"{quote(name)}:{secret}@{host}"))


def _mark(connection: Connection, kind: str, *, fresh: bool) -> None:
    """Say what a new database is; refuse to turn one that is something else into it."""
    if fresh:
        connection.execute(text("UPDATE installation SET kind = :kind"), {"kind": kind})
    refuse_other_kind(connection, kind)


def refuse_other_kind(connection: Connection, kind: str) -> None:
    """Raise CannotStart where a demo or a test is asked for in a database that is something else."""
    found = connection.scalar(text("SELECT kind FROM installation"))
    if kind not in {found, "live"}:
        raise CannotStart(f"This database is marked {found}. A {kind} needs a database of its own.")
