"""Follow-up of a closed case: contact, result, and the measures that are asked again."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import follow_ups
from app.errors import NotFound, Refused, Stale
from app.forms.supervision import RecordFollowUp
from app.models import FollowUpResult, Task
from app.queries.case_file import CaseFile
from app.queries.tasks import FOLLOW_UP, task_of_case, words_in
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.programme_choices import codes, listed, methods

router = APIRouter()


def follow_up_task(database: Db, file: CaseFile, task_id: UUID, *, lock: bool = False) -> Task:
    """The task of a follow-up of this case that is still to be done. Raises NotFound."""
    task = task_of_case(database, file, task_id, lock=lock)
    if not task.kind.startswith(FOLLOW_UP) or task.done_at is not None:
        raise NotFound
    return task


@router.get("/cases/{case_id}/follow-up/{task_id:uuid}")
def ask_follow_up(request: Request, file: WorkedCase, task_id: UUID, database: Db) -> Response:
    """The form for a follow-up."""
    task = follow_up_task(database, file, task_id)
    form = Form.empty(RecordFollowUp, asked_on=clocks.today())
    return draw_follow_up(request, database, file, task, form, None)


@router.post("/cases/{case_id}/follow-up/{task_id:uuid}")
def record_follow_up(
    request: Request, file: WorkedCase, task_id: UUID, database: Db, form: Submitted[RecordFollowUp]
) -> Response:
    """Record a follow-up; whoever was reached is asked the measures next, where there are any."""
    task, trouble = follow_up_task(database, file, task_id, lock=True), None
    if not form.errors and form.values.result not in codes(listed("follow-up-result")):
        form.refuse("result", "Select what became of it from the list")
    if not form.errors and form.values.method not in {None, *codes(methods(file))}:
        form.refuse("method", "Select how you asked from the list")
    if not form.errors:
        said = form.values
        try:
            follow_ups.record(database, file.case, task, **said.model_dump())
            asked = any("follow-up" in one.occasions for one in file.definition.measures)
            reached = said.result == FollowUpResult.reached
            to = f"{file.path}/plan/measures/follow-up" if asked and reached else file.path
            return see(request, to, message="follow-up-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_follow_up(request, database, file, task, form, trouble)


def draw_follow_up(
    request: Request,
    database: Db,
    file: CaseFile,
    task: Task,
    form: Form[RecordFollowUp],
    trouble: Refused | Stale | None,
) -> Response:
    """Draw the form, first or again."""
    return draw(
        request,
        database,
        file,
        form,
        "cases/follow_up.html",
        trouble=trouble,
        task=task,
        label=words_in(file.definition, task.kind),
        results=listed("follow-up-result"),
        methods=methods(file),
    )
