"""One line for each step, for the person who waits at the terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(words: str) -> None:
    """Write a line at once, also into a pipe."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what is being done, and how many seconds it took."""
    sys.stdout.write(f"{title} ... ")
    sys.stdout.flush()
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say("stopped.")
        raise
    say(f"done ({time.monotonic() - started:.0f} s)")
