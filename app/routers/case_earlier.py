"""What an earlier case of the same person knows, and taking it over."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.actions import taking_over
from app.database import Database
from app.errors import Refused
from app.forms.earlier_case import TakeOver
from app.models import Case
from app.queries.case_file import CaseFile
from app.queries.earlier_case import Earlier, Line, known_earlier
from app.web.attempting import attempt
from app.web.case_forms import draw
from app.web.case_rows import refuse_closed
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.words import day

router = APIRouter()
TEMPLATE = "cases/person/earlier.html"


@router.get("/cases/{case_id}/earlier")
def show_earlier(request: Request, file: WorkedCase, database: Db) -> Response:
    """Each thing with its day and case; opening it is written down for the earlier cases, too."""
    found = known_earlier(database, file)
    for case_id in {line.case_id for line in found.lines}:
        database.view(database.find(Case, case_id), page="earlier")
    # A label is a grave thing to say of somebody: nobody takes it over without a tick of their own.
    form = Form.empty(
        TakeOver,
        relatives=ids(found.relatives),
        professionals=ids(found.professionals),
    )
    return draw_earlier(request, database, file, form, found)


@router.post("/cases/{case_id}/earlier")
def take_over(
    request: Request, file: WorkedCase, database: Db, form: Submitted[TakeOver]
) -> Response:
    """Take over what is ticked."""
    found = known_earlier(database, file)

    def do() -> None:
        refuse_closed(file)
        values = form.values
        wanted = {*values.relatives, *values.professionals, *values.labels}
        rows = [line.row for line in found.lines if line.row.id in wanted]
        if len(rows) < len(wanted):
            raise Refused("Some of this was taken over or ended meanwhile. Look again below.")
        taking_over.take_over(database, file.case, rows)

    if not form.errors and not any(
        (form.many("relatives"), form.many("professionals"), form.many("labels"))
    ):
        form.refuse(first_box(found), "Tick what you want to take over")
    done, trouble = attempt(form, do)
    if done:
        return see(request, f"{file.path}/about", message="taken-over")
    return draw_earlier(request, database, file, form, found, trouble=trouble)


def ids(lines: list[Line]) -> list[str]:
    """The ids of rows as boxes hold them."""
    return [str(line.row.id) for line in lines]


def first_box(found: Earlier) -> str:
    """The first group of boxes on the page."""
    return "relatives" if found.relatives else "professionals" if found.professionals else "labels"


def in_words(lines: list[Line]) -> list[tuple[str, str, str]]:
    """Each row as a box: its id, what it is, and from which day and case."""
    return [
        (
            str(line.row.id),
            ", ".join(part for part in (line.who, line.what) if part),
            f"{day(line.on)}, case {line.reference} ({line.service})"
            + (f". {line.words}" if line.words else ""),
        )
        for line in lines
    ]


def draw_earlier(
    request: Request,
    database: Database,
    file: CaseFile,
    form: Form[TakeOver],
    found: Earlier,
    **more: Any,
) -> Response:
    """Draw what can be taken over, and what is asked anew."""
    groups = [
        ("relatives", "Family and household", in_words(found.relatives)),
        ("professionals", "Professionals involved", in_words(found.professionals)),
        ("labels", "Labels", in_words(found.labels)),
    ]
    return draw(
        request,
        database,
        file,
        form,
        TEMPLATE,
        kept=False,
        groups=[group for group in groups if group[2]],
        asked_anew=found.asked_anew,
        **more,
    )
