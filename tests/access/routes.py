"""Every route of the application, as `METHOD /path`."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute


def every_route(app: FastAPI) -> list[tuple[str, str]]:
    """Every (method, path) of an application; a path names its parts in braces, without types."""
    found = []
    for before, route in _walk(app.routes):
        path = re.sub(r":\w+}", "}", before + route.path)
        found += [(method, path) for method in sorted(route.methods - {"HEAD", "OPTIONS"})]
    return sorted(set(found), key=lambda one: (one[1], one[0]))


def _walk(routes: list[Any], before: str = "") -> Iterator[tuple[str, APIRoute]]:
    """Each route with what stands before its path: the prefixes of the routers that include it."""
    for shelf in routes:
        route = getattr(shelf, "router", shelf)
        if isinstance(route, APIRoute):
            yield before, route
        elif inner := getattr(route, "original_router", None):
            yield from _walk(inner.routes, before + route.include_context.prefix)


def filled_in(path: str, ids: dict[str, str]) -> str:
    """The address of a path, its braces filled."""
    return re.sub(r"{(\w+)}", lambda part: ids[part[1]], path)
