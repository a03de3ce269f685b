"""Somebody at the keyboard: the real application, signed in as a viewer, without a browser.

def test_…(world: World, visit: Visits) -> None:
    manager = visit(world.manager)
    assert manager.get("/queue").status_code == 200
    manager.post("/queue/…/decline", {"reason": "no-capacity"})
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
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


class Visit:
    """A browser without eyes: follows redirects, and sends with a form what its page would send."""

    def __init__(self, viewer: Viewer | None = None, application_: FastAPI | None = None) -> None:
        self.client = TestClient(application_ or application())
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
