"""What people see when something goes wrong: a page in plain words, and nothing of the machine."""

import logging
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from app.errors import AlreadyDone, Collided, NotFound, Refused, SignInNeeded, Trouble
from app.web.keeping import came_from, keep
from app.web.once_more import TryAgain, is_first_try
from app.web.pages import VARY, is_htmx, page
from app.web.posted import Posted
from app.web.safety import HEADERS
from app.web.visitor import look_who

log = logging.getLogger("throughline.web")

# The same for what never was and for what is somebody else's.
MORE = {
    404: (
        "If you typed the address, check it. If you followed a link or a bookmark, what it led to "
        "has moved or ended, or it is not yours to see."
    )
}

TOO_LARGE = 413
HEADINGS = {
    400: "That did not arrive whole",
    403: "You cannot do this",
    404: "Page not found",
    410: "This link does not work here",
    405: "You cannot do this",
    409: "This could not be done",
    TOO_LARGE: "That was too large",
    503: "Not available just now",
}
LEADS_BACK = frozenset({Refused.status, TOO_LARGE})
FAULT = "Sorry, something went wrong"
SENTENCES = {
    400: "Something was missing from what your browser sent. Open the page again and retry.",
    405: "This address takes no such request. Open the page again and retry.",
    500: (
        "This is our fault. Nothing was changed. Try again; "
        "if it happens again, tell your administrator."
    ),
}


def show(request: Request, status: int, sentence: str | None = None) -> Response:
    """Draw the page for a status: `sentence`, or what we say for such a status in general.

    What was typed in a posted form stands on the page, so that nothing is lost.
    """
    posted: Posted | None = getattr(request.state, "posted", None)
    typed = [
        (name.replace("-", " ").replace("_", " ").capitalize(), ", ".join(texts))
        for name, texts in (posted.boxes.items() if posted else ())
        if any(text.strip() for text in texts) and "password" not in name and name != "code"
    ]
    return page(
        request,
        "error.html",
        block="fragment",
        status=status,
        error=True,
        heading=HEADINGS.get(status, FAULT),
        sentence=sentence or SENTENCES.get(status, SENTENCES[500]),
        more=MORE.get(status),
        typed=typed,
        way_back=came_from(request) if posted or status in LEADS_BACK else None,
    )


def way_in(
    request: Request, page_of: str = SignInNeeded.location, *, kept_at: str | None = None
) -> str:
    """Return the page that puts it right (sign in, unlock, choose a role) and leads back here.

    `kept_at` is the page where what was posted is found again.
    """
    if kept_at:
        here = kept_at
    elif request.method == "GET" and not is_htmx(request):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    else:
        here = came_from(request) or "/"
    return page_of if here == "/" else f"{page_of}?next={quote(here, safe='/')}"


async def trouble(request: Request, error: Exception) -> Response:
    """Answer one of our own errors with its status and sentence."""
    assert isinstance(error, Trouble)  # noqa: S101 - Starlette hands over what was registered
    if error.status == TOO_LARGE and not hasattr(request.state, "viewer"):
        # Refused on the way to the door, so nobody has looked who this is.
        await run_in_threadpool(look_who, request)
    return show(request, error.status, error.sentence)


async def sign_in_needed(request: Request, error: Exception) -> Response:
    """Lead to the sign-in page; htmx is told to, because fetch would follow a redirect."""
    assert isinstance(error, SignInNeeded)  # noqa: S101
    # Of a post nothing is lost: it waits as a draft until its owner has signed in again.
    kept_at = await run_in_threadpool(keep, request) if request.method == "POST" else None
    address = way_in(request, error.location, kept_at=kept_at)
    # The time-out dialog asks by fetch, which would follow a redirect as well.
    if not is_htmx(request) and request.url.path != "/stay":
        return RedirectResponse(address, status_code=303)
    headers = {"Vary": VARY}
    # Autosave stays on the page and says "signed out" beside what is being typed.
    if not request.url.path.startswith("/drafts/"):
        headers["HX-Redirect"] = address
    return Response(status_code=401, headers=headers)


async def already_done(request: Request, error: Exception) -> Response:
    """The same form was sent before: show what came of it."""
    assert isinstance(error, AlreadyDone)  # noqa: S101
    if is_htmx(request):
        return Response(status_code=200, headers={"HX-Redirect": error.location, "Vary": VARY})
    return RedirectResponse(error.location, status_code=303)


async def http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: no such page, no such method, a broken body."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if not hasattr(request.state, "viewer"):
        # No handler was reached, so nobody has looked who this is.
        await run_in_threadpool(look_who, request)
    if error.status_code == NotFound.status:
        return show(request, NotFound.status, NotFound().sentence)
    answer = show(request, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def bad_address(request: Request, _error: Exception) -> Response:
    """An address that no page of ours leads to is the same as one that does not exist."""
    return show(request, NotFound.status, NotFound().sentence)


async def fault(request: Request, _error: Exception) -> Response:
    """The last resort. The framework logs the fault; the page says nothing of it."""
    try:
        answer = show(request, 500)
    except Exception:
        log.exception("The error page itself could not be drawn.")
        answer = Response(f"{FAULT}. {SENTENCES[500]}", status_code=500, media_type="text/plain")
    # This answer is made outside the middleware that would put them on.
    answer.headers.update(HEADERS | {"Cache-Control": "no-store"})
    return answer


async def collided(request: Request, error: Exception) -> Response:
    """Try a request once more that met another one; if they meet again, say so in words."""
    if is_first_try(request):
        log.info("A request met another one in the database and is tried once more.")
        raise TryAgain from error
    return await trouble(request, error)


def answer_troubles(app: FastAPI) -> None:
    """Have an application answer every error in plain words."""
    app.add_exception_handler(SignInNeeded, sign_in_needed)
    app.add_exception_handler(AlreadyDone, already_done)
    app.add_exception_handler(Collided, collided)
    app.add_exception_handler(Trouble, trouble)
    app.add_exception_handler(RequestValidationError, bad_address)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Exception, fault)
