"""The application: its safe frame, its routers by name, its error pages."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter, Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from app import routers
from app.web.assets import STATIC, Assets
from app.web.once_more import OnceMore
from app.web.safety import SafeHeaders, SmallRequests, from_our_pages
from app.web.shelves import shelve
from app.web.troubles import answer_troubles


def every_router() -> list[APIRouter]:
    """Return the `router` of every module in `app/routers/`, in the order of their names."""
    found = sorted(module.name for module in iter_modules(routers.__path__))
    modules = [import_module(f"{routers.__name__}.{name}") for name in found]
    return [module.router for module in modules if hasattr(module, "router")]


def create_app(only: Sequence[APIRouter] | None = None) -> FastAPI:
    """Return the whole application, or its frame with `only` these routers in it.

    The database is configured by whoever serves it.
    """
    app = FastAPI(
        title="Throughline",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(from_our_pages)],
    )
    app.mount("/static", Assets(directory=STATIC), name="static")
    for router in every_router() if only is None else only:
        shelve(app, router)
    answer_troubles(app)
    # The innermost: an answer is begun only when there will be no other.
    app.add_middleware(OnceMore)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(SmallRequests)
    app.add_middleware(SafeHeaders)
    return app
