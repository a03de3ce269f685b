"""Asking for a link, and opening it. Nothing here tells whether a mail was sent."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.actions import guests
from app.database import transaction
from app.errors import NotFound
from app.forms.guests import OpenLink, WorkMail
from app.models import Commission
from app.queries import commissions_open
from app.queries.commissions_open import Service
from app.web import guest_door
from app.web.forms import Form, Submitted
from app.web.guest_door import AGuest
from app.web.pages import page, see
from app.web.signed_in import address_of

router = APIRouter()
# The address of this page holds the secret: nobody else is told where somebody came from.
UNSAID = {"Referrer-Policy": "no-referrer"}


def service_of(commission_id: UUID) -> Service:
    """The service that guests may refer to. Raises NotFound, also where they are not let in."""
    with transaction() as database:
        commission = database.find(Commission, commission_id)
        if guests.is_over(commission):
            raise NotFound
        return commissions_open.service_of(database, commission_id)


@router.get("/{commission_id:uuid}")
def start_guest_referral(request: Request, commission_id: UUID) -> Response:
    """Say what the service is for, and ask where to mail the link to."""
    return draw_start(request, service_of(commission_id), Form.empty(WorkMail))


@router.post("/{commission_id:uuid}")
def ask_for_link(request: Request, commission_id: UUID, form: Submitted[WorkMail]) -> Response:
    """Mail the link; the answer is the same whether or not one was sent."""
    service = service_of(commission_id)
    if form.errors:
        return draw_start(request, service, form, status=422)
    guests.mail_link(
        commission_id=commission_id, mail=form.values.mail, address=address_of(request)
    )
    return page(
        request,
        "guests/mailed.html",
        service=service,
        mail=form.values.mail,
        good_for=guests.GOOD_FOR,
    )


def draw_start(
    request: Request, service: Service, form: Form[WorkMail], *, status: int = 200
) -> Response:
    """Draw the first page."""
    return page(
        request,
        "guests/start.html",
        status=status,
        service=service,
        form=form,
        good_for=guests.GOOD_FOR,
    )


@router.get("/open/{token}")
def show_link(request: Request, token: str) -> Response:
    """Ask for one press: programs that look at mails beforehand press nothing."""
    with guest_door.opened_with(request, token) as guest:
        sent, asked = guest.link.sent_at is not None, guest.question is not None
    form = Form.empty(OpenLink, token=token)
    return page(request, "guests/open.html", headers=UNSAID, form=form, sent=sent, asked=asked)


@router.post("/open")
def open_link(request: Request, form: Submitted[OpenLink]) -> Response:
    """Put the secret into a cookie; from here on no address holds it."""
    if form.errors:
        raise guest_door.LinkGone
    token = form.values.token
    with guest_door.opened_with(request, token) as guest:
        guests.opened(guest.database, guest.link)
        next_page = "/refer/status" if guest.link.sent_at else "/refer/form"
        answer = see(request, "/refer/question" if guest.question else next_page)
        guest_door.give(request, answer, token, guest)
    return answer


@router.post("/finish")
def finish_here(request: Request, guest: AGuest) -> Response:
    """Take the link out of this browser; the mail still opens it."""
    answer = see(request, f"/refer/{guest.link.commission_id}", message="guest-finished")
    guest_door.take(request, answer)
    return answer
