"""Holding a measure of a commission against a number for each quarter."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.actions import money as actions
from app.database import Database
from app.errors import NotFound, Stale
from app.models import Side
from app.queries.targets import Target, series_of
from app.queries.targets import targets as all_targets
from app.reporting.asked import may_ask_about
from app.reporting.measures import SHARES
from app.reporting.money.sums import Money
from app.reporting.targets import better_of, label_of, measures
from app.reporting.values import SIDES
from app.routers.money.planning import boxes, by_year
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form
from app.web.found_commission import KeptMoney
from app.web.pages import page, see
from app.web.posted import PostedForm
from app.web.quarter_boxes import box, fill, read_boxes, targets_in

router = APIRouter(prefix="/commissioned")


@router.get("/{commission_id}/targets")
def choose_target(request: Request, database: Db, money: KeptMoney) -> Response:
    """List what the commission is held against, and let one be chosen; `?name=` leads on to it."""
    name = request.query_params.get("name", "")
    if name:
        target = target_called(database, money, name)
        return see(request, f"/commissioned/{money.id}/targets/{code_of(target)}")
    held = all_targets(database, [money.id])
    return page(
        request,
        "money/targets.html",
        money=money,
        held=[
            (code_of(one), words_for(one), len(series)) for one, series in sorted(held.items())
        ],
        choices=[
            (side_words(side), [(code_of(Target(money.id, side, key)), label) for key, label in measures()])
            for side in sides_of(database, money)
        ],
    )  # fmt: skip


@router.get("/{commission_id}/targets/{name}", dependencies=[DRAFTED])
def ask_for_target(request: Request, database: Db, money: KeptMoney, name: str) -> Response:
    """Show a measure's number for each quarter of the term."""
    target = target_called(database, money, name)
    held = series_of(database, target)
    form: Form[Any] = Form.empty(version=actions.times_set(database, target))
    fill(form, {one: said.amount for one, said in held.items() if said.amount is not None})
    return draw(request, money, target, form)


@router.post("/{commission_id}/targets/{name}", dependencies=[DRAFTED])
def set_target(
    request: Request, database: Db, money: KeptMoney, name: str, posted: PostedForm
) -> Response:
    """Keep the numbers; an empty box gives the target of its quarter up."""
    target, status = target_called(database, money, name), 422
    form = read_boxes(posted, boxes(money))
    amounts = targets_in(form, boxes(money), percent=target.measure in SHARES)
    if not form.errors:
        try:
            actions.set_targets(database, target, amounts, known=form.version)
        except Stale as trouble:
            status = trouble.status
            form.troubled(trouble).version = actions.times_set(database, target)
        else:
            return see(request, f"/commissioned/{money.id}", message="targets-saved")
    return draw(request, money, target, form, status=status)


def draw(
    request: Request, money: Money, target: Target, form: Form[Any], *, status: int = 200
) -> Response:
    """Draw the quarters with their boxes."""
    return page(
        request,
        "money/target.html",
        status=status,
        money=money,
        form=form,
        label=words_for(target),
        name=code_of(target),
        better=better_of(target.measure),
        percent=target.measure in SHARES,
        years=by_year(boxes(money)),
        box=box,
    )


def sides_of(database: Database, money: Money) -> list[str]:
    """The sides of the commission's programme; one without a name where it has none."""
    asked = may_ask_about(database)
    programme = next((one.programme for one in asked.commissions if one.id == money.id), "")
    return [str(side) for side in asked.said.sides.get(programme) or ("",)]


def code_of(target: Target) -> str:
    """A target in an address: the measure, and the side where there is one."""
    return target.measure + (f".{target.side}" if target.side else "")


def target_called(database: Database, money: Money, name: str) -> Target:
    """The target of an address. Raises NotFound for a measure or side that there is not."""
    measure, _, side = name.partition(".")
    if measure not in dict(measures()) or side not in sides_of(database, money):
        raise NotFound
    return Target(money.id, Side(side), measure)


def side_words(side: str) -> str:
    """The words for a side, or nothing."""
    return SIDES.get(side, side) if side else ""


def words_for(target: Target) -> str:
    """A target in words."""
    label = label_of(target.measure)
    return f"{label}, {side_words(target.side)}" if target.side else label
