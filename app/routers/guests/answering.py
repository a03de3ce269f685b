"""Answering what the receiver of a guest's referral asked: one question, one page, one answer."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from app import clocks
from app.actions import guest_questions
from app.errors import Refused
from app.forms.guests import GuestAnswer
from app.queries import commissions_open
from app.queries.guests import status_of
from app.web.forms import Form, Submitted
from app.web.guest_door import AGuest, Guest
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()
STATUS = "/refer/status"


@router.get("/question")
def show_question(request: Request, guest: AGuest) -> Response:
    """Show what was asked, with a box for the answer as it was left."""
    if guest.question is None:
        return RedirectResponse(STATUS, status_code=303)
    form = Form.empty(GuestAnswer, answer=guest_questions.kept(guest.link))
    return draw(request, guest, form)


@router.post("/question")
def answer_question(request: Request, guest: AGuest, form: Submitted[GuestAnswer]) -> Response:
    """Answer, once; a second press finds the first answer."""
    if guest.question is None or guest.question.answered_at is not None:
        return see(request, "/refer/question")
    if form.errors:
        return draw(request, guest, form, status=422)
    service = commissions_open.service_of(guest.database, guest.link.commission_id)
    try:
        guest_questions.answer(
            guest.database,
            guest.link,
            guest.question,
            service.definition,
            words=form.values.answer,
        )
    except Refused as refused:
        return draw(request, guest, form.troubled(refused), status=refused.status)
    return see(request, "/refer/question")


@router.post("/question/draft")
def save_answer(guest: AGuest, posted: PostedForm) -> Response:
    """Keep the answer while it is typed; answers only the words of the status line."""
    if guest.question is None or guest.question.answered_at is not None:
        return PlainTextResponse("This was sent; nothing more is kept.")
    guest_questions.keep(guest.database, guest.link, "\n".join(posted.boxes.get("answer", ())))
    return PlainTextResponse(f"Kept {clocks.now().astimezone(clocks.LONDON):%H:%M}")


def draw(request: Request, guest: Guest, form: Form[GuestAnswer], *, status: int = 200) -> Response:
    """Draw the question, or that it was answered."""
    return page(
        request,
        "guests/question.html",
        status=status,
        form=form,
        question=guest.question,
        status_of=status_of(guest.database, guest.link),
        until=guest.until,
    )
