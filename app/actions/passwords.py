"""Passwords: what makes one good enough, and how one is kept and checked.

Argon2id with 19 MiB, two passes, one lane (OWASP's smallest setting for Argon2id): about fifty
checks a second on two cores. A check costs memory and time, so only a few run at once.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from passlib.hash import argon2

from app.errors import NotStored
from app.forms.sign_ins import LONGEST

SHORTEST = 10  # characters; ASVS 5.0 asks for at least 8
AT_ONCE = 3
PATIENCE = 5  # seconds that a sign-in waits for its turn

_turns = BoundedSemaphore(AT_ONCE)
# passlib would load what it works with in the middle of its first call, which then fails when another
# call comes at that moment.
argon2.set_backend()
_hasher = argon2.using(memory_cost=19 * 1024, time_cost=2, parallelism=1)

# What people choose first, and what anybody here would try first.
COMMON = frozenset(
    """
    password passw0rd password1 password12 password123 letmein welcome welcome1 qwerty qwertyuiop
    qwerty123 iloveyou sunshine princess football liverpool arsenal chelsea manchester birmingham
    england london summer winter spring autumn monday friday dragon monkey charlie superman
    whatever trustno1 changeme secret administrator abcdefghij 1234567890 0123456789 12345678910
    hospital navigator safeguarding throughline
    """.split()  # noqa: SIM905 - a text is easier to read and to add to than a list
)


def what_is_wrong(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Return the sentence against a new password, or None when it is good enough.

    `about` are words that others would guess first: the person's name, email address, organisation.
    """
    if len(password) < SHORTEST:
        return f"Password must have at least {SHORTEST} characters, such as three words"
    if len(password) > LONGEST:
        return f"Password must have {LONGEST} characters or fewer"
    bare = password.casefold().strip("0123456789!?.*-_ ")
    if bare in COMMON or password.casefold() in COMMON or len(set(password)) < 4:  # noqa: PLR2004
        return "Password is one of those that are guessed first. Choose another"
    guessed = {part.casefold() for text in about for part in text.replace("@", " ").split()}
    if bare in {part for part in guessed if len(part) > 3}:  # noqa: PLR2004 - shorter says nothing
        return "Password must not be your own name, email address or organisation"
    return None


def hash_of(password: str) -> str:
    """Return what is kept of a password. Raises NotStored when too many are worked on."""
    with _turn():
        kept: str = _hasher.hash(password)
        return kept


def is_right(password: str, kept: str | None) -> bool:
    """Whether this is the password. Takes as long without anything kept: time tells nothing.

    Raises NotStored when too many are being checked.
    """
    with _turn():
        nobodys = _nobodys()  # also where it is not needed: the first time it takes a while
        right: bool = _hasher.verify(password, kept or nobodys)
        return right and kept is not None


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise NotStored("Many people are signing in just now. Wait a few seconds and try again.")
    try:
        yield
    finally:
        _turns.release()


@cache
def _nobodys() -> str:
    made: str = _hasher.hash(secrets.token_urlsafe())
    return made
