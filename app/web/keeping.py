"""Keeping what was posted when the sign-in had ended, for its owner to find again.

The cookie of the ended sign-in still tells whose it is. The draft is private to that account, under
the page of the form.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from fastapi import Request
from starlette.routing import Match

from app.actions import drafts
from app.database import transaction
from app.errors import Trouble
from app.queries.memberships import viewer_behind
from app.web import cookies
from app.web.kept import id_in
from app.web.pages import own_path
from app.web.posted import Posted

# One-press posts that ask nothing worth keeping.
SMALL = frozenset({"/search", "/stay", "/lock", "/sign-out", "/memberships"})


def keep(request: Request) -> str | None:
    """Keep what was posted; returns the page that will show it again, or None."""
    posted: Posted | None = getattr(request.state, "posted", None)
    reference = cookies.read(request)
    path = request.url.path
    if posted is None or reference is None or path in SMALL or path.startswith("/drafts/"):
        return None
    typed = {name: texts for name, texts in posted.boxes.items() if "password" not in name}
    place = page_of(request)
    if place is None or not any(text.strip() for texts in typed.values() for text in texts):
        return None
    with transaction() as database:
        viewer = viewer_behind(database, reference)
    if viewer is None:
        return None
    known = id_in(posted.draft)
    try:
        with transaction(viewer) as database:
            draft = drafts.save(database, form=place, typed=typed, draft_id=known)
    except Trouble:
        return None
    return _with(place, "typed" if known else "kept", draft.id)


def page_of(request: Request) -> str | None:
    """Return the page that holds a posted form: the same path, or else the page it came from."""
    before = came_from(request)
    if before and urlsplit(before).path == request.url.path:
        return before
    scope = dict(request.scope) | {"method": "GET"}
    if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
        return request.url.path
    return before


def came_from(request: Request) -> str | None:
    """Return the page of ours that a request was sent from, as the browser says."""
    referer = request.headers.get("referer", "")
    ours = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return own_path(referer.removeprefix(ours)) if referer.startswith(ours + "/") else None


def _with(place: str, name: str, value: UUID) -> str:
    parts = urlsplit(place)
    query = [(key, text) for key, text in parse_qsl(parts.query) if key not in {"done", name}]
    return f"{parts.path}?{urlencode([*query, (name, str(value))])}"
