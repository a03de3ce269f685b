"""What the handlers of a case file ask for: the case, opened and recorded as opened.

`OpenCase` is for pages that show a case; `WorkedCase` for what changes one. Every page that shows a
case leaves an event, because it is this dependency that finds it.
"""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app import clocks
from app.access import Permission, may
from app.actions import drafts
from app.errors import NotFound, Stale
from app.models import DraftEnd
from app.queries.case_file import CaseFile, find_case_file
from app.web.door import Db
from app.web.kept import id_in
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
    found = open_case(request, case_id, database)
    refuse_handed_over(request, found)
    yield found
    draft_id = draft_of(request)
    if draft_id and getattr(request.state, "answer_status", 200) < BAD:
        drafts.end_form(database, draft_id, form=request.url.path, how=DraftEnd.sent)


def refuse_handed_over(request: Request, found: CaseFile) -> None:
    """Refuse a form whose page was opened before the case went into other hands. Raises Stale.

    What was typed stands on the page that says so, and its draft stays.
    """
    posted: Posted | None = getattr(request.state, "posted", None)
    before = posted.carried.get("_hand") if posted else None
    if before is None or before == found.hand:
        return
    nothing = "Nothing was saved. Copy what you typed from below if it belongs to the case."
    if not found.is_live and before.startswith("open"):
        day = found.case.closed_at.astimezone(clocks.LONDON) if found.case.closed_at else None
        reason = found.definition.closing(found.case.close_reason or "")
        why = f" ({reason.label.lower()})" if reason else ""
        when = f" on {day:%-d %B}" if day else ""
        message = f"This case was closed{when}{why} while you had the page open. {nothing}"
        raise Stale(message)
    if before.startswith("open") and found.case.worker_id != found.viewer.account_id:
        whose = f"is with {found.worker} now" if found.worker else "is with nobody now"
        message = f"This case {whose}: it changed hands while you had the page open. {nothing}"
        raise Stale(message)


def draft_of(request: Request) -> UUID | None:
    """The id of the draft that a posted form was kept under."""
    posted: Posted | None = getattr(request.state, "posted", None)
    return id_in(posted.draft) if posted else None


def page_of(request: Request) -> str:
    """Which page of the case was opened: the last fixed word of its route."""
    route = getattr(request.scope.get("route"), "path", "")
    words = [word for word in route.split("/") if word and not word.startswith("{")]
    return words[-1] if words else "cases"


OpenCase = Annotated[CaseFile, Depends(open_case)]
WorkedCase = Annotated[CaseFile, Depends(work_case, scope="function")]
