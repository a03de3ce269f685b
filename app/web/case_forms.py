"""Drawing a form of a case: first, with errors, or refused, so that nothing typed is ever lost."""

from typing import Any

from fastapi import Request, Response

from app.database import Database
from app.errors import Refused, Stale
from app.queries.case_file import CaseFile
from app.queries.timeline import Show, timeline
from app.web.drafted import resume
from app.web.forms import Form
from app.web.pages import page

TOLD = 3
UNPROCESSABLE = 422


def draw(
    request: Request,
    database: Database,
    file: CaseFile,
    form: Form[Any],
    template: str,
    *,
    trouble: Refused | Stale | None = None,
    row: Any = None,
    block: str | None = None,
    kept: bool = True,
    now: tuple[tuple[str, str], ...] = (),
    **context: Any,
) -> Response:
    """Draw a form page, first or again.

    `row` is what the form edits; `now` are its values as they stand;
    `block` is the part of the template that may be drawn in place. What was typed here before and
    never sent comes back, unless `kept` is False.

    With a `Stale` trouble the page shows what stands there now and what was done last, and the form
    goes on from the newest version: saving again is then a decision, not an accident.
    """
    changed = []
    since = resume(request, database, form) if request.method == "GET" and kept else None
    if trouble is not None:
        form.troubled(trouble)
    if isinstance(trouble, Stale):
        form.version = getattr(row if row is not None else file.case, "version", None)
        changed = timeline(database, file, show=Show.decisions, most=TOLD).items
    status = trouble.status if trouble else UNPROCESSABLE if form.errors else 200
    return page(
        request,
        template,
        block=block,
        status=status,
        file=file,
        form=form,
        changed=changed,
        resumed=since,
        stands=now if isinstance(trouble, Stale) else (),
        **context,
    )
