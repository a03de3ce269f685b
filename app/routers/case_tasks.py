"""Tasks of a case: made, given to a colleague, changed, opened again."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import tasks
from app.database import Database
from app.errors import Refused, Stale
from app.forms.tasks import ChangeTask, MakeTask
from app.models import Task
from app.queries.case_file import CaseFile
from app.queries.colleagues import colleagues
from app.queries.tasks import task_of_case, words_for
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.words import day

router = APIRouter()


def team(database: Database, file: CaseFile) -> list[tuple[str, str]]:
    """Who may be given a task, the viewer first."""
    me = database.viewer.account_id
    found = sorted(colleagues(database, file.case), key=lambda one: (one.id != me, one.name))
    return [(str(one.id), "Me" if one.id == me else one.name) for one in found]


@router.get("/cases/{case_id}/tasks/new")
def ask_task(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a new task."""
    form = Form.empty(MakeTask, account=database.viewer.account_id, due_on=clocks.today())
    return draw(request, database, file, form, "cases/task.html", team=team(database, file))


@router.post("/cases/{case_id}/tasks/new")
def make_task(
    request: Request, file: WorkedCase, database: Db, form: Submitted[MakeTask]
) -> Response:
    """Write down a task."""
    trouble = None
    if not form.errors and form.values.due_on < clocks.today():
        form.refuse("due_on", "The day it is due must be today or later")
    if not form.errors:
        said = form.values
        try:
            tasks.make(
                database, file.case, words=said.words, due_on=said.due_on, account_id=said.account
            )
            return see(request, file.path, message="task-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "cases/task.html",
        trouble=trouble,
        team=team(database, file),
    )


def context(database: Database, file: CaseFile, task: Task) -> dict[str, Any]:
    """What the page of one task shows beside the form."""
    return {
        "team": team(database, file),
        "task": task,
        "product": None if task.kind == tasks.OWN else task.words or words_for(task.kind),
    }


@router.get("/cases/{case_id}/tasks/{task_id:uuid}")
def ask_change(request: Request, file: WorkedCase, task_id: UUID, database: Db) -> Response:
    """The form that changes a task."""
    task = task_of_case(database, file, task_id)
    form = Form.empty(
        ChangeTask,
        version=task.version,
        words=task.words,
        due_on=task.due_on,
        account=task.account_id,
    )
    extra = context(database, file, task)
    return draw(request, database, file, form, "cases/task.html", **extra)


@router.post("/cases/{case_id}/tasks/{task_id:uuid}")
def change_task(
    request: Request, file: WorkedCase, task_id: UUID, database: Db, form: Submitted[ChangeTask]
) -> Response:
    """Change what a task says, when it is due and whose it is."""
    task, trouble = task_of_case(database, file, task_id, lock=True), None
    if task.kind == tasks.OWN and not form.text("words").strip() and not form.error("words"):
        form.refuse("words", "Enter what is to be done")
    if not form.errors:
        said = form.values
        try:
            database.expect(task, form.version)
            tasks.change(
                database,
                file.case,
                task,
                words=said.words,
                due_on=said.due_on,
                account_id=said.account,
            )
            return see(request, file.path, message="task-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    now = (
        ("What is to be done", task.words or words_for(task.kind)),
        ("Due", day(task.due_on)),
    )
    extra = context(database, file, task)
    template = "cases/task.html"
    return draw(
        request, database, file, form, template, trouble=trouble, row=task, now=now, **extra
    )


@router.post("/cases/{case_id}/tasks/{task_id:uuid}/open-again")
def open_task_again(request: Request, file: WorkedCase, task_id: UUID, database: Db) -> Response:
    """Take back that a task is done."""
    tasks.open_again(database, task_of_case(database, file, task_id, lock=True))
    return see(request, file.path, message="task-opened-again")
