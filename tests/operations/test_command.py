"""The `throughline` command: reads well, serves, stops cleanly, and never shows a traceback."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import command
from app.operations import embedded, postmaster
from app.settings import PROJECT

COMMAND = [str(Path(sys.executable).parent / "throughline")]
COMMANDS = [
    ["serve"], ["demo"], ["migrate"], ["worker"], ["user", "add"], ["programmes", "load"],
    ["programmes", "check"], ["papers"], ["verify"], ["backup"], ["restore"],
]  # fmt: skip
WAIT = 60  # seconds, on a busy machine


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    embedded.remove(tmp_path / "var" / "postgres")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a migrated database in it that nothing serves."""
    folder = tmp_path_factory.mktemp("migrated") / "var"
    assert call(folder, "migrate").returncode == 0
    yield folder
    embedded.remove(folder / "postgres")


@pytest.fixture
def installed(migrated: Path, var: Path) -> Path:
    """A folder of this test's own, with a migrated database in it."""
    shutil.copytree(migrated, var, symlinks=True)
    return var


def environment(var: Path, **more: str) -> dict[str, str]:
    ours = ("DATABASE_", "THROUGHLINE_", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "THROUGHLINE_VAR": str(var), **more}


def call(var: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=PROJECT,
        env=environment(var, **more),
        input="",
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(var: Path, *arguments: str) -> Iterator["tuple[subprocess.Popen[str], str]"]:
    """`throughline serve` while it serves; yields the process and its address."""
    port = str(free_port())
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", port, *arguments],
        cwd=PROJECT,
        env=environment(var),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    try:
        for line in process.stdout:
            if line.startswith("http"):
                break
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def answers(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/healthz", timeout=WAIT) as answer:  # noqa: S310 - http, made above
        return bool(answer.status == 200)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_reads_well(words: list[str]) -> None:
    done = CliRunner().invoke(command, [*words, "--help"], prog_name="throughline")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: throughline {' '.join(words)}")
    first, _, _ = done.stdout.partition("Options:")
    assert len(first.splitlines()) > 2, "it says what the command does"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["serve", "--prot", "1"], 2, "No such option"),
        (["restore", "nowhere.dump"], 1, "There is no file"),
        (["programmes", "check", "nowhere.yaml"], 1, "nowhere.yaml"),
    ],
)
def test_an_error_is_a_sentence(var: Path, words: list[str], code: int, sentence: str) -> None:
    done = call(var, *words)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named(var: Path) -> None:
    done = call(var, "serve", PORT="eight thousand")
    assert (done.returncode, done.stdout) == (2, "")
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_said(var: Path) -> None:
    nowhere = "postgresql://{}:secret@127.0.0.1:1/throughline"
    done = call(
        var, "migrate", DATABASE_URL=nowhere.format("login"),
        DATABASE_OWNER_URL=nowhere.format("owner"),
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_the_owner_never_serves(var: Path) -> None:
    url = "postgresql://owner:secret@127.0.0.1:1/throughline"
    done = call(var, "migrate", DATABASE_URL=url)
    assert done.returncode == 1
    assert "DATABASE_OWNER_URL is missing" in done.stderr


def test_serving_ends_cleanly_and_leaves_nothing_behind(var: Path) -> None:
    with serving(var) as (process, address):
        assert answers(address)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=WAIT) == 0
    assert not (var / "postgres" / "postmaster.pid").exists()
    assert left_behind(var) == []


def test_a_server_still_running_is_named_and_after_a_kill_the_next_start_takes_over(
    installed: Path,
) -> None:
    with serving(installed) as (process, address):
        done = call(installed, "serve", "--port", str(free_port()))
        assert done.returncode == 1
        assert address in done.stderr
        process.kill()
        process.wait()
    with serving(installed, "--workers", "2") as (process, address):
        assert answers(address)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=WAIT)
    assert not (installed / "postgres" / "postmaster.pid").exists()


def test_a_taken_port_is_found_out_before_anything_slow(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = call(var, "serve", "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "is taken" in done.stderr
    assert not (var / "postgres").exists()


def test_starting_over_never_removes_what_is_not_a_demo(installed: Path) -> None:
    done = call(installed, "demo", "--reset", PORT=str(free_port()))
    assert done.returncode == 1
    assert "not a demo" in done.stderr
    assert postmaster.beside(installed / "postgres", "kind").read_text() == "live"
    assert (installed / "postgres" / "PG_VERSION").exists()


def left_behind(var: Path) -> list[str]:
    """Every process that was started to work on this folder and still runs."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"THROUGHLINE_VAR={var}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return found
