"""Varying a commission, and buying what comes after it."""

from fastapi import APIRouter, Request, Response

from app.actions import follow_on, variations
from app.actions.follow_on import Next
from app.actions.funding import Stood, Why, as_it_stands
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.funding import Streams, read_funding, written_funding
from app.forms.money import FollowOn, Vary
from app.models import Commission, Followed, VariationReason
from app.queries.variations import providers
from app.reporting.money.sums import Money
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.found_commission import KeptMoney, row_of
from app.web.pages import page, see

router = APIRouter(prefix="/commissioned")
HOW = [
    (Followed.renewed, "Renewed", "The same provider goes on"),
    (Followed.retendered, "Tendered again", "Whoever won the tender, old or new"),
    (
        Followed.handed_over,
        "Handed over",
        "Another provider takes over, also in the middle of the term",
    ),
]


@router.get("/{commission_id}/vary", dependencies=[DRAFTED])
def ask_for_variation(request: Request, database: Db, money: KeptMoney) -> Response:
    """Show the terms that a variation can change."""
    commission = row_of(database, money)
    form = Form.empty(
        Vary,
        version=commission.version,
        ends_on=money.ends_on,
        places=money.places,
        funding=written_funding(as_it_stands(database, commission).funding) or None,
    )
    return draw_vary(request, money, form)


@router.post("/{commission_id}/vary", dependencies=[DRAFTED])
def vary_commission(
    request: Request, database: Db, money: KeptMoney, form: Submitted[Vary]
) -> Response:
    """Vary the commission."""
    commission, status = row_of(database, money), 422
    funding = funding_in(form)
    if not form.errors:
        typed = form.values
        new = Stood(funding, typed.ends_on, typed.places)
        why = Why(typed.takes_effect_on, typed.reason, typed.words or "")
        try:
            database.expect(commission, form.version)
            variations.vary(database, commission, new, why)
        except (Refused, Stale) as trouble:
            status = trouble.status
            form.troubled(trouble).version = commission.version
        else:
            return see(request, f"/commissioned/{money.id}", message="commission-varied")
    return draw_vary(request, money, form, status=status)


def funding_in(form: Form[Vary] | Form[FollowOn]) -> Streams:
    """The funding that was typed; what is wrong with it becomes an error of its box."""
    funding, wrong = read_funding(form.text("funding"))
    if wrong:
        form.refuse("funding", wrong)
    return funding


def draw_vary(request: Request, money: Money, form: Form[Vary], *, status: int = 200) -> Response:
    """Draw the terms to be varied."""
    reasons = [one for one in VariationReason if one is not VariationReason.handed_over]
    return page(request, "money/vary.html", status=status, money=money, form=form, reasons=reasons)


@router.get("/{commission_id}/follow", dependencies=[DRAFTED])
def ask_for_follow_on(request: Request, database: Db, money: KeptMoney) -> Response:
    """Ask what comes after a commission."""
    form = Form.empty(FollowOn, provider=money.provider_id, places=money.places)
    return draw_follow(request, database, money, form)


@router.post("/{commission_id}/follow", dependencies=[DRAFTED])
def follow_commission(
    request: Request, database: Db, money: KeptMoney, form: Submitted[FollowOn]
) -> Response:
    """Buy what comes after a commission."""
    funding, status = funding_in(form), 422
    if not form.errors:
        try:
            made = _follow(database, money, form, funding)
        except NotFound:
            form.refuse("provider", "Select a provider from the list")
        except (Refused, Stale) as trouble:
            status = trouble.status
            form.troubled(trouble)
        else:
            return see(request, f"/commissioned/{made.id}", message="commission-followed")
    return draw_follow(request, database, money, form, status=status)


def _follow(database: Database, money: Money, form: Form[FollowOn], funding: Streams) -> Commission:
    typed = form.values
    new = Next(
        typed.how,
        typed.name,
        typed.provider,
        typed.starts_on,
        typed.ends_on,
        typed.places,
        funding,
    )
    return follow_on.follow(database, row_of(database, money), new)


def draw_follow(
    request: Request, database: Database, money: Money, form: Form[FollowOn], *, status: int = 200
) -> Response:
    """Draw the page that asks for what comes after."""
    return page(
        request,
        "money/follow.html",
        status=status,
        money=money,
        form=form,
        how=HOW,
        providers=providers(database),
    )
