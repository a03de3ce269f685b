"""What the handlers of a case file ask for: the case, opened and recorded as opened.

`OpenCase` is for pages that show a case; `WorkedCase` for what changes one. Every page that shows a
case leaves an event, because it is this dependency that finds it.
"""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.access import Permission, may
from app.actions import drafts
from app.errors import NotFound
from app.models import DraftEnd
from app.queries.case_file import CaseFile, find_case_file
from app.web.door import Db
from app.web.posted import Posted

BAD = 400  # HTTP's own line: from here on nothing is kept


def open_case(request: Request, case_id: UUID, database: Db) -> CaseFile:
    """The case file for those who work cases or guard them. Raises NotFound for anybody else."""
    role = database.viewer.role
    if not (may(role, Permission.work) or may(role, Permission.guard)):
        raise NotFound
    changing = request.method != "GET"
    found = find_case_file(database, case_id, lock=changing)
    if not changing:
        database.view(found.case, page=page_of(request))
    return found


def work_case(request: Request, case_id: UUID, database: Db) -> Iterator[CaseFile]:
    """The case file for those who may change it. Raises NotFound for anybody else.

    A form that was stored ends the draft it was kept under, so that it does not come back.
    """
    if not may(database.viewer.role, Permission.work):
        raise NotFound
    yield open_case(request, case_id, database)
    draft_id = draft_of(request)
    if draft_id and getattr(request.state, "answer_status", 200) < BAD:
        drafts.end_form(database, draft_id, form=request.url.path, how=DraftEnd.sent)


def draft_of(request: Request) -> UUID | None:
    """The id of the draft that a posted form was kept under."""
    posted: Posted | None = getattr(request.state, "posted", None)
    try:
        return UUID(posted.draft or "") if posted else None
    except ValueError:
        return None


def page_of(request: Request) -> str:
    """Which page of the case was opened: the last fixed word of its route."""
    route = getattr(request.scope.get("route"), "path", "")
    words = [word for word in route.split("/") if word and not word.startswith("{")]
    return words[-1] if words else "cases"


OpenCase = Annotated[CaseFile, Depends(open_case)]
WorkedCase = Annotated[CaseFile, Depends(work_case, scope="function")]
