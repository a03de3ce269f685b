"""What comes next in a case: the next action, the level of work, dates that may move."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.actions import cases, tasks
from app.errors import NotFound, Refused, Stale
from app.forms.cases import MoveDate, NextAction, SetLevel
from app.programmes.delivery import MovingDate
from app.programmes.lists import code_list
from app.programmes.questions import Question
from app.queries.case_dates import MovedDate, moving_dates
from app.queries.case_file import CaseFile
from app.queries.tasks import task_of_case
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import codes
from app.web.words import day

router = APIRouter()


@router.get("/cases/{case_id}/next")
def ask_next_action(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for what comes next."""
    case = file.case
    form = Form.empty(NextAction, version=case.version, words=case.next_action, on=case.next_on)
    return draw(request, database, file, form, "cases/next.html")


@router.post("/cases/{case_id}/next")
def set_next_action(
    request: Request, file: WorkedCase, database: Db, form: Submitted[NextAction]
) -> Response:
    """Say what comes next, and by when."""
    case, trouble = file.case, None
    if not form.errors:
        try:
            database.expect(case, form.version)
            cases.set_next(database, case, words=form.values.words, on=form.values.on)
            return see(request, file.path, message="next-action-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    now = (("Next action", case.next_action or "None"), ("By", day(case.next_on, "No date")))
    return draw(request, database, file, form, "cases/next.html", trouble=trouble, now=now)


@router.get("/cases/{case_id}/level")
def ask_level(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for the level of work; only programmes with levels have it."""
    if not file.definition.levels:
        raise NotFound
    form = Form.empty(SetLevel, version=file.case.version, level=file.case.level)
    return draw(request, database, file, form, "cases/level.html")


@router.post("/cases/{case_id}/level")
def set_level(
    request: Request, file: WorkedCase, database: Db, form: Submitted[SetLevel]
) -> Response:
    """Say which level of work this is."""
    trouble = None
    if not form.errors and form.values.level not in codes(file.definition.levels):
        form.refuse("level", "Select a level")
    if not form.errors:
        try:
            database.expect(file.case, form.version)
            cases.set_level(database, file.case, level=form.values.level)
            return see(request, file.path, message="saved")
        except (Refused, Stale) as caught:
            trouble = caught
    now = (("Level", file.level or "Not set"),)
    return draw(request, database, file, form, "cases/level.html", trouble=trouble, now=now)


class DateVersion:
    """A date that may move as one thing to edit: every time it is said makes it newer."""

    def __init__(self, moving: MovedDate) -> None:
        self.version = len(moving.earlier) + (moving.falls_on is not None)


def date_context(database: Db, file: CaseFile, name: str) -> dict[str, Any]:
    """What the form of a moving date shows. Raises NotFound for a date the programme has not."""
    moving: MovingDate | None = next((d for d in file.definition.dates if d.name == name), None)
    if moving is None:
        raise NotFound
    kind: Question | None = file.definition.question(moving.kind) if moving.kind else None
    sure = file.definition.question(moving.confidence) if moving.confidence else None
    return {
        "moving": next(one for one in moving_dates(database, file) if one.name == name),
        "kinds": kind.entries() if kind else (),
        "confidences": sure.entries() if sure else code_list("date-confidence").entries,
    }


@router.get("/cases/{case_id}/dates/{name}")
def ask_date(request: Request, file: WorkedCase, name: str, database: Db) -> Response:
    """The form for a date that may move, with what it was before."""
    context = date_context(database, file, name)
    moving = context["moving"]
    form = Form.empty(
        MoveDate,
        version=DateVersion(moving).version,
        falls_on=moving.falls_on,
        kind=moving.kind,
        confidence=moving.confidence,
    )
    return draw(request, database, file, form, "cases/date.html", **context)


@router.post("/cases/{case_id}/dates/{name}")
def move_date(
    request: Request, file: WorkedCase, name: str, database: Db, form: Submitted[MoveDate]
) -> Response:
    """Set or move a date; the clocks that run towards it move with it, the old date stays."""
    context, trouble = date_context(database, file, name), None
    for field, choices in (("kind", context["kinds"]), ("confidence", context["confidences"])):
        typed = form.text(field)
        if typed and typed not in codes(choices):
            form.refuse(field, "Select an answer from the list")
    if not form.errors:
        said = form.values
        try:
            database.expect(DateVersion(context["moving"]), form.version)
            cases.set_date(
                database,
                file.case,
                name=name,
                falls_on=said.falls_on,
                kind=said.kind,
                confidence=said.confidence,
            )
            return see(request, file.path, message="date-moved")
        except (Refused, Stale) as caught:
            trouble = caught
    moving = context["moving"]
    return draw(
        request,
        database,
        file,
        form,
        "cases/date.html",
        trouble=trouble,
        row=DateVersion(moving),
        now=((moving.label, day(moving.falls_on)),),
        **context,
    )


@router.post("/cases/{case_id}/tasks/{task_id}/done")
def finish_task(request: Request, file: WorkedCase, task_id: UUID, database: Db) -> Response:
    """Say that something due on this case is done."""
    tasks.finish(database, task_of_case(database, file, task_id, lock=True))
    return see(request, file.path, message="saved")
