"""Taking over what another service hands over: many cases in one press."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import referrals
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.transfers import TakeOver
from app.queries.arriving import MOST_AT_ONCE, arrived, arriving
from app.web.attempting import by_itself
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted, read
from app.web.found_offer import find_offer
from app.web.pages import page, see
from app.web.posted import Posted

router = APIRouter(dependencies=[allowed(Permission.decide)])


@router.get("/queue/transfers")
def list_arriving(request: Request, database: Db) -> Response:
    """The transfers that wait for a decision, each ticked at first."""
    rows = arriving(database)
    return draw(request, database, Form.empty(TakeOver, offers=[row.id for row in rows]))


def draw(request: Request, database: Database, form: Form[TakeOver], status: int = 200) -> Response:
    """Draw the list; after a press that cannot be done, with what was ticked."""
    rows = arriving(database)
    return page(
        request, "transfers/arriving.html", status=status, form=form, rows=rows, most=MOST_AT_ONCE
    )


@router.post("/queue/transfers")
def take_over(request: Request, database: Db, form: Submitted[TakeOver]) -> Response:
    """Accept every ticked transfer that can be taken without asking; the next page names the rest.

    Each by itself: one that was taken back, or that may be somebody we know, keeps none of the others.
    """
    if form.errors:
        return draw(request, database, form, 422)
    ticked = sorted(set(form.values.offers))[:MOST_AT_ONCE]
    taken = [one for one in ticked if taken_over(database, one)]
    shown = "&".join(f"offers={one}" for one in ticked)
    message = "transfers-taken" if taken else "transfers-not-taken"
    return see(request, f"/queue/transfers/taken?{shown}", message=message)


def taken_over(database: Database, referral_id: UUID) -> bool:
    """Whether an offer was accepted as a new case; not where somebody has to look at it first."""
    try:
        offer = find_offer(database, referral_id, lock=True)
        if not offer.is_live or not offer.referral.transfer or offer.people:
            return False
        with by_itself(database):
            referrals.accept(database, offer.referral)
    except (NotFound, Refused, Stale):
        return False
    return True


@router.get("/queue/transfers/taken")
def show_taken(request: Request, database: Db) -> Response:
    """What became of each that was ticked, and why some were not taken."""
    ids = ids_in(request)
    form = read(TakeOver, Posted({"offers": ids} if ids else {}, {}))
    if form.checked is None:
        raise NotFound
    rows = arrived(database, form.values.offers)
    if not rows:
        raise NotFound
    return page(
        request,
        "transfers/taken.html",
        taken=[row for row in rows if row.case_id],
        left=[row for row in rows if row.is_live],
        gone=len(set(form.values.offers)) - len(rows),
    )


def ids_in(request: Request) -> list[str]:
    """The ids that the address names: ids only, so they may stand there."""
    return request.query_params.getlist("offers")[:MOST_AT_ONCE]
