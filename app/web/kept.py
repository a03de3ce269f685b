"""What was being typed when a sign-in had ended, shown again after signing in.

`keeping.py` keeps it as a private draft. `?kept=<its id>` on the form's page fills the form again,
and the form's own `_kept` ends the draft once the form was stored. A form with a draft of its own
(`?typed=<id>`) goes on under that one.
"""

from typing import Any
from uuid import UUID

from fastapi import Request

from app.actions import drafts
from app.database import Database
from app.models import Draft, DraftEnd
from app.web.posted import Posted
from app.web.words import short_moment

FOUND_AGAIN = "What you typed before you were signed out is here again. Check it, then send it."


def find(request: Request, database: Database) -> None:
    """Look for the kept draft that a page was asked for with, for `page()` to fill its form."""
    for name in ("kept", "typed"):
        wanted = id_in(request.query_params.get(name))
        draft = database.get(Draft, wanted) if wanted and request.method == "GET" else None
        if draft is not None and draft.ended_at is None:
            request.state.kept = (draft.typed, str(draft.id) if name == "kept" else None)


def fill(request: Request, context: dict[str, Any]) -> None:
    """Put what was kept into the form of a page that is about to be drawn."""
    found = getattr(request.state, "kept", None)
    form = context.get("form")
    if form is not None and form.draft is None:
        _bring_back(request, form, context)
    if found is None or form is None:
        return
    typed, draft = found
    for name, texts in typed.items():
        form.typed[name] = texts if len(texts) != 1 else texts[0]
    form.kept = draft
    context["done"] = FOUND_AGAIN


def _bring_back(request: Request, form: Any, context: dict[str, Any]) -> None:
    """Give a form the draft that `drafted.py` looked for, and what was left in it."""
    draft, typed, since = getattr(request.state, "left", (None, {}, None))
    form.draft = draft
    if since is not None:
        # All of it as it stood then: a tick that was taken away stays away.
        form.typed = {name: list(v) if len(v) > 1 else v[0] for name, v in typed.items() if v}
        context["done"] = f"This is what you were typing on {short_moment(since)}. Go on with it."


def end(database: Database, posted: Posted | None) -> None:
    """End the draft that a form was filled from, now that the form is stored."""
    wanted = id_in(posted.carried.get("_kept")) if posted else None
    draft = database.get(Draft, wanted) if wanted else None
    if draft is not None:
        drafts.end(database, draft, how=DraftEnd.sent)


def id_in(text: str | None) -> UUID | None:
    """Return the id that stands in a query or a box, or None."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
