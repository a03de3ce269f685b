"""Plan of a case: goals, and measures side by side."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import plan
from app.errors import Refused, Stale
from app.forms.plan import EndGoal, NotAsked, SetGoal
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile
from app.queries.case_plan import goal_of_case, measures
from app.queries.whole_plan import QUESTIONS, whole_plan
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.measure_forms import OCCASIONS, asked_at
from app.web.pages import page, see
from app.web.programme_choices import codes, listed

router = APIRouter()


@router.get("/cases/{case_id}/plan")
def show_plan(request: Request, file: OpenCase, database: Db) -> Response:
    """Goals with their steps, needs and strengths, the safety plan, reviews; measures side by side."""
    lines = measures(database, file)
    return page(
        request,
        "cases/plan.html",
        file=file,
        plan=whole_plan(database, file),
        questions=QUESTIONS,
        who=code_list("step-by"),
        measures=lines,
        occasions=[(code, OCCASIONS[code]) for code in OCCASIONS if asked_at(lines, code)],
        why={reason.value: reason.label for reason in NotAsked},
    )


@router.get("/cases/{case_id}/plan/goals/new")
def ask_goal(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a goal."""
    form = Form.empty(SetGoal, set_on=clocks.today())
    return draw(request, database, file, form, "cases/goal.html", domains=listed("goal-domain"))


@router.post("/cases/{case_id}/plan/goals/new")
def set_goal(
    request: Request, file: WorkedCase, database: Db, form: Submitted[SetGoal]
) -> Response:
    """Write down a goal in the person's words."""
    trouble, domains = None, listed("goal-domain")
    if not form.errors and form.values.domain not in codes(domains):
        form.refuse("domain", "Select what the goal is about")
    if not form.errors and form.values.set_on < file.since:
        form.refuse("set_on", f"The day must be {file.since:%-d %B %Y} or later")
    if not form.errors:
        said = form.values
        try:
            refuse_closed(file)
            plan.set_goal(
                database,
                file.case,
                words=said.words,
                domain=said.domain,
                set_on=said.set_on,
                aimed_on=said.aimed_on,
            )
            return see(request, f"{file.path}/plan", message="goal-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, "cases/goal.html", trouble=trouble, domains=domains)


def refuse_closed(file: CaseFile) -> None:
    """A closed case takes no new goals. Raises Refused."""
    if not file.is_live:
        raise Refused("This case is closed. Ask a manager to reopen it before you set a goal.")


@router.get("/cases/{case_id}/plan/goals/{goal_id}")
def ask_result(request: Request, file: WorkedCase, goal_id: UUID, database: Db) -> Response:
    """The form for what became of a goal."""
    goal = goal_of_case(database, file, goal_id)
    form = Form.empty(EndGoal, version=goal.version, on=clocks.today())
    return draw(request, database, file, form, "cases/goal_result.html", goal=goal)


@router.post("/cases/{case_id}/plan/goals/{goal_id}")
def end_goal(
    request: Request, file: WorkedCase, goal_id: UUID, database: Db, form: Submitted[EndGoal]
) -> Response:
    """Say what became of a goal."""
    goal, trouble = goal_of_case(database, file, goal_id, lock=True), None
    if not form.errors and form.values.on < goal.set_on:
        form.refuse("on", f"The day must be {goal.set_on:%-d %B %Y} or later")
    if not form.errors:
        said = form.values
        try:
            database.expect(goal, form.version)
            plan.end_goal(database, goal, result=said.result, on=said.on)
            return see(request, f"{file.path}/plan", message="goal-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    stands = code_list("goal-result").label(goal.result) if goal.result else "No result yet"
    now = (("What became of it", stands),)
    template = "cases/goal_result.html"
    return draw(
        request, database, file, form, template, trouble=trouble, row=goal, now=now, goal=goal
    )
