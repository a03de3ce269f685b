"""Waiting lists: places, who is next and why, and when each person is looked at again."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import referrals
from app.errors import NotFound, Refused, Stale
from app.forms.decisions import Wait
from app.models import ReferralState
from app.queries import waiting_list
from app.queries.keyset import turn_of
from app.queries.waiting_list import WaitingService
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.found_offer import DecidedOffer, OfferFile
from app.web.pages import page, see
from app.web.standing import waited

router = APIRouter()

# The rule stands on the page, so that it can be told to whoever waits.
RULE = "Immediate risk first. Then whoever was referred first, however long they have been on this list."


@router.get("/waiting", dependencies=[allowed(Permission.work)])
def list_waiting(request: Request, database: Db) -> Response:
    """The services with their places, and how many people wait for each."""
    services = [
        one
        for one in waiting_list.waiting_services(database)
        if one.waiting or one.open_cases or one.turned_away
    ]
    return page(request, "waiting/list.html", services=services, waited=waited)


@router.get("/waiting/{commission_id}", dependencies=[allowed(Permission.work)])
def show_waiting(request: Request, commission_id: UUID, database: Db) -> Response:
    """One waiting list in its order. Raises NotFound for a service of somebody else."""
    service = service_of(database, commission_id)
    found = waiting_list.line(database, commission_id, turn_of(request.query_params))
    return page(
        request,
        "waiting/one.html",
        service=service,
        people=[(one, waited(one.came_at)) for one in found.rows],
        previous=found.previous,
        next=found.next,
        rule=RULE,
        may_decide=database.viewer.role == "manager",
    )


def service_of(database: Db, commission_id: UUID) -> WaitingService:
    """A service of the viewer's own organisation. Raises NotFound."""
    found = waiting_list.waiting_services(database, commission_id)
    if not found:
        raise NotFound
    return found[0]


@router.get("/queue/{referral_id}/review")
def ask_next_review(request: Request, offer: DecidedOffer) -> Response:
    """Ask for the next day of review. Raises Refused when nobody waits any more."""
    if offer.referral.state != ReferralState.waiting:
        raise Refused(
            "This referral is not on the waiting list any more. There is nothing to review."
        )
    form = Form.empty(Wait, version=offer.referral.version)
    return draw_review(request, offer, form)


@router.post("/queue/{referral_id}/review")
def move_review(
    request: Request, offer: DecidedOffer, database: Db, form: Submitted[Wait]
) -> Response:
    """Move the day of review of somebody who waits."""
    if form.errors:
        return draw_review(request, offer, form, status=422)
    try:
        database.expect(offer.referral, form.version)
        referrals.review(database, offer.referral, review_on=form.values.review_on)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw_review(request, offer, form, status=trouble.status)
    return see(request, f"/waiting/{offer.referral.commission_id}", message="review-moved")


def draw_review(
    request: Request, offer: OfferFile, form: Form[Wait], status: int = 200
) -> Response:
    """The page that asks for the day; whoever sends it again has read what changed."""
    form.version = offer.referral.version
    return page(request, "waiting/review.html", status=status, offer=offer, form=form)
