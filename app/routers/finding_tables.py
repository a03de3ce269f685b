"""Finding the table that comes nearest to a question, and asking the providers what none says."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import figure_questions
from app.database import Database
from app.errors import NotFound, Refused
from app.forms.editions import AnswerQuestion, AskProviders
from app.models import FigureQuestion
from app.queries.figure_questions import said_on, threads
from app.reporting.counting import SHOWN
from app.reporting.editions.catalogue import NAMES, breakdowns, named, nearest
from app.reporting.editions.reading import newest_with
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.routers.editions import may_order
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED, resume
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter()
COMMISSIONS = allowed(Permission.commission)
REPORTS = allowed(Permission.report)
FIRST = "people-reached"


@router.get("/editions/find", dependencies=[COMMISSIONS])
def find_table(request: Request, database: Db) -> Response:
    """Show the permitted table that comes nearest to what the address asks for."""
    return draw_found(request, database, Form.empty(AskProviders))


@router.post("/editions/find", dependencies=[COMMISSIONS, DRAFTED])
def ask_providers(request: Request, database: Db, form: Submitted[AskProviders]) -> Response:
    """Ask every provider; the answers are words on a thread."""
    if not may_order(database):
        form.refuse("words", "Only a commissioner of all of it asks the providers")
    if not form.errors:
        try:
            figure_questions.ask(database, words=form.values.words)
        except Refused as refused:
            form.refuse("words", str(refused))
        else:
            return see(request, "/figure-questions", message="providers-asked")
    return draw_found(request, database, form, status=422)


@router.get("/figure-questions", dependencies=[COMMISSIONS])
def list_asked(request: Request, database: Db) -> Response:
    """List what the viewer's organisation asked its providers."""
    return page(request, "editions/questions.html", threads=threads(database), own=True)


@router.get("/figure-questions/{question_id:uuid}", dependencies=[COMMISSIONS])
def show_asked(request: Request, database: Db, question_id: UUID) -> Response:
    """Show the thread of a question."""
    return draw_thread(request, database, question_id, Form.empty(AnswerQuestion))


@router.post("/figure-questions/{question_id:uuid}", dependencies=[COMMISSIONS, DRAFTED])
def ask_more(
    request: Request, database: Db, question_id: UUID, form: Submitted[AnswerQuestion]
) -> Response:
    """Say more on the thread."""
    return say(request, database, question_id, form)


@router.get("/asked", dependencies=[REPORTS])
def list_to_answer(request: Request, database: Db) -> Response:
    """List what commissioners asked the viewer's organisation."""
    return page(request, "editions/questions.html", threads=threads(database), own=False)


@router.get("/asked/{question_id:uuid}", dependencies=[REPORTS])
def show_to_answer(request: Request, database: Db, question_id: UUID) -> Response:
    """Show the thread of a question to the provider."""
    return draw_thread(request, database, question_id, Form.empty(AnswerQuestion))


@router.post("/asked/{question_id:uuid}", dependencies=[REPORTS, DRAFTED])
def answer_question(
    request: Request, database: Db, question_id: UUID, form: Submitted[AnswerQuestion]
) -> Response:
    """Answer in words."""
    return say(request, database, question_id, form)


def say(
    request: Request, database: Database, question_id: UUID, form: Form[AnswerQuestion]
) -> Response:
    """Keep what was said, or show the form again."""
    if form.errors:
        return draw_thread(request, database, question_id, form, status=422)
    figure_questions.answer(database, question_id, words=form.values.words)
    return see(request, request.url.path, message="answer-given")


def draw_thread(
    request: Request,
    database: Database,
    question_id: UUID,
    form: Form[AnswerQuestion],
    *,
    status: int = 200,
) -> Response:
    """Draw a thread with the form that goes on with it."""
    question = database.find(FigureQuestion, question_id)
    if status == 200:  # noqa: PLR2004 - HTTP's own
        resume(request, database, form)
    own = question.organisation_id == database.viewer.organisation_id
    return page(
        request,
        "editions/question.html",
        status=status,
        form=form,
        question=question,
        said=said_on(database, question_id),
        own=own,
        may_say=may_order(database) if own else True,
    )


def draw_found(
    request: Request, database: Database, form: Form[AskProviders], *, status: int = 200
) -> Response:
    """Draw the nearest table, and the form that asks the providers."""
    asked = request.query_params
    measure = asked.get("measure", FIRST)
    if measure not in MEASURES or MEASURES[measure].own_only:
        raise NotFound
    known = {str(by): by for by in breakdowns()}
    chosen = tuple(asked.get(name, "") for name in ("by", "and", "also"))
    if any(one and one not in known for one in chosen):
        raise NotFound
    wanted: tuple[By, ...] = tuple(known[one] for one in chosen if one)
    found = nearest(measure, wanted)
    if status == 200:  # noqa: PLR2004 - HTTP's own
        resume(request, database, form)
    return page(
        request,
        "editions/find.html",
        status=status,
        form=form,
        measures=[(one.key, one.label) for one in SHOWN],
        breakdowns=[(str(by), NAMES.get(by, named(by)).capitalize()) for by in breakdowns()],
        measure=MEASURES[measure],
        chosen=chosen,
        found=found,
        by=named(found.by),
        edition=newest_with(database, found.table.code) if found.table else None,
        may_ask=may_order(database),
        was_asked="measure" in asked,
    )
