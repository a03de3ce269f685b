"""Drafts of forms outside a case file: what was typed and never sent comes back, what was sent ends.

since = resume(request, database, form)          # on GET; the template says `draft=form.draft`
@router.post("…", dependencies=[DRAFTED])        # ends the draft once the form was stored
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fastapi import Depends, Request

from app.actions import drafts
from app.database import Database
from app.models import DraftEnd
from app.models.naming import new_id
from app.web.door import Db
from app.web.forms import Form
from app.web.kept import id_in
from app.web.posted import Posted

BAD = 400  # HTTP's own line: from here on nothing is kept


def resume(
    request: Request, database: Database, form: Form[Any], *, path: str | None = None
) -> datetime | None:
    """Give a form its draft: a new one, or the one that was left, filled in. When it was saved.

    `path` is the form's own address, where the page that shows it has another.
    """
    left = drafts.restore(database, path or request.url.path)
    form.draft = str(left.id if left else new_id())
    if left is None or not left.typed:
        return None
    # All of it as it stood then: a tick that was taken away stays away.
    form.typed = {name: list(v) if len(v) > 1 else v[0] for name, v in left.typed.items() if v}
    return left.saved_at


def keep_draft(request: Request, database: Db) -> Iterator[None]:
    """Look for what was left in a form that is asked for; end the draft of one that was stored."""
    if request.method == "GET":
        left = drafts.restore(database, place_of(request))
        typed = left.typed if left else {}
        draft_id = str(left.id if left else new_id())
        request.state.left = (draft_id, typed, left.saved_at if left and typed else None)
    yield
    posted: Posted | None = getattr(request.state, "posted", None)
    draft_id_posted = id_in(posted.draft) if posted else None
    if draft_id_posted and getattr(request.state, "answer_status", 200) < BAD:
        drafts.end_form(database, draft_id_posted, form=request.url.path, how=DraftEnd.sent)


def place_of(request: Request) -> str:
    """The address that a form's draft is kept under: its action, with the case if it names one."""
    case = request.query_params.get("case")
    return request.url.path + (f"?case={case}" if case else "")


DRAFTED = Depends(keep_draft, scope="function")
