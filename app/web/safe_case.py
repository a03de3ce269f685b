"""The case file for those who act on safeguarding: who works the case, and the guardian.

A guardian reads cases and changes nothing in them, but leads on safeguarding: what was told, asked
and decided about a concern may be written down by either.
"""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.actions import drafts
from app.models import DraftEnd
from app.queries.case_file import CaseFile
from app.web.door import Db
from app.web.found_case import BAD, draft_of, open_case


def safeguarded_case(request: Request, case_id: UUID, database: Db) -> Iterator[CaseFile]:
    """The case file; raises NotFound for whoever neither works cases nor guards them.

    A form that was stored ends the draft it was kept under, so that it does not come back.
    """
    yield open_case(request, case_id, database)
    draft_id = draft_of(request)
    if draft_id and getattr(request.state, "answer_status", 200) < BAD:
        drafts.end_form(database, draft_id, form=request.url.path, how=DraftEnd.sent)


SafeCase = Annotated[CaseFile, Depends(safeguarded_case, scope="function")]
