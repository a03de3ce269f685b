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


def end_draft(request: Request, database: Db) -> Iterator[None]:
    """End the draft of a form that was stored, so that it does not come back."""
    yield
    posted: Posted | None = getattr(request.state, "posted", None)
    draft_id = id_in(posted.draft) if posted else None
    if draft_id and getattr(request.state, "answer_status", 200) < BAD:
        drafts.end_form(database, draft_id, form=request.url.path, how=DraftEnd.sent)


DRAFTED = Depends(end_draft, scope="function")
