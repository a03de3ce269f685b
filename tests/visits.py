"""Somebody at the keyboard: the real application, signed in as a viewer, without a browser.

def test_…(world: World, visit: Visits) -> None:
    manager = visit(world.manager)
    assert manager.get("/queue").status_code == 200
    manager.post("/queue/…/decline", {"reason": "no-capacity"})
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import unescape
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from httpx2 import ASGITransport, BaseTransport, ByteStream, Client, Request, Response
from sqlmodel import col, select

from app.actions import sign_ins
from app.database import Viewer, transaction
from app.main import create_app
from app.models import SignIn
from app.operations import serving
from app.operations.migration import Addresses
from app.queries.sign_ins import hash_of
from app.web.safety import ONCE, _token

COOKIE, HOST = "throughline_80", "testserver.local"


@cache
def application() -> FastAPI:
    """The application, made once for each worker, as it is when it is served."""
    with serving.building():
        return create_app()


class Here(BaseTransport):
    """Carries a request to the application, over to the one loop that serves all visits and back.

    Nothing is opened or started for it, which is what takes most of the time of a small answer. A
    fault of the application comes out where it was asked, unless `faults` says to answer 500.
    """

    portal: ClassVar[BlockingPortal]

    def __init__(self, to: FastAPI, *, faults: bool) -> None:
        self.carrier = ASGITransport(to, raise_app_exceptions=not faults, client=("visit", 50000))

    def handle_request(self, request: Request) -> Response:
        """The whole answer to a request."""
        return self.portal.call(self._ask, request)

    async def _ask(self, request: Request) -> Response:
        answer = await self.carrier.handle_async_request(request)
        body = b"".join([part async for part in answer.aiter_raw()])
        return Response(answer.status_code, headers=answer.headers, stream=ByteStream(body))


@pytest.fixture(scope="session", autouse=True)
def _serving_visits() -> Iterator[None]:
    with start_blocking_portal() as Here.portal:
        yield


class Visit:
    """A browser without eyes: follows redirects, and sends with a form what its page would send."""

    def __init__(
        self,
        viewer: Viewer | None = None,
        application_: FastAPI | None = None,
        *,
        faults: bool = False,
    ) -> None:
        self.client = Client(
            transport=Here(application_ or application(), faults=faults),
            base_url="http://testserver",
            follow_redirects=True,
        )
        if viewer is not None:
            self.client.cookies.set(COOKIE, sign_in_as(viewer), domain=HOST)

    def get(self, path: str, **other: Any) -> Response:
        """Ask for a page."""
        return self.client.get(path, **other)

    def post(
        self,
        path: str,
        boxes: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        version: int | None = None,
        **other: Any,
    ) -> Response:
        """Send a form: its `boxes`, the version it was drawn from, and a fresh key or `key`."""
        carried = {"_csrf": self.token(), "_key": key or str(uuid4())}
        if version is not None:
            carried["_version"] = str(version)
        return self.client.post(path, data=carried | dict(boxes or {}), **other)

    def token(self) -> str:
        """A token for the forms of this visit, as its pages carry it."""
        return _token("0" * ONCE, self.client.cookies.get(COOKIE) or "")


def sign_in_as(viewer: Viewer) -> str:
    """Sign somebody in as one of their memberships; returns the reference for the cookie."""
    with transaction() as database:
        reference = sign_ins.begin(database, viewer.account_id)
        sign_in = database.exec(
            select(SignIn).where(col(SignIn.token_hash) == hash_of(reference))
        ).one()
        sign_in.membership_id = viewer.membership_id
    return reference


def text_of(answer: Response) -> str:
    """What a page says, without its marks, for looking for sentences."""
    body = re.sub(r"<(script|style).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


Visits = Callable[..., Visit]


@pytest.fixture
def visit(where: Addresses) -> Visits:
    """Come in as somebody: `visit(world.manager)`, or `visit()` for a stranger."""
    return Visit
