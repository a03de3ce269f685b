"""The door for the holder of an emailed link: its own login, its own cookie, its own record.

The cookie holds the link's secret, only goes to our own pages, and ends with the link. The database
is opened with its hash, and shows nothing that does not hang on it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, NamedTuple

from fastapi import Depends, Request, Response

from app import clocks
from app.database import Database, transaction
from app.errors import Trouble
from app.models import GuestLink
from app.queries.guests import Question, link_here, question_here, viewer_of
from app.queries.sign_ins import hash_of

GONE = (
    "This link does not work here any more. Open the link in your email again, in this browser. If it "
    "is too old, or you finished on this computer, ask for a new one on the page of the service."
)


class LinkGone(Trouble):
    """A mailed link that is none, too old, or not open in this browser."""

    status = 410

    def __init__(self) -> None:
        super().__init__(GONE)


class Guest(NamedTuple):
    """The transaction of the request, the link that it came with, and the question if it has one."""

    database: Database
    link: GuestLink
    question: Question | None

    @property
    def until(self) -> datetime:
        """When what was emailed stops opening anything."""
        return self.question.until if self.question else self.link.expires_at


def name(request: Request) -> str:
    """The cookie's name: bound to the host, or on plain http to the port as well."""
    if request.url.scheme == "https":
        return "__Host-throughline-guest"
    return f"throughline_guest_{request.url.port or 80}"


def give(request: Request, response: Response, token: str, guest: Guest) -> None:
    """Hand the browser the secret of a link, until the link ends."""
    response.set_cookie(
        name(request),
        token,
        path="/",
        max_age=max(0, int((guest.until - clocks.now()).total_seconds())),
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="strict",
    )


def take(request: Request, response: Response) -> None:
    """Take it back, and with it whatever the browser keeps of our pages."""
    response.delete_cookie(
        name(request),
        path="/",
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="strict",
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


@contextmanager
def opened_with(request: Request, token: str) -> Iterator[Guest]:
    """Open the door with the secret of a link. Raises LinkGone for one that is none, or too old."""
    found = hash_of(token)
    with transaction(guest=found) as database:
        link, question = link_here(database), question_here(database)
        if link is None:
            raise LinkGone
        guest = Guest(database, link, question)
        if guest.until <= clocks.now():
            raise LinkGone
        database.viewer_or_none = viewer_of(link.id)
        yield guest
        status = getattr(request.state, "answer_status", 200)
        database.keep = status < 400  # noqa: PLR2004 - HTTP's own line


def open_guest_door(request: Request) -> Iterator[Guest]:
    """Open it with the cookie of the request. Raises LinkGone."""
    token = request.cookies.get(name(request))
    if not token:
        raise LinkGone
    with opened_with(request, token) as guest:
        yield guest


AGuest = Annotated[Guest, Depends(open_guest_door, scope="function")]
