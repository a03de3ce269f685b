"""Check your answers, send, and what became of it: received, accepted or closed, nothing else."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.actions import guests
from app.actions.guests import Sender
from app.errors import Refused
from app.models import Commission
from app.queries.guests import status_of
from app.routers.guests import steps
from app.routers.guests.steps import Step
from app.routers.referrals import reading, saying
from app.routers.referrals.desk import Desk
from app.web.forms import Form
from app.web.guest_door import AGuest
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()


@router.get("/check")
def check_answers(request: Request, guest: AGuest) -> Response:
    """Show everything once more before it is sent."""
    if guest.link.sent_at is not None:
        return RedirectResponse("/refer/status", status_code=303)
    desk = steps.desk_of(guest.database, guest.link)
    typed = steps.typed_of(guest.link)
    read = steps.read_typed(desk, typed)
    wrong = steps.first_wrong(steps.steps_of(desk, typed), read.form)
    if wrong is not None:
        return RedirectResponse(f"/refer/form/{wrong.key}", status_code=303)
    return draw(request, desk, typed, read, guest.link.mail)


@router.post("/check")
def send_guest_referral(request: Request, guest: AGuest, posted: PostedForm) -> Response:
    """Send it, once."""
    if guest.link.sent_at is not None:
        return see(request, "/refer/status")
    desk = steps.desk_of(guest.database, guest.link)
    typed = steps.typed_of(guest.link)
    read = steps.read_typed(desk, typed)
    if posted.boxes:
        read.form.refuse("_form", "This form was sent with a box that does not belong to it")
        return draw(request, desk, typed, read, guest.link.mail, status=422)
    if steps.first_wrong(steps.steps_of(desk, typed), read.form) is not None:
        return see(request, "/refer/form")
    values = read.form.values
    commission = guest.database.find(Commission, desk.service.id)
    try:
        guest.database.refresh(guest.link, with_for_update={"key_share": True})
        guests.send(
            guest.database,
            guest.link,
            reading.new_referral(desk, commission, values, read.answers),
            Sender(
                values.sender_name or "", values.sender_job or "", values.sender_organisation or ""
            ),
        )
    except Refused as refused:
        return draw(
            request, desk, typed, read._replace(form=read.form.troubled(refused)),
            guest.link.mail, status=409,
        )  # fmt: skip
    return see(request, "/refer/status")


@router.get("/status")
def show_status(request: Request, guest: AGuest) -> Response:
    """Show what became of it."""
    found = status_of(guest.database, guest.link)
    if found is None:
        return RedirectResponse("/refer/form", status_code=303)
    return page(
        request,
        "guests/status.html",
        status_of=found,
        until=guest.link.expires_at,
        form=Form.empty(),
    )


def draw(
    request: Request,
    desk: Desk,
    typed: steps.Typed,
    read: steps.Reading,
    mail: str,
    *,
    status: int = 200,
) -> Response:
    """Draw check-your-answers, each answer with the page on which it is changed."""
    return page(
        request,
        "guests/check.html",
        status=status,
        desk=desk,
        form=read.form,
        rows=[
            (
                step.title,
                in_words(step, desk, read) or "Left out",
                f"/refer/form/{step.key}?back=check",
            )
            for step in steps.steps_of(desk, typed)
        ],
        mail=mail,
    )


def in_words(step: Step, desk: Desk, read: steps.Reading) -> str:
    """What one page says, in a line."""
    values: Any = read.form.values
    if step.question is not None:
        said = desk.definition.in_words(
            {key: one for key, one in read.answers.items() if key == step.question.key}
        )
        return "; ".join(saying.as_text(one, dict(desk.places)) for one in said)
    if step.key == "you":
        told = (values.sender_name, values.sender_job, values.sender_organisation)
        return ", ".join(one for one in told if one)
    parts = saying.sections(desk, values, {})
    words = {label: text for part in parts for label, text in part.rows}
    return "; ".join(words[label] for label in LABELS[step.key] if label in words)


# The labels of `saying.sections` that belong to a page.
LABELS = {
    "source": ("Who refers",),
    "agreement": ("Agreement", "Why without agreement"),
    "name": ("Name",),
    "age": ("Date of birth", "Age"),
    "area": ("Where they live",),
    "contact": ("Phone number", "Safe to", "Best time", "Ask for", "Must not hear of it"),
    "danger": ("Somebody in danger now",),
    "matters": ("What matters to them",),
}
