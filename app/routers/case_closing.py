"""The moves of a case: record agreement, pause, resume, close, reopen."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks, pathway
from app.actions import cases, contact_tries, plan, sharing
from app.errors import NotFound, Refused, Stale
from app.forms.cases import Close, Confirm, Engage, Pause
from app.models import Goal
from app.queries.case_file import CaseFile
from app.queries.case_plan import measures, open_goals
from app.queries.contact_tries import NOT_REACHABLE, tries_of_case
from app.routers.case_sharing import AGREEMENT, offered
from app.web.case_forms import draw
from app.web.case_rows import check_codes
from app.web.door import Db
from app.web.forms import Form, Submitted, read
from app.web.found_case import WorkedCase
from app.web.pages import see
from app.web.posted import PostedForm
from app.web.programme_choices import codes, listed

router = APIRouter()

DONE = {"resume": "case-resumed", "reopen": "case-reopened"}


def now(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """How the case stands, shown when somebody else moved it meanwhile."""
    return (("The case is now", file.state[0]),)


@router.get("/cases/{case_id}/engage")
def ask_agreement(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for the day on which the person agreed to take part. Raises Refused."""
    pathway.open_move(file.case, "engage", database.viewer)
    form = Form.empty(
        Engage,
        version=file.case.version,
        agreed_on=clocks.today(),
        given_by="person",
        manner="spoken",
    )
    return draw(request, database, file, form, "cases/engage.html", **offered(AGREEMENT))


@router.post("/cases/{case_id}/engage")
def record_agreement(
    request: Request, file: WorkedCase, database: Db, form: Submitted[Engage]
) -> Response:
    """Record agreement: the case becomes active, and the page of sharing says what was agreed to."""
    trouble = None
    check_codes(form, **AGREEMENT)
    if not form.errors and form.values.agreed_on < file.since:
        form.refuse("agreed_on", f"The day of agreement must be {file.since:%-d %B %Y} or later")
    if not form.errors:
        try:
            database.expect(file.case, form.version)
            said = form.values
            cases.engage(database, file.case, agreed_on=said.agreed_on)
            sharing.record_agreement(
                database,
                file.case,
                answer="agreed",
                given_by=said.given_by,
                manner=said.manner,
                given_on=said.agreed_on,
                about=said.about or f"Taking part: {file.definition.name}",
            )
            return see(request, file.path, message="case-agreed")
        except (Refused, Stale) as caught:
            trouble = caught
    context = {"trouble": trouble, "now": now(file), **offered(AGREEMENT)}
    return draw(request, database, file, form, "cases/engage.html", **context)


@router.get("/cases/{case_id}/pause")
def ask_pause(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for why the work rests, and until when. Raises Refused."""
    pathway.open_move(file.case, "pause", database.viewer)
    form = Form.empty(Pause, version=file.case.version)
    return draw(request, database, file, form, "cases/pause.html", reasons=listed("pause-reason"))


@router.post("/cases/{case_id}/pause")
def pause_case(
    request: Request, file: WorkedCase, database: Db, form: Submitted[Pause]
) -> Response:
    """Pause the case until a review date."""
    trouble, reasons = None, listed("pause-reason")
    if not form.errors and form.values.reason not in codes(reasons):
        form.refuse("reason", "Select why the case is paused")
    if not form.errors:
        said = form.values
        try:
            database.expect(file.case, form.version)
            cases.pause(database, file.case, reason=said.reason, review_on=said.review_on)
            return see(request, file.path, message="case-paused")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request,
        database,
        file,
        form,
        "cases/pause.html",
        trouble=trouble,
        now=now(file),
        reasons=reasons,
    )


@router.get("/cases/{case_id}/resume")
@router.get("/cases/{case_id}/reopen")
def ask_move(request: Request, file: WorkedCase, database: Db) -> Response:
    """The page that says what resuming or reopening does, with its one button. Raises Refused."""
    move = last_word(request)
    pathway.open_move(file.case, move, database.viewer)
    form = Form.empty(Confirm, version=file.case.version)
    return draw(request, database, file, form, "cases/move.html", move=move)


@router.post("/cases/{case_id}/resume")
@router.post("/cases/{case_id}/reopen")
def make_move(
    request: Request, file: WorkedCase, database: Db, form: Submitted[Confirm]
) -> Response:
    """Resume a paused case, or reopen a closed one."""
    move, trouble = last_word(request), None
    if not form.errors:
        try:
            database.expect(file.case, form.version)
            act = cases.resume if move == "resume" else cases.reopen
            act(database, file.case)
            return see(request, file.path, message=DONE[move])
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request, database, file, form, "cases/move.html", trouble=trouble, now=now(file), move=move
    )


def last_word(request: Request) -> str:
    """Which of the two moves this address is for."""
    word = request.url.path.rsplit("/", 1)[-1]
    if word not in DONE:
        raise NotFound
    return word


def closing(database: Db, file: CaseFile) -> dict[str, Any]:
    """What the closing form shows: open goals, and measures that were not taken at exit."""
    lines = measures(database, file)
    asked = [line for line in lines if "exit" in line.measure.occasions and line.exit is None]
    return {
        "goals": open_goals(database, file),
        "missing": asked,
        "tries": tries_of_case(database, file.case, file.definition.attempts),
        "few": listed("few-attempts-reason"),
    }


# Why "not reachable" is said after fewer attempts than the programme asks for.
FEW = "few"


def box_of(goal: Goal) -> str:
    """The name of the box that asks for a goal's result."""
    return f"goal-{goal.id}"


@router.get("/cases/{case_id}/close")
def ask_closing(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for closing: why, what became of each goal, their own view. Raises Refused."""
    pathway.open_move(file.case, "close", database.viewer)
    context = closing(database, file)
    form = Form.empty(Close, version=file.case.version, planned="usual")
    return draw(request, database, file, form, "cases/close.html", **context)


@router.post("/cases/{case_id}/close")
def close_case(request: Request, file: WorkedCase, database: Db, posted: PostedForm) -> Response:
    """Close the case with a coded reason; every open goal ends with a result in the same press."""
    context, trouble = closing(database, file), None
    goals: list[Goal] = context["goals"]
    form = read(Close, posted, questions=[FEW, *(box_of(goal) for goal in goals)])
    results = codes(listed("goal-result"))
    for goal in goals:
        if form.answers.get(box_of(goal), [""])[0] not in results:
            form.refuse(box_of(goal), "Select what became of this goal")
    reason = file.definition.closure_reason(form.text("reason"))
    if reason is None:
        form.refuse("reason", "Select why the case is closed")
    why_few = (form.answers.get(FEW) or [""])[0]
    hasty = reason is not None and reason.code == NOT_REACHABLE and not context["tries"].enough
    if hasty and why_few not in codes(context["few"]):
        form.refuse(FEW, "Select why there were no more attempts at contact")
    if not form.errors and reason is not None:
        said = form.values
        planned = reason.planned if said.planned == "usual" else said.planned == "yes"
        try:
            database.expect(file.case, form.version)
            for goal in goals:
                result = form.answers[box_of(goal)][0]
                plan.end_goal(database, goal, result=result, on=clocks.today())
            cases.close(
                database,
                file.case,
                reason=reason.code,
                planned=planned,
                person_view=said.person_view,
            )
            if hasty:
                contact_tries.explain_few(
                    database, file.case, reason=why_few, tries=context["tries"]
                )
            return see(request, file.path, message="case-closed")
        except (Refused, Stale) as caught:
            trouble = caught
    return draw(
        request, database, file, form, "cases/close.html", trouble=trouble, now=now(file), **context
    )
