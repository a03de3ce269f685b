"""The PostgreSQL process itself: is it running, make its data folder, start it."""

import os
import shutil
import tempfile
import time
from pathlib import Path

from app.errors import CannotStart
from app.operations.programs import Hand

SOCKET_PREFIX = "throughline-"
LONGEST_FOLDER = 80  # a socket's whole path must fit into 107 bytes
TRIES, PAUSE = 10, 0.3  # how often to try again, and how many seconds between
NOTE = "postmaster.pid"
SOCKET_LINE = 4  # of the note, counted from 0
PID_LINE = 0

SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log must hold no value that somebody typed: no statements, no "Key (name)=(…)".
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "max_connections": "100",
}

# Where nothing has to outlast the machine: no waiting for the disk, and no log of what a new file holds.
HASTY = ("-F", "-c full_page_writes=off", "-c wal_level=minimal", "-c max_wal_senders=0")


def beside(data: Path, name: str) -> Path:
    """Return the file of this name that stands beside a data folder."""
    return data.with_name(f"{data.name}-{name}")


def _noted(hand: Hand) -> tuple[int, Path] | None:
    """The process and the socket folder that the note of a server names, if there is a note."""
    try:
        lines = (hand.data / NOTE).read_text().splitlines()
        return int(lines[PID_LINE]), Path(lines[SOCKET_LINE])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def running(hand: Hand) -> Path | None:
    """Return the socket folder of a server that already runs; tidy up after one that died."""
    noted = _noted(hand)
    if noted is None:
        return None
    pid, socket = noted
    if _is_postgres(pid, hand.data):
        if not socket.is_dir():
            raise CannotStart(
                f"Another PostgreSQL (process {pid}) already runs in {hand.data}, and its socket "
                f"is gone. Stop it with `kill {pid}`, then try again."
            )
        return socket
    # The machine was switched off, or the number now belongs to another program.
    (hand.data / NOTE).unlink()
    _forget(socket)
    return None


def end(hand: Hand) -> None:
    """Stop whatever server runs on a data folder that is about to go, and remove its socket folder."""
    noted = _noted(hand)
    hand.run("pg_ctl", "-D", str(hand.data), "-m", "immediate", "-w", "stop")
    if noted is not None:
        _forget(noted[1])


def _forget(socket: Path) -> None:
    """Remove a socket folder, if it is one that we made."""
    if socket.name.startswith(SOCKET_PREFIX):
        shutil.rmtree(socket, ignore_errors=True)


def _is_postgres(pid: int, data: Path) -> bool:
    """Is this process a PostgreSQL server of this data folder? Its working folder says so."""
    try:
        os.kill(pid, 0)
        return not Path("/proc/self/cwd").exists() or Path(f"/proc/{pid}/cwd").samefile(data)
    except PermissionError:
        return True  # somebody else's: say so rather than start a second one
    except OSError:
        return False


def launch(hand: Hand, password: str, *, durable: bool) -> Path:
    """Make the data folder if needed and start the server. Returns its socket folder."""
    socket = _socket_folder(hand)
    log = beside(hand.data, "log")
    try:
        if not (hand.data / "PG_VERSION").exists():
            _initialise(hand, socket, password, durable=durable)
        options = " ".join([f"-k {socket}", *([] if durable else HASTY)])
        arguments = ("-w", "-t", "60", "-l", str(log), "-o", options)
        for _ in range(TRIES):
            done = hand.run("pg_ctl", "-D", str(hand.data), *arguments, "start")
            if not done.returncode:
                return socket
            # Processes of a server that was killed a moment ago are still letting go.
            time.sleep(PAUSE)
        raise CannotStart(
            f"The embedded PostgreSQL did not start; the end of {log} says why. "
            "`make demo RESET=1` starts over with an empty demo."
        )
    except BaseException:
        shutil.rmtree(socket, ignore_errors=True)
        raise


def _socket_folder(hand: Hand) -> Path:
    usual = tempfile.gettempdir()
    short = usual if len(usual) <= LONGEST_FOLDER else "/tmp"  # noqa: S108 - mkdtemp makes it private
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=short))
    hand.own(folder)
    return folder


def _initialise(hand: Hand, scratch: Path, password: str, *, durable: bool) -> None:
    # A first try that was interrupted leaves a folder that initdb refuses.
    shutil.rmtree(hand.data, ignore_errors=True)
    hand.data.mkdir(mode=0o700)
    hand.own(hand.data)
    password_file = scratch / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    hand.own(password_file)
    arguments = [f"--set={name}={value}" for name, value in SETTINGS.items()]
    done = hand.run(
        "initdb", "-D", str(hand.data), "-U", "postgres", f"--pwfile={password_file}",
        "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        *([] if durable else ["--no-sync"]), *arguments,
    )  # fmt: skip
    password_file.unlink()
    if done.returncode:
        shutil.rmtree(hand.data, ignore_errors=True)
        said = [line for line in done.stderr.splitlines() if line.startswith("initdb:")]
        why = said[-1].removeprefix("initdb: ") if said else "no reason given"
        raise CannotStart(f"The embedded PostgreSQL could not be made in {hand.data}: {why}.")
