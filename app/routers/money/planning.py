"""Saying how the value of a commission is meant to be spent."""

from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request, Response

from app.actions import money as actions
from app.errors import Refused, Stale
from app.queries.money import profile_number
from app.reporting.money.sums import Money, pounds, quarters_of
from app.reporting.periods import Quarter
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form
from app.web.found_commission import KeptMoney, row_of
from app.web.pages import page, see
from app.web.posted import PostedForm
from app.web.quarter_boxes import box, fill, pounds_in, read_boxes

router = APIRouter(prefix="/commissioned")


@router.get("/{commission_id}/profile", dependencies=[DRAFTED])
def ask_for_profile(request: Request, database: Db, money: KeptMoney) -> Response:
    """Show the quarters of the term with what is planned; where nothing is, an even share of each."""
    form: Form[Any] = Form.empty(version=profile_number(database, money.id))
    fill(form, dict(money.profile) or even(money))
    return draw(request, money, form)


@router.post("/{commission_id}/profile", dependencies=[DRAFTED])
def put_profile(request: Request, database: Db, money: KeptMoney, posted: PostedForm) -> Response:
    """Keep the profile; its quarters must add up to the value."""
    form, status = read_boxes(posted, boxes(money)), 422
    amounts = pounds_in(form, boxes(money))
    if not form.errors:
        try:
            actions.put_profile(database, row_of(database, money), amounts, known=form.version)
        except (Refused, Stale) as trouble:
            status = trouble.status
            form.troubled(trouble).version = profile_number(database, money.id)
        else:
            return see(request, f"/commissioned/{money.id}", message="profile-saved")
    return draw(request, money, form, status=status)


def boxes(money: Money) -> list[Quarter]:
    """The quarters of the term, and those that have money already."""
    return sorted({*quarters_of(money.starts_on, money.ends_on), *money.profile})


def even(money: Money) -> dict[Quarter, Decimal]:
    """The value in even shares, in whole pounds; what is left over falls into the last quarter."""
    quarters = quarters_of(money.starts_on, money.ends_on)
    each = money.value // len(quarters)
    shares = dict.fromkeys(quarters, each)
    shares[quarters[-1]] = money.value - each * (len(quarters) - 1)
    return shares


def draw(request: Request, money: Money, form: Form[Any], *, status: int = 200) -> Response:
    """Draw the quarters with their boxes."""
    return page(
        request,
        "money/profile.html",
        status=status,
        money=money,
        form=form,
        value=pounds(money.value),
        years=by_year(boxes(money)),
        box=box,
    )


def by_year(quarters: list[Quarter]) -> list[tuple[int, list[Quarter]]]:
    """Quarters under their financial years."""
    years = sorted({one.year for one in quarters})
    return [(year, [one for one in quarters if one.year == year]) for year in years]
