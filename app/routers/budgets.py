"""A commissioner's year: what funders give, what it is meant for, and the test of interventions."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.access import Permission
from app.actions import budgets as actions
from app.actions.budgets import Line
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.money import GivenAward, Remove, WrittenLine
from app.models import Award, BudgetLine, FundingCategory
from app.queries.budgets import budget, years
from app.queries.money import moneys
from app.reporting.money.sums import NOUGHT, year_name
from app.reporting.periods import Quarter
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(dependencies=[allowed(Permission.keep_money)])
OLDEST, AHEAD = 2015, 3


def find_year(year: int) -> int:
    """The financial year of an address. Raises NotFound for one far from ours."""
    if not OLDEST <= year <= Quarter.current().year + AHEAD:
        raise NotFound
    return year


def find_award(award_id: UUID, database: Db) -> Award:
    """An award of the viewer's organisation. Raises NotFound."""
    return database.find(Award, award_id)


def find_line(line_id: UUID, database: Db) -> BudgetLine:
    """A line of the viewer's organisation. Raises NotFound."""
    return database.find(BudgetLine, line_id)


Year = Annotated[int, Depends(find_year)]
FoundAward = Annotated[Award, Depends(find_award)]
FoundLine = Annotated[BudgetLine, Depends(find_line)]


@router.get("/budget")
def show_this_budget(request: Request, database: Db) -> Response:
    """Show the financial year that is running."""
    return draw(request, database, Quarter.current().year)


@router.get("/budget/{year}")
def show_budget(request: Request, database: Db, year: Year) -> Response:
    """Show one financial year, by the year in which it begins."""
    return draw(request, database, year)


def draw(request: Request, database: Database, year: int) -> Response:
    """Draw a year's funding, lines and test."""
    this = Quarter.current().year
    quarters = [Quarter(year, number) for number in range(1, 5)]
    planned = {
        one.id: sum((one.planned_in(quarter) for quarter in quarters), NOUGHT)
        for one in moneys(database)
    }
    return page(
        request,
        "budgets/show.html",
        budget=budget(database, year),
        years=sorted({this + 1, this, this - 1, *years(database)}, reverse=True),
        planned=planned,
        planned_in_all=sum(planned.values(), NOUGHT),
        year_name=year_name,
    )


@router.get("/budget/{year}/awards/new")
def ask_for_award(request: Request, year: Year) -> Response:
    """Ask what a funder gives."""
    return draw_award(request, year, Form.empty(GivenAward))


@router.post("/budget/{year}/awards/new")
def add_award(request: Request, database: Db, year: Year, form: Submitted[GivenAward]) -> Response:
    """Write down what a funder gives."""
    status = 422
    if not form.errors:
        typed = form.values
        try:
            actions.add_award(database, year, funder=typed.funder, amount=typed.amount)
        except Refused as trouble:
            form.troubled(trouble)
            status = trouble.status
        else:
            return saved(request, year)
    return draw_award(request, year, form, status=status)


@router.get("/budget/awards/{award_id}")
def show_award(request: Request, award: FoundAward) -> Response:
    """Show what a funder gives, to be changed."""
    form = Form.empty(
        GivenAward,
        version=award.version,
        funder=award.funder,
        amount=f"{award.amount:,.2f}".removesuffix(".00"),
    )
    return draw_award(request, award.year, form, award=award)


@router.post("/budget/awards/{award_id}")
def change_award(
    request: Request, database: Db, award: FoundAward, form: Submitted[GivenAward]
) -> Response:
    """Change what a funder gives."""
    status = 422
    if not form.errors:
        typed = form.values
        try:
            database.expect(award, form.version)
            actions.change_award(database, award, funder=typed.funder, amount=typed.amount)
        except (Refused, Stale) as trouble:
            status = trouble.status
            form.troubled(trouble).version = award.version
        else:
            return saved(request, award.year)
    return draw_award(request, award.year, form, award=award, status=status)


@router.post("/budget/awards/{award_id}/remove")
def remove_award(
    request: Request, database: Db, award: FoundAward, form: Submitted[Remove]
) -> Response:
    """Take a funder out of the year."""
    return remove(request, database, award, form)


@router.get("/budget/{year}/lines/new")
def ask_for_line(request: Request, database: Db, year: Year) -> Response:
    """Ask what some of the funding is meant for."""
    return draw_line(request, database, year, Form.empty(WrittenLine))


@router.post("/budget/{year}/lines/new")
def add_line(request: Request, database: Db, year: Year, form: Submitted[WrittenLine]) -> Response:
    """Write down what some of the funding is meant for."""
    status = 422
    if not form.errors:
        try:
            actions.add_line(database, year, line_of(form))
        except NotFound:
            form.refuse("commission", "Select a commission from the list")
        except Refused as trouble:
            form.troubled(trouble)
            status = trouble.status
        else:
            return saved(request, year)
    return draw_line(request, database, year, form, status=status)


@router.get("/budget/lines/{line_id}")
def show_line(request: Request, database: Db, line: FoundLine) -> Response:
    """Show a line, to be changed."""
    form = Form.empty(
        WrittenLine,
        version=line.version,
        category=FundingCategory(line.category),
        name=line.name,
        amount=f"{line.amount:,.2f}".removesuffix(".00"),
        commission=line.commission_id,
    )
    return draw_line(request, database, line.year, form, line=line)


@router.post("/budget/lines/{line_id}")
def change_line(
    request: Request, database: Db, line: FoundLine, form: Submitted[WrittenLine]
) -> Response:
    """Change a line."""
    status = 422
    if not form.errors:
        try:
            database.expect(line, form.version)
            actions.change_line(database, line, line_of(form))
        except NotFound:
            form.refuse("commission", "Select a commission from the list")
        except (Refused, Stale) as trouble:
            status = trouble.status
            form.troubled(trouble).version = line.version
        else:
            return saved(request, line.year)
    return draw_line(request, database, line.year, form, line=line, status=status)


@router.post("/budget/lines/{line_id}/remove")
def remove_line(
    request: Request, database: Db, line: FoundLine, form: Submitted[Remove]
) -> Response:
    """Take a line out of the year."""
    return remove(request, database, line, form)


def remove(
    request: Request, database: Database, row: Award | BudgetLine, form: Form[Remove]
) -> Response:
    """Take something out of the budget, unless it changed since the page was drawn."""
    year = row.year
    if form.errors:
        raise Refused("Nothing was taken out. Open the budget again.")
    database.expect(row, form.version)
    actions.remove(database, row)
    return see(request, f"/budget/{year}", message="budget-removed")


def line_of(form: Form[WrittenLine]) -> Line:
    """The line that was typed."""
    typed = form.values
    return Line(typed.category, typed.name, typed.amount, typed.commission)


def saved(request: Request, year: int) -> Response:
    """Lead back to the year."""
    return see(request, f"/budget/{year}", message="budget-saved")


def draw_award(
    request: Request,
    year: int,
    form: Form[Any],
    *,
    award: Award | None = None,
    status: int = 200,
) -> Response:
    """Draw the page of a funder."""
    return page(
        request,
        "budgets/award.html",
        status=status,
        year=year,
        year_name=year_name,
        form=form,
        award=award,
    )


def draw_line(
    request: Request,
    database: Database,
    year: int,
    form: Form[Any],
    *,
    line: BudgetLine | None = None,
    status: int = 200,
) -> Response:
    """Draw the page of a line."""
    return page(
        request,
        "budgets/line.html",
        status=status,
        year=year,
        year_name=year_name,
        form=form,
        line=line,
        categories=FundingCategory,
        commissions=[(one.id, one.name) for one in moneys(database)],
    )
