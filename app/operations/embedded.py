"""PostgreSQL 18 for demo, trial and tests: started beside the data, reached by a private socket.

    server = embedded.start(settings().var / "postgres")
    server.owner_url, server.login_url("throughline")
    server.stop()

Several processes may use one server: each holds a shared lock while it does, and whoever leaves
last stops the server. One that was left running (its user was killed) is taken over by the next.
There is no network port, and nobody gets in without a password (SCRAM).
"""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from app.errors import CannotStart
from app.operations import postmaster
from app.operations.programs import Hand, elsewhere, hand_for
from app.settings import settings

OWNER = "throughline_owner"
DATABASE = "throughline"
ENDING = 3.0  # seconds that a server which was killed may take to be gone


@dataclass
class Server:
    """A running embedded server. `stop()` lets go of it."""

    data: Path
    socket: Path
    hand: Hand = field(repr=False)
    _passwords: dict[str, str] = field(repr=False)
    _in_use: IO[str] | None = field(repr=False)

    @property
    def owner_url(self) -> str:
        """The owner's address of the main database: migrate and backup only."""
        return self.owner_url_of(DATABASE)

    def owner_url_of(self, database: str) -> str:
        """Return the owner's address of a database of this server."""
        return self._url(OWNER, self._passwords["owner"], database)

    def login_url(self, database: str, kind: str = "login") -> str:
        """Return the address that serves: kind is `login`, `publishing` or `guest`."""
        name = f"throughline_{database}_{kind}"
        return self._url(name, settings().keys().password(name), database)

    def create_database(self, name: str) -> None:
        """Make a database that belongs to the owner, unless it is there already."""
        with self._superuser() as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if there.fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(name), sql.Identifier(OWNER)
                    )
                )

    def drop_database(self, name: str) -> None:
        """Remove a database and everybody connected to it, if it is there."""
        with self._superuser() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def stop(self) -> None:
        """Let go of the server; the last to leave stops it. Calling it twice does no harm."""
        if self._in_use is None:
            return
        in_use, self._in_use = self._in_use, None
        with _turnstile(self.data), in_use:
            try:
                fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # somebody else is still using it
            self.hand.run("pg_ctl", "-D", str(self.hand.data), "-m", "fast", "-w", "stop")
            shutil.rmtree(self.socket, ignore_errors=True)

    def _url(self, user: str, password: str, database: str) -> str:
        host = quote(str(self.socket), safe="")
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={host}"

    @contextmanager
    def _superuser(self) -> Iterator[psycopg.Connection]:
        url = self._url("postgres", self._passwords["superuser"], "postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection


def start(data: Path, *, database: str = DATABASE, durable: bool = True) -> Server:
    """Start the server of this data folder, or join the one that runs already.

    `database` is made if it is missing. `durable=False` never waits for the disk: for tests.
    Raises CannotStart with a sentence that says what to do.
    """
    data = data.resolve()
    _prepare(data.parent)
    with _turnstile(data):
        in_use = postmaster.beside(data, "in-use").open("a")
        fcntl.flock(in_use, fcntl.LOCK_SH)
        try:
            server = _let_in(data, in_use, durable=durable)
            server.create_database(database)
        except psycopg.OperationalError as error:
            in_use.close()
            raise CannotStart(
                f"PostgreSQL runs in {data}, but does not let us in. Stop it, or start over with "
                "`make demo RESET=1`."
            ) from error
        except BaseException:
            in_use.close()
            raise
    return server


def _let_in(data: Path, in_use: IO[str], *, durable: bool) -> Server:
    """The server that runs on this data, or a new one; one that is just ending is waited for.

    Raises OperationalError for a server that lets nobody in.
    """
    hand, passwords = hand_for(data), _passwords(data)
    given_up = time.monotonic() + ENDING
    while True:
        found = postmaster.running(hand)
        socket = found or postmaster.launch(hand, passwords["superuser"], durable=durable)
        server = Server(data, socket, hand, passwords, in_use)
        try:
            _make_owner(server)
        except psycopg.OperationalError:
            if not found or time.monotonic() > given_up:
                raise
            time.sleep(0.1)
        else:
            return server


def remove(data: Path) -> None:
    """Delete a data folder and what stands beside it. Raises CannotStart while it is in use."""
    data = data.resolve()
    if not data.parent.exists():
        return
    with _turnstile(data), postmaster.beside(data, "in-use").open("a") as in_use:
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                "A server is still running on this data. Stop it first (Ctrl-C)."
            ) from None
        if data.exists() or elsewhere(data).exists():
            hand = hand_for(data)
            postmaster.end(hand)
            for folder in (data, elsewhere(data)):
                shutil.rmtree(folder, ignore_errors=True)
        for name in ("in-use", "passwords.json", "log", "kind"):
            postmaster.beside(data, name).unlink(missing_ok=True)


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStart(
            f"There is nowhere to write: {folder} ({error.strerror}). Give yourself the right to "
            "write there, or choose another folder with THROUGHLINE_VAR."
        ) from error


@contextmanager
def _turnstile(data: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with postmaster.beside(data, "turnstile").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _passwords(data: Path) -> dict[str, str]:
    file = postmaster.beside(data, "passwords.json")
    if not file.exists():
        made = {name: secrets.token_urlsafe(32) for name in ("superuser", "owner")}
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            json.dump(made, out)
    kept: dict[str, str] = json.loads(file.read_text())
    return kept


def _make_owner(server: Server) -> None:
    """The owner of the tables is no superuser, so that we meet what a managed server does."""
    with server._superuser() as connection:  # noqa: SLF001 - this module is the server's own
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            return
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEROLE NOSUPERUSER PASSWORD {}").format(
                sql.Identifier(OWNER),
                sql.Literal(server._passwords["owner"]),  # noqa: SLF001
            )
        )
