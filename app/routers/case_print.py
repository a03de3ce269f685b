"""The whole case file on paper, for the person themselves or a court: with a reason, and recorded."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.actions import documents
from app.forms.documents import PrintFile
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.whole_file import whole_file
from app.routers.case_concerns import words
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import page
from app.web.programme_choices import codes, listed

router = APIRouter()


@router.get("/cases/{case_id}/print")
def ask_why(request: Request, file: WorkedCase, database: Db) -> Response:
    """Ask why the file is printed, and what goes on the paper."""
    form = Form.empty(PrintFile, parts=[one.code for one in listed("print-part")])
    return asking(request, file, database, form)


def asking(request: Request, file: CaseFile, database: Db, form: Form[Any]) -> Response:
    """Draw the form."""
    return draw(
        request,
        database,
        file,
        form,
        "documents/ask_print.html",
        kept=False,
        reasons=listed("print-reason"),
        parts=listed("print-part"),
    )


@router.post("/cases/{case_id}/print")
def print_file(
    request: Request, file: WorkedCase, database: Db, form: Submitted[PrintFile]
) -> Response:
    """Draw the wanted parts of the file on one page, and record why."""
    known = [one.code for one in listed("print-part")]
    if not form.errors and form.values.reason not in codes(listed("print-reason")):
        form.refuse("reason", "Select why it is printed from the list")
    if not form.errors and not set(form.values.parts) <= set(known):
        form.refuse("parts", "Select what goes on the paper from the list")
    if form.errors:
        return asking(request, file, database, form)
    reason, parts = form.values.reason, frozenset(form.values.parts)
    left_out = [code for code in known if code not in parts]
    documents.print_file(database, file.case, reason=reason, without=left_out)
    return page(
        request,
        "documents/print.html",
        file=file,
        reason=code_list("print-reason").label(reason),
        parts=parts,
        left_out=[code_list("print-part").label(code) for code in left_out],
        **words(),
        **whole_file(database, file, parts),
    )
