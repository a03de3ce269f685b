"""Steps towards goals, reviews of a plan, and the plan on paper for the person."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import reviews
from app.errors import Refused, Stale
from app.forms.assessments import AddStep, HoldReview
from app.programmes.lists import code_list
from app.queries import whole_plan
from app.queries.case_plan import goal_of_case
from app.queries.whole_plan import QUESTIONS, as_it_stands, review_of_case, step_of_case
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import OpenCase, WorkedCase
from app.web.pages import page, see
from app.web.programme_choices import codes, listed

router = APIRouter(prefix="/cases/{case_id}/plan")


@router.get("/goals/{goal_id}/steps/new")
def ask_step(request: Request, file: WorkedCase, goal_id: UUID, database: Db) -> Response:
    """The form for a step towards a goal."""
    goal = goal_of_case(database, file, goal_id)
    form = Form.empty(AddStep)
    return draw(
        request, database, file, form, "cases/step.html", goal=goal, people=listed("step-by")
    )


@router.post("/goals/{goal_id}/steps/new")
def add_step(
    request: Request, file: WorkedCase, goal_id: UUID, database: Db, form: Submitted[AddStep]
) -> Response:
    """Agree on a step towards a goal."""
    goal, trouble, people = (
        goal_of_case(database, file, goal_id, lock=True),
        None,
        listed("step-by"),
    )
    if not form.errors and form.values.who not in codes(people):
        form.refuse("who", "Select who does it")
    if not form.errors:
        try:
            reviews.add_step(database, file.case, goal, **form.values.model_dump())
            return see(request, f"{file.path}/plan", message="step-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request, database, file, form, "cases/step.html", trouble=trouble, goal=goal, people=people
    )


@router.post("/goals/{goal_id}/steps/{step_id}/done")
def finish_step(
    request: Request, file: WorkedCase, goal_id: UUID, step_id: UUID, database: Db
) -> Response:
    """Say that a step was taken today."""
    goal_of_case(database, file, goal_id)
    reviews.finish_step(database, step_of_case(database, file, step_id, lock=True))
    return see(request, f"{file.path}/plan", message="step-done")


@router.get("/reviews/new")
def ask_review(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for a review, with the plan as it stands above it."""
    form = Form.empty(HoldReview, held_on=clocks.today())
    return draw(
        request, database, file, form, "cases/review_new.html", **review_context(file, database)
    )


def review_context(file: Any, database: Db) -> dict[str, Any]:
    """What the form of a review shows."""
    stood = as_it_stands(file, whole_plan.whole_plan(database, file))
    return {"stood": stood, "with_whom": listed("review-with")}


@router.post("/reviews/new")
def hold_review(
    request: Request, file: WorkedCase, database: Db, form: Submitted[HoldReview]
) -> Response:
    """Keep a review, and the plan as it stood."""
    trouble, context = None, review_context(file, database)
    if not form.errors and form.values.with_whom not in codes(listed("review-with")):
        form.refuse("with_whom", "Select with whom the plan was looked at")
    if not form.errors and form.values.held_on < file.since:
        form.refuse("held_on", f"The day must be {file.since:%-d %B %Y} or later")
    if not form.errors:
        try:
            reviews.hold_review(
                database, file.case, **form.values.model_dump(), as_it_stood=context["stood"]
            )
            return see(request, f"{file.path}/plan", message="review-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(request, database, file, form, "cases/review_new.html", trouble=trouble, **context)


@router.get("/reviews/{review_id}")
def show_review(request: Request, file: OpenCase, review_id: UUID, database: Db) -> Response:
    """A review, and the plan as it stood that day."""
    review = review_of_case(database, file, review_id)
    return page(
        request,
        "cases/review.html",
        file=file,
        review=review,
        stood=review.as_it_stood,
        with_whom=code_list("review-with").label(review.with_whom),
    )


@router.get("/print")
def print_plan(request: Request, file: OpenCase, database: Db) -> Response:
    """The plan to be given to the person: big type, first name, reference, no address."""
    return page(
        request,
        "cases/plan_print.html",
        file=file,
        plan=whole_plan.whole_plan(database, file),
        questions=QUESTIONS,
        who=code_list("step-by"),
    )
