"""What macros may ask about the request their page is being drawn for."""

from contextvars import ContextVar
from urllib.parse import urlencode

from fastapi import Request

from app.web.safety import form_token

drawn_for: ContextVar[Request] = ContextVar("drawn_for")


def csrf_token() -> str:
    """Return the token for a form on the page that is being drawn."""
    return form_token(drawn_for.get())


def url_with(**changes: object) -> str:
    """Return the address of the page being drawn with some of its query changed (None removes)."""
    request = drawn_for.get()
    gone = {*changes, "done"}
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in gone]
    kept += [(name, str(value)) for name, value in changes.items() if value is not None]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")
