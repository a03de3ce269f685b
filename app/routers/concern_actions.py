"""What is done about a concern: planned, done, answered, or not needed after all."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import concerns
from app.errors import Refused, Stale
from app.forms.concerns import DoAction, HearBack, PlanAction
from app.forms.fields import moment_of
from app.models import ConcernAction
from app.programmes.lists import Entry, code_list
from app.programmes.safeguarding import EXPLAINED
from app.queries.case_file import CaseFile
from app.queries.concerns import action_of, concern_of_case
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.pages import see
from app.web.programme_choices import codes, listed, safeguarding_actions
from app.web.safe_case import SafeCase

router = APIRouter(prefix="/cases/{case_id}/safety/concerns/{concern_id}/actions")

NOT_NEEDED = "not-needed"
ONLY_AT_FIRST = {"done", NOT_NEEDED}
DONE, ANSWER = "cases/concern_done.html", "cases/concern_answer.html"


@router.get("/new")
def ask_action(request: Request, file: SafeCase, concern_id: UUID, database: Db) -> Response:
    """The form for something more to be done."""
    concern_of_case(database, file, concern_id)
    form = Form.empty(PlanAction)
    return draw(
        request, database, file, form, "cases/concern_plan.html", **context(file, concern_id)
    )


def context(file: CaseFile, concern_id: UUID) -> dict[str, Any]:
    """What the forms of actions show."""
    return {
        "place": f"{file.path}/safety/concerns/{concern_id}",
        "kinds": safeguarding_actions(file),
        "explained": EXPLAINED,
    }


@router.post("/new")
def plan_action(
    request: Request,
    file: SafeCase,
    concern_id: UUID,
    database: Db,
    form: Submitted[PlanAction],
) -> Response:
    """Plan it; its clock runs from now."""
    concern, trouble = concern_of_case(database, file, concern_id, lock=True), None
    if not form.errors and form.values.kind not in codes(listed("safeguarding-action")):
        form.refuse("kind", "Select what is to be done")
    if not form.errors:
        try:
            concerns.plan_action(database, concern, kind=form.values.kind)
            place = f"{file.path}/safety/concerns/{concern_id}"
            return see(request, place, message="concern-action-planned")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "cases/concern_plan.html",
        trouble=trouble,
        **context(file, concern_id),
    )


@router.get("/{action_id}")
def ask_done(
    request: Request, file: SafeCase, concern_id: UUID, action_id: UUID, database: Db
) -> Response:
    """The form for when it was done; what was done already leads on to its answer."""
    action = action_of(database, concern_of_case(database, file, concern_id), action_id)
    if action.made_at is not None:
        return see(request, f"{request.url.path}/answer")
    now = clocks.now().astimezone(clocks.LONDON)
    form = Form.empty(
        DoAction,
        version=action.version,
        on=now.date(),
        at=now.time().replace(second=0, microsecond=0),
    )
    return draw_action(request, database, file, form, action, DONE)


def outcomes(template: str) -> list[Entry]:
    """What may have come of an action, at first or as its answer."""
    every = listed("action-outcome")
    return [one for one in every if template == DONE or one.code not in ONLY_AT_FIRST]


def draw_action(
    request: Request,
    database: Db,
    file: Any,
    form: Form[Any],
    action: ConcernAction,
    template: str,
    **more: Any,
) -> Response:
    """Draw a form of an action, first or again."""
    return draw(
        request,
        database,
        file,
        form,
        template,
        action=action,
        entry=code_list("safeguarding-action").get(action.kind),
        outcomes=outcomes(template),
        **context(file, action.concern_id),
        **more,
    )


@router.post("/{action_id}")
def write_done(
    request: Request,
    file: SafeCase,
    concern_id: UUID,
    action_id: UUID,
    database: Db,
    form: Submitted[DoAction],
) -> Response:
    """Keep that it was done, or that it is not needed after all."""
    concern = concern_of_case(database, file, concern_id, lock=True)
    action, trouble = action_of(database, concern, action_id, lock=True), None
    if not form.errors:
        said = form.values
        if said.outcome not in codes(listed("action-outcome")):
            form.refuse("outcome", "Select what came of it")
        elif said.outcome == NOT_NEEDED and not said.words:
            form.refuse("words", "Say why it is not needed")
    if not form.errors:
        try:
            database.expect(action, form.version)
            if said.outcome == NOT_NEEDED:
                concerns.not_needed(database, action, why=said.words or "")
            else:
                at = moment_of(said.on, said.at)
                concerns.do_action(database, action, at=at, words=said.words, outcome=said.outcome)
            place = f"{file.path}/safety/concerns/{concern_id}"
            return see(request, place, message="concern-action-done")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_action(request, database, file, form, action, DONE, trouble=trouble, row=action)


@router.get("/{action_id}/answer")
def ask_answer(
    request: Request, file: SafeCase, concern_id: UUID, action_id: UUID, database: Db
) -> Response:
    """The form for what was answered; what was not done yet leads back to being done."""
    action = action_of(database, concern_of_case(database, file, concern_id), action_id)
    if action.made_at is None:
        return see(request, request.url.path.removesuffix("/answer"))
    form = Form.empty(HearBack, version=action.version, on=clocks.today())
    return draw_action(request, database, file, form, action, ANSWER)


@router.post("/{action_id}/answer")
def write_answer(
    request: Request,
    file: SafeCase,
    concern_id: UUID,
    action_id: UUID,
    database: Db,
    form: Submitted[HearBack],
) -> Response:
    """Keep what was answered."""
    concern = concern_of_case(database, file, concern_id, lock=True)
    action, trouble = action_of(database, concern, action_id, lock=True), None
    if not form.errors and form.values.outcome not in codes(outcomes(ANSWER)):
        form.refuse("outcome", "Select what came of it")
    if not form.errors:
        said = form.values
        try:
            database.expect(action, form.version)
            concerns.hear_back(
                database, action, on=said.on, outcome=said.outcome, feedback=said.feedback
            )
            place = f"{file.path}/safety/concerns/{concern_id}"
            return see(request, place, message="concern-answer-saved")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw_action(request, database, file, form, action, ANSWER, trouble=trouble, row=action)
