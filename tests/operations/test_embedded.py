"""The server that comes along: joined, left, taken over, and never in the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.errors import CannotStart
from app.operations import embedded, postmaster
from app.settings import PROJECT

LEAVES_IT_RUNNING = """
import os, signal, sys
from pathlib import Path
from app.operations import embedded
embedded.start(Path(sys.argv[1]), durable=False)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder inside a folder that nobody else may enter."""
    closed = tmp_path / "closed to others"
    closed.mkdir(mode=0o700)
    yield closed / "postgres"
    embedded.remove(closed / "postgres")


def process_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().splitlines()[0])


def is_running(server: embedded.Server) -> bool:
    try:
        psycopg.connect(server.owner_url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_last_to_leave_stops_the_server(data: Path) -> None:
    first = embedded.start(data, durable=False)
    second = embedded.start(data, durable=False)
    assert second.socket == first.socket
    first.stop()
    assert is_running(second)
    second.stop()
    assert not is_running(second)
    assert not second.socket.exists()


def test_of_a_server_left_running_on_data_that_is_removed_nothing_stays(data: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVES_IT_RUNNING, str(data)], cwd=PROJECT, check=False)
    socket = Path((data / "postmaster.pid").read_text().splitlines()[postmaster.SOCKET_LINE])
    assert socket.is_dir()
    embedded.remove(data)
    assert not socket.exists()
    assert not data.exists()


def test_a_server_left_running_is_taken_over(data: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVES_IT_RUNNING, str(data)], cwd=PROJECT, check=False)
    left = process_of(data)
    server = embedded.start(data, durable=False)
    assert process_of(data) == left
    server.stop()
    assert not (data / "postmaster.pid").exists()


def test_a_server_that_was_killed_starts_again(data: Path) -> None:
    server = embedded.start(data, durable=False)
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    os.kill(process_of(data), signal.SIGKILL)
    again = embedded.start(data, durable=False)
    with psycopg.connect(again.owner_url) as connection:
        connection.execute("SELECT FROM kept")
    again.stop()
    server.stop()


def test_a_process_number_that_belongs_to_something_else_is_no_server(data: Path) -> None:
    embedded.start(data, durable=False).stop()
    note = data / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{data}\n0\n5432\n/nowhere\n")
    server = embedded.start(data, durable=False)
    assert is_running(server)
    server.stop()


def test_data_in_use_is_not_removed(data: Path) -> None:
    server = embedded.start(data, durable=False)
    with pytest.raises(CannotStart, match="still running"):
        embedded.remove(data)
    server.stop()
    embedded.remove(data)
    assert not data.exists()


def test_root_without_namespaces_runs_a_copy_elsewhere(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = tmp_path / "bin" / "unshare"
    refusing.parent.mkdir()
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(refusing.parent), prepend=os.pathsep)
    server = embedded.start(data, durable=False)
    assert is_running(server)
    server.stop()


def test_nowhere_to_write_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(CannotStart, match="nowhere to write"):
        embedded.start(file / "postgres")


def test_the_log_and_the_passwords_tell_nobody_anything(data: Path) -> None:
    server = embedded.start(data, durable=False)
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('Zebedee')")
        with pytest.raises(psycopg.Error):
            connection.execute("INSERT INTO person VALUES ('Zebedee')")
    server.stop()
    assert "duplicate key" in postmaster.beside(data, "log").read_text()
    assert "Zebedee" not in postmaster.beside(data, "log").read_text()
    assert postmaster.beside(data, "passwords.json").stat().st_mode & 0o077 == 0


def test_nobody_gets_in_without_a_password(data: Path) -> None:
    server = embedded.start(data, durable=False)
    with pytest.raises(psycopg.OperationalError, match="no password"):
        psycopg.connect(host=str(server.socket), user="postgres", dbname="postgres")
    server.stop()
