"""Saying what was spent in a quarter."""

from fastapi import APIRouter, Request, Response

from app.actions import money as actions
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.money import StatedSpend
from app.queries.money import statement_number, statements_of
from app.reporting.money.sums import Money, quarter_name
from app.reporting.periods import Quarter
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.found_commission import SpentMoney, quarter_in, row_of
from app.web.pages import page, see

router = APIRouter(prefix="/commissioned")


@router.get("/{commission_id}/spend")
def choose_spend(request: Request, money: SpentMoney) -> Response:
    """Lead on to the quarter that was chosen on the page of the commission."""
    quarter = begun(request.query_params.get("quarter", ""))
    return see(request, f"/commissioned/{money.id}/spend/{quarter.code}")


@router.get("/{commission_id}/spend/{code}", dependencies=[DRAFTED])
def ask_for_spend(request: Request, database: Db, money: SpentMoney, code: str) -> Response:
    """Ask what was spent in a quarter, with what was said before."""
    quarter = begun(code)
    form = Form.empty(StatedSpend, version=statement_number(database, money.id, quarter))
    return draw(request, database, money, quarter, form)


@router.post("/{commission_id}/spend/{code}", dependencies=[DRAFTED])
def state_spend(
    request: Request, database: Db, money: SpentMoney, code: str, form: Submitted[StatedSpend]
) -> Response:
    """Keep what was spent; what was said before stays readable."""
    quarter, status = begun(code), 422
    if not form.errors:
        typed = form.values
        try:
            actions.state_spend(
                database,
                row_of(database, money),
                quarter,
                typed.amount,
                note=typed.note or "",
                known=form.version,
            )
        except (Refused, Stale) as trouble:
            status = trouble.status
            form.troubled(trouble).version = statement_number(database, money.id, quarter)
        else:
            return see(request, f"/commissioned/{money.id}", message="spend-stated")
    return draw(request, database, money, quarter, form, status=status)


def begun(code: str) -> Quarter:
    """The quarter of an address. Raises NotFound for one that has not begun."""
    quarter = quarter_in(code)
    if not quarter.has_started:
        raise NotFound
    return quarter


def draw(
    request: Request,
    database: Database,
    money: Money,
    quarter: Quarter,
    form: Form[StatedSpend],
    *,
    status: int = 200,
) -> Response:
    """Draw the one box, beside what the profile gives."""
    said = [one for one in statements_of(database, money.id) if one.quarter == quarter]
    return page(
        request,
        "money/spend.html",
        status=status,
        money=money,
        quarter=quarter,
        quarter_name=quarter_name(quarter),
        planned=money.planned_in(quarter),
        said=said,
        form=form,
    )
