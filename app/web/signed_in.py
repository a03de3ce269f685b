"""A door ajar: for pages about the sign-in itself, before anybody has become a viewer.

    def lock_screen(request: Request, ajar: Ajar) -> Response:
        sign_ins.lock(ajar.database, ajar.sign_in)

`ajar.database` runs as `signing_in`: accounts and sign-ins, and nothing of any case.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NamedTuple

from fastapi import Depends, Request

from app.database import Database, transaction
from app.errors import Locked
from app.models import SignIn
from app.queries.sign_ins import FoundSignIn
from app.web.door import sign_in_of


class Opened(NamedTuple):
    """The transaction of the request, and the sign-in that it came with."""

    database: Database
    found: FoundSignIn
    sign_in: SignIn


@contextmanager
def ajar(request: Request, *, behind_lock: bool) -> Iterator[Opened]:
    """Open the door a little for whoever is signed in. Raises SignInNeeded or Locked."""
    with transaction() as database:
        found = sign_in_of(request, database)
        if found.locked and not behind_lock:
            raise Locked
        if not found.locked:
            request.state.viewer = found.viewer
        yield Opened(database, found, database.find(SignIn, found.id))
        status = getattr(request.state, "answer_status", 200)
        database.keep = status < 400  # noqa: PLR2004 - HTTP's own line


def open_ajar(request: Request) -> Iterator[Opened]:
    """Open it also behind a locked screen."""
    with ajar(request, behind_lock=True) as opened:
        yield opened


def open_unlocked(request: Request) -> Iterator[Opened]:
    """Open it, but not behind a locked screen."""
    with ajar(request, behind_lock=False) as opened:
        yield opened


def address_of(request: Request) -> str:
    """Return the network address a request came from, for counting tries."""
    return request.client.host if request.client else "unknown"


Ajar = Annotated[Opened, Depends(open_ajar, scope="function")]
Unlocked = Annotated[Opened, Depends(open_unlocked, scope="function")]
