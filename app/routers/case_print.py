"""The whole case file on paper, for the person themselves or a court: with a reason, and recorded."""

from fastapi import APIRouter, Request, Response

from app.actions import documents
from app.forms.documents import PrintFile
from app.programmes.lists import code_list
from app.queries.case_plan import goals, measures
from app.queries.case_referral import read_referral
from app.queries.documents import documents as documents_of
from app.queries.timeline import timeline
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import page
from app.web.programme_choices import codes, listed

router = APIRouter()

MOST = 5000  # entries; more than any case has


@router.get("/cases/{case_id}/print")
def ask_why(request: Request, file: WorkedCase, database: Db) -> Response:
    """Ask why the whole file is printed."""
    form = Form.empty(PrintFile)
    reasons = listed("print-reason")
    return draw(
        request, database, file, form, "documents/ask_print.html", kept=False, reasons=reasons
    )


@router.post("/cases/{case_id}/print")
def print_file(
    request: Request, file: WorkedCase, database: Db, form: Submitted[PrintFile]
) -> Response:
    """Draw all of the file on one page, and record why."""
    reasons = listed("print-reason")
    if not form.errors and form.values.reason not in codes(reasons):
        form.refuse("reason", "Select why it is printed from the list")
    if form.errors:
        return draw(request, database, file, form, "documents/ask_print.html", reasons=reasons)
    documents.print_file(database, file.case, reason=form.values.reason)
    return page(
        request,
        "documents/print.html",
        file=file,
        reason=code_list("print-reason").label(form.values.reason),
        said=read_referral(database, file),
        goals=goals(database, file),
        measures=measures(database, file),
        timeline=timeline(database, file, most=MOST),
        documents=documents_of(database, file),
    )
