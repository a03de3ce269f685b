"""Agreeing below which number counts of a commission's people are not printed."""

from fastapi import APIRouter, Request, Response

from app.actions import agreed_thresholds
from app.database import Database
from app.errors import Refused, Stale
from app.forms.money import AgreeThreshold
from app.reporting.agreed import agreed_about, quarters_open
from app.reporting.money.sums import Money
from app.reporting.periods import Quarter
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.found_commission import KeptMoney, row_of
from app.web.pages import page, see

router = APIRouter(prefix="/commissioned")
CHOICES = [
    ("5", "Below 5", "1 to 4 are hidden, as in NHS data sets of mental-health services"),
    ("8", "Below 8", "1 to 7 are hidden, as in NHS hospital statistics"),
    ("10", "Below 10", "1 to 9 are hidden, as in what leaves a research service"),
]


@router.get("/{commission_id}/threshold", dependencies=[DRAFTED])
def ask_for_threshold(request: Request, database: Db, money: KeptMoney) -> Response:
    """Show what was agreed, and ask what is to hold from when."""
    said = agreed_about(database, money.id)
    form = Form.empty(AgreeThreshold, version=said[0].number if said else 0)
    return draw(request, database, money, form)


@router.post("/{commission_id}/threshold", dependencies=[DRAFTED])
def agree_threshold(
    request: Request, database: Db, money: KeptMoney, form: Submitted[AgreeThreshold]
) -> Response:
    """Let another threshold hold from a quarter on."""
    status = 422
    holds_from = Quarter.parse(form.text("holds_from"))
    if not form.errors and holds_from is None:
        form.refuse("holds_from", "Select a quarter from the list")
    if not form.errors and holds_from is not None:
        said = form.values
        try:
            agreed_thresholds.agree(
                database,
                row_of(database, money),
                below=int(said.below),
                holds_from=holds_from,
                words=said.words,
                known=form.version,
            )
        except (Refused, Stale) as trouble:
            status = trouble.status
            newest = agreed_about(database, money.id)
            form.troubled(trouble).version = newest[0].number if newest else 0
        else:
            return see(request, f"/commissioned/{money.id}", message="threshold-agreed")
    return draw(request, database, money, form, status=status)


def draw(
    request: Request,
    database: Database,
    money: Money,
    form: Form[AgreeThreshold],
    *,
    status: int = 200,
) -> Response:
    """Draw the page that asks for a threshold."""
    return page(
        request,
        "money/threshold.html",
        status=status,
        money=money,
        form=form,
        choices=CHOICES,
        quarters=[(one.code, one.label) for one in quarters_open(money.starts_on)],
        said=agreed_about(database, money.id),
    )
