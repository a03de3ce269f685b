"""Turn a template and its context into an answer, and lead on after a change.

return page(request, "cases/list.html", block="rows", cases=cases)
return see(request, f"/cases/{case.id}", message="session-recorded")
"""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.database import Viewer
from app.queries.installations import is_demo
from app.web import kept, navigation
from app.web.drawing import drawn_for
from app.web.notices import DONE, notice
from app.web.templating import environment

VARY = "HX-Request, HX-Request-Type"


def wants_part(request: Request) -> bool:
    """Whether htmx will put the answer into a part of the page that is already there."""
    return request.headers.get("HX-Request-Type") == "partial"


def is_htmx(request: Request) -> bool:
    """Whether htmx asks, and not the browser itself."""
    return request.headers.get("HX-Request") == "true"


def page(
    request: Request,
    template: str,
    *,
    block: str | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response:
    """Draw a template, or only its block `block` when htmx asks for a part of a page.

    With a status of 400 or more nothing of the request's transaction is kept.
    """
    request.state.answer_status = status
    context = frame(request) | context
    kept.fill(request, context)
    drawn = environment().get_template(template)
    token = drawn_for.set(request)
    try:
        if block and wants_part(request):
            body = "".join(drawn.blocks[block](drawn.new_context(context)))
        else:
            body = drawn.render(context)
    finally:
        drawn_for.reset(token)
    return HTMLResponse(body, status, {"Vary": VARY, **(headers or {})})


def see(request: Request, url: str, *, message: str | None = None) -> Response:
    """After a change, send the browser to the page that shows it.

    `message` is a code of `app/web/notices.py`, shown there once as a sentence. Raises KeyError for
    a code that is not in that table.
    """
    if message is not None:
        DONE[message]
        url += ("&" if "?" in url else "?") + urlencode({"done": message})
    request.state.answer_location = url
    if is_htmx(request):
        # fetch would follow a 303 and put the whole page into the small target.
        request.state.answer_status = 200
        return Response(status_code=200, headers={"HX-Redirect": url, "Vary": VARY})
    request.state.answer_status = 303
    return RedirectResponse(url, status_code=303)


def own_path(url: str | None) -> str:
    """Return `url` if it is a path of this service, else "/": never send anybody elsewhere."""
    if not url or "\\" in url or any(ord(sign) < 33 for sign in url):  # noqa: PLR2004 - spaces and controls
        return "/"
    if not url.startswith("/") or url.startswith("//"):
        return "/"
    return url


def frame(request: Request) -> dict[str, Any]:
    """Return what `base.html` draws around every page: who is signed in, where they can go."""
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    links = (
        navigation.links_for(viewer.role, viewer.side, provides=viewer.provides) if viewer else ()
    )
    return {
        "request": request,
        "path": request.url.path,
        "viewer": viewer,
        "links": links,
        "current_link": navigation.current(links, request.url.path),
        "has_search": viewer is not None and navigation.may_search(viewer.role),
        "demo": is_demo(),
        "memberships": getattr(request.state, "memberships", 1),
        "session_ends": getattr(request.state, "session_ends", None),
        "done": notice(request.query_params.get("done")),
        "error": False,
    }
