"""What the handlers of a case file ask for: the case, opened and recorded as opened.

`OpenCase` is for pages that show a case; `WorkedCase` for what changes one. Every page that shows a
case leaves an event, because it is this dependency that finds it.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.access import Permission, may
from app.errors import NotFound
from app.queries.case_file import CaseFile, find_case_file
from app.web.door import Db


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


def work_case(request: Request, case_id: UUID, database: Db) -> CaseFile:
    """The case file for those who may change it. Raises NotFound for anybody else."""
    if not may(database.viewer.role, Permission.work):
        raise NotFound
    return open_case(request, case_id, database)


def page_of(request: Request) -> str:
    """Which page of the case was opened: the last fixed word of its route."""
    route = getattr(request.scope.get("route"), "path", "")
    words = [word for word in route.split("/") if word and not word.startswith("{")]
    return words[-1] if words else "cases"


OpenCase = Annotated[CaseFile, Depends(open_case)]
WorkedCase = Annotated[CaseFile, Depends(work_case)]
