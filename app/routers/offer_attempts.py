"""Tries to reach somebody who was offered to us, before the offer is decided."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions import contact_tries
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.decisions import TriedOffer
from app.forms.fields import moment_of
from app.programmes.lists import Entry, code_list
from app.queries.contact_tries import tries_of_offer
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_offer import OfferFile, SeenOffer
from app.web.pages import page, see

router = APIRouter()


@router.get("/queue/{referral_id}/attempt")
def ask_attempt(request: Request, offer: SeenOffer, database: Db) -> Response:
    """The form for a try that did not reach them."""
    now = clocks.now().astimezone(clocks.LONDON)
    form = Form.empty(TriedOffer, on=now.date(), at=now.time(), method="phone", outcome="no-answer")
    return draw_attempt(request, database, offer, form)


@router.post("/queue/{referral_id}/attempt")
def record_attempt(
    request: Request, offer: SeenOffer, database: Db, form: Submitted[TriedOffer]
) -> Response:
    """Keep the try; nothing is written about the person."""
    if not offer.is_live:
        raise NotFound
    status = 422
    for field, choices in (("method", methods(offer)), ("outcome", outcomes())):
        if form.text(field) and form.text(field) not in {entry.code for entry in choices}:
            form.refuse(field, "Select from the list")
    if not form.errors:
        said = form.values
        try:
            contact_tries.try_offer(
                database,
                offer.referral,
                at=moment_of(said.on, said.at),
                method=said.method,
                outcome=said.outcome,
            )
            return see(request, offer.url, message="attempt-recorded")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_attempt(request, database, offer, form, status)


def methods(offer: OfferFile) -> list[Entry]:
    """How the programme reaches people."""
    own = offer.definition.sessions
    only = own.methods if own else ()
    entries = code_list("session-method").on(clocks.today())
    return [entry for entry in entries if not only or entry.code in only]


def outcomes() -> tuple[Entry, ...]:
    """What may come of a try."""
    return code_list("attempt-outcome").on(clocks.today())


def draw_attempt(
    request: Request, database: Database, offer: OfferFile, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form with how many tries there were. Raises NotFound once the offer is decided."""
    if not offer.is_live:
        raise NotFound
    return page(
        request,
        "queue/attempt.html",
        status=status,
        offer=offer,
        form=form,
        tries=tries_of_offer(database, offer.referral, offer.definition.attempts),
        methods=methods(offer),
        outcomes=outcomes(),
    )
