"""The safe frame around every answer: headers, size of a request, and who may post.

A post must come from our own pages: the browser says so (`Sec-Fetch-Site`, or `Origin`), and the
form carries a token bound to the cookie of the sign-in. Both are checked before anybody is looked
up.
"""

import hashlib
import hmac
import secrets

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import NotFound, Trouble
from app.settings import settings
from app.web import cookies
from app.web.posted import MOST_BYTES, Posted, read_posted
from app.web.uploads import room_for_files

LONG = 16  # digits of a length that nobody means
ONCE = 16  # hex digits of a form token that differ each time
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# A browser posts its reports by itself, from no page and with no token.
UNGUARDED = frozenset({"/csp"})

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; report-uri /csp"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class NotFromHere(Trouble):
    """A post that did not come from a page of ours, or from one of an older sign-in."""

    status = 403


class TooLarge(Trouble):
    """A request larger than any form of ours."""

    status = 413


class SafeHeaders:
    """Put the safe headers on every answer; what does not say otherwise is never stored."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the headers on it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, send_safely)


class SmallRequests:
    """Refuse a body over the limit, whether it says its length or not, before it is kept."""

    def __init__(self, app: ASGIApp, most: int = MOST_BYTES) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on; whoever reads too much of its body meets TooLarge."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        files = room_for_files(scope["path"])
        sentence = (
            "That file is larger than we can take here. Choose a smaller one and send it again."
            if files
            else "That was more than we can take in one go. Shorten it and send it again."
        )
        length = Headers(scope=scope).get("content-length", "0")
        # The page that says so is drawn by the error handler, inside the application.
        most = self.most + files
        is_number = length.isascii() and length.isdigit() and len(length) < LONG
        too_large = not is_number or int(length) > most
        taken = 0

        async def receive_within() -> Message:
            nonlocal taken
            if too_large:
                raise TooLarge(sentence)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooLarge(sentence)
            return message

        await self.app(scope, receive_within, send)


def form_token(request: Request) -> str:
    """Return a token for the forms of a page, bound to the cookie of the sign-in.

    It differs each time: pages are compressed, and a secret that stood the same in each beside what
    somebody typed could be found out from their sizes (the BREACH attack).
    """
    return _token(secrets.token_hex(ONCE // 2), cookies.read(request) or "")


def is_form_token(request: Request, given: str) -> bool:
    """Whether a token was made here for the sign-in that this request comes with."""
    good = _token(given[:ONCE], cookies.read(request) or "")
    return hmac.compare_digest(given.encode(), good.encode())


def _token(once: str, cookie: str) -> str:
    key = hmac.new(settings().keys().index, b"form token", hashlib.sha256).digest()
    return once + hmac.new(key, f"{once} {cookie}".encode(), hashlib.sha256).hexdigest()


def came_from_here(request: Request) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    # Old browsers send only Origin; a program without a browser sends neither.
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.headers.get('host', '')}"


async def from_our_pages(request: Request) -> None:
    """Refuse a change that no page of ours asked for. Raises NotFromHere (403).

    An address with a NUL in it leads nowhere (404): nothing that the database keeps can hold one.
    """
    if b"%00" in request.scope["query_string"] or "\0" in request.scope["path"]:
        raise HTTPException(NotFound.status)
    if request.method not in CHANGING or request.url.path in UNGUARDED:
        return
    if not came_from_here(request):
        raise NotFromHere("This was not sent from one of our pages, so nothing was changed.")
    posted: Posted = await read_posted(request)
    given = posted.carried.get("_csrf") or request.headers.get("x-form-token", "")
    if not is_form_token(request, given):
        raise NotFromHere(
            "Your sign-in changed after this page was opened, so nothing was saved. "
            "Open the page again and send it once more."
        )
