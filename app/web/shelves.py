"""Routers by the first word of their addresses, so that a request looks only where its page can be.

There are hundreds of routes: asking each of them took longer than many a page.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Shelf(BaseRoute):
    """A router of the application, asked only about addresses that begin with a word of its own."""

    def __init__(self, router: BaseRoute, paths: Iterable[str]) -> None:
        """`router` is what the application made of an included one, `paths` the paths of its routes."""
        self.router = router
        self.words = frozenset(first_word(path) for path in paths)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the router has a route for a request."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if first_word(path) not in self.words:
            return Match.NONE, {}
        return self.router.matches(scope)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on to the router."""
        await self.router.handle(scope, receive, send)


def first_word(path: str) -> str:
    """Return the first part of an address: `cases` of `/cases/…/notes`, nothing of `/`."""
    return path.lstrip("/").partition("/")[0]


def shelve(app: FastAPI, router: APIRouter) -> None:
    """Include a router in an application, on a shelf of its own."""
    app.include_router(router)
    paths = list(paths_of(router))
    if not any(first_word(path).startswith("{") for path in paths):
        app.router.routes[-1] = Shelf(app.router.routes[-1], paths)


def paths_of(router: APIRouter, before: str = "") -> Iterator[str]:
    """The paths of a router and of those within it, each with what stands before it."""
    route: Any  # what the framework makes of an included router has no public name
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield before + getattr(route, "path", "/{anything}")
        else:
            yield from paths_of(inner, before + route.include_context.prefix)
