"""The viewer's sessions for a calendar program: its private address, and what it answers."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import calendar_feeds
from app.database import Database, transaction
from app.forms.absences import Press
from app.queries.calendar_feeds import entries, feed_of, own_feed
from app.settings import settings
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.icalendar import calendar
from app.web.pages import page, see

router = APIRouter()


@router.get("/calendar", dependencies=[allowed(Permission.work)])
def show_feed(request: Request, database: Db) -> Response:
    """Whether there is an address, when it was last read, and how to make, renew or end it."""
    return draw(request, database)


@router.post("/calendar", dependencies=[allowed(Permission.work)])
def renew_feed(request: Request, database: Db, form: Submitted[Press]) -> Response:
    """Make an address, or a new one in place of the old; it is shown this once."""
    if form.errors:
        return draw(request, database, status=422)
    token = calendar_feeds.renew(database)
    return draw(request, database, token=token)


@router.post("/calendar/revoke", dependencies=[allowed(Permission.work)])
def revoke_feed(request: Request, database: Db, form: Submitted[Press]) -> Response:
    """End the address."""
    if form.errors:
        return draw(request, database, status=422)
    calendar_feeds.revoke(database)
    return see(request, "/calendar", message="feed-revoked")


def draw(
    request: Request, database: Database, *, token: str | None = None, status: int = 200
) -> Response:
    """Draw the page; the address stands there only when it was just made."""
    base = (settings().public_url or str(request.base_url)).rstrip("/")
    address = f"{base}/calendar/{token}.ics" if token else None
    return page(
        request,
        "sessions/feed.html",
        status=status,
        form=Form.empty(),
        feed=own_feed(database),
        address=address,
        headers={"Cache-Control": "no-store"},
    )


@router.get("/calendar/{token}.ics")
def read_feed(token: str) -> Response:
    """The sessions of whoever holds this address. Without a sign-in: the secret is all it takes.

    It is looked up as `signing_in`; the sessions are then read as the membership it belongs to, so
    that an ended role or a suspended account ends it too.
    """
    with transaction() as database:
        found = feed_of(database, calendar_feeds.hash_of(token))
        if found is None:
            return Response("There is no such calendar.", 404, media_type="text/plain")
        feed, viewer = found
        calendar_feeds.mark_read(database, feed)
        database.become(viewer)
        text = calendar(entries(database), name=f"Throughline, {viewer.organisation_name}")
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )
