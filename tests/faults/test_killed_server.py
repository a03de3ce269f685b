"""The database server is killed while people are saving: nothing that was acknowledged is lost."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app import database as door
from app.access import DatabaseRole
from app.database import connect, transaction
from app.errors import Trouble
from app.models import Mail
from app.operations import embedded, migration
from app.operations.migration import Addresses

WRITERS = 8
ENOUGH = 40  # writes acknowledged before the server is killed

Write = Callable[[list[UUID]], None]


@pytest.fixture
def data(tmp_path: Path, where: Addresses) -> Iterator[Path]:
    """A server of our own to kill; afterwards the door leads to the worker's database again."""
    yield tmp_path / "postgres"
    door.configure(where.login)
    embedded.remove(tmp_path / "postgres")


def save(acknowledged: list[UUID]) -> None:
    """One request: a row and the job that goes with it; acknowledged after the commit."""
    mail = Mail(id=uuid4(), address="amara@example.org", subject="2 referrals", words="Sign in.")
    with transaction(role=DatabaseRole.signing_in) as database:
        database.add(mail)
        database.later("mail", mail.id)
    acknowledged.append(mail.id)


def save_wrongly(acknowledged: list[UUID]) -> None:
    """The twin that is wrong on purpose: it answers before the commit."""
    mail = Mail(id=uuid4(), address="amara@example.org", subject="2 referrals", words="Sign in.")
    with transaction(role=DatabaseRole.signing_in) as database:
        database.add(mail)
        database.flush()
        acknowledged.append(mail.id)
        database.execute(text("SELECT pg_sleep(0.05)"))


def kill_while_saving(data: Path, write: Write, acknowledged: list[UUID]) -> embedded.Server:
    """Let writers write, kill the server in the middle, start it again; returns it."""
    server = embedded.start(data)
    where = migration.addresses(server.owner_url, server.login_url(embedded.DATABASE))
    migration.migrate(where, kind="test")
    door.configure(where.login)
    before, killed, enough = len(acknowledged), threading.Event(), threading.Event()

    def go_on() -> None:
        while not killed.is_set():
            with suppress(Trouble, DBAPIError):
                write(acknowledged)
            if len(acknowledged) - before >= ENOUGH:
                enough.set()

    with ThreadPoolExecutor(WRITERS) as writers:
        for _ in range(WRITERS):
            writers.submit(go_on)
        assert enough.wait(60), "nothing was written"
        os.kill(int((data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        killed.set()
    again = embedded.start(data)
    server.stop()
    return again


def kept(owner: Engine) -> tuple[set[UUID], list[UUID]]:
    """The rows that are there, and the jobs that are there."""
    with owner.connect() as connection:
        rows = set(connection.scalars(text("SELECT id FROM mail")))
        jobs = list(
            connection.scalars(text("SELECT (args ->> 'id')::uuid FROM jobs.procrastinate_jobs"))
        )
    return rows, jobs


def lost(data: Path, write: Write, *, times: int) -> int:
    """How many acknowledged writes are gone; whatever is there must be there whole, and once."""
    acknowledged: list[UUID] = []
    gone: set[UUID] = set()
    for _ in range(times):
        server = kill_while_saving(data, write, acknowledged)
        owner = connect(server.owner_url, pool=1)
        rows, jobs = kept(owner)
        owner.dispose()
        server.stop()
        gone |= set(acknowledged) - rows
        if write is save:
            assert sorted(jobs) == sorted(rows), "half a write"
    return len(gone)


def test_nothing_acknowledged_is_lost(data: Path) -> None:
    assert lost(data, save, times=2) == 0


def test_the_twin_that_answers_too_early_is_caught(data: Path) -> None:
    assert lost(data, save_wrongly, times=1) > 0


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_in_fifty_kills(data: Path) -> None:
    assert lost(data, save, times=50) == 0
