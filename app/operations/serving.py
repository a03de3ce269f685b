"""Serving: the web server, and the worker of jobs beside it; a signal stops both cleanly."""

import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import uvicorn
from uvicorn.supervisors import Multiprocess

from app.errors import CannotStart
from app.settings import PROJECT

APP = "app.cli:application"  # named, because it stands above us
SECONDS_TO_FINISH = 5  # for requests and jobs that are under way when a signal comes


def take_port(host: str, port: int) -> socket.socket:
    """Take the port now, before anything slow. Raises CannotStart where somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except PermissionError as error:
        taken.close()
        raise CannotStart(
            f"Port {port} is reserved for the system. Choose one from 1024 up: PORT=8001."
        ) from error
    except OSError as error:
        taken.close()
        raise CannotStart(
            f"Port {port} is taken by another program. Choose another: make demo PORT={port + 1}, "
            f"or throughline serve --port {port + 1}."
        ) from error
    taken.set_inheritable(True)
    return taken


class Announcing(uvicorn.Server):
    """The web server; it says when pages can really be asked for."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce."""
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self.announce()


def serve(taken: socket.socket, *, workers: int, announce: Callable[[], None]) -> None:
    """Serve pages on a port until a signal comes; requests under way are finished."""
    config = uvicorn.Config(
        APP,
        factory=True,
        workers=workers,
        log_level="warning",
        access_log=False,  # addresses hold ids; who saw what is in the record
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    if workers == 1:
        Announcing(config, announce).run(sockets=[taken])
        return
    taken.listen()  # so that nobody is turned away while the processes start
    announce()
    Multiprocess(config, sockets=[taken]).run()


@contextmanager
def building() -> Iterator[None]:
    """Build the application without looking for garbage, and keep it out of every later search.

    Hundreds of thousands of routes, forms and tables never become garbage; looking through all of them
    every few hundred requests made one answer wait for a quarter of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def worker() -> Iterator[None]:
    """Run the worker of jobs beside us. It ends when we let go of it, or when we are killed."""
    # In a session of its own, so that Ctrl-C reaches it through us and in order. It watches its
    # standard input, which the system closes whatever happens to us.
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "app.cli", "worker", "--attached"],
        stdin=subprocess.PIPE,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        start_new_session=True,
    )
    try:
        yield
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(timeout=SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def until_signal() -> Iterator[None]:
    """Let a request to stop (SIGTERM, a closed terminal) end like Ctrl-C: in order."""

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, hang_up)
    with suppress(KeyboardInterrupt):
        yield


def do_not_disturb() -> None:
    """From here on things are being stopped; a second Ctrl-C must not leave anything behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
