"""The commissioner's figures: one page a quarter, its tables as files, and what was commissioned."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.database import Database
from app.errors import NotFound
from app.models import Organisation
from app.queries.commissioned import commissioned
from app.reporting import quarterly
from app.reporting.counting import Answer, Question, count
from app.reporting.measure import SCOPES, By
from app.reporting.periods import Quarter, latest_whole
from app.reporting.sheets import as_csv
from app.reporting.tables import lines_of
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.commission)])
OLDEST = 2015  # nothing was recorded before; an address below it is a mistake


@router.get("/quarter")
def show_latest_quarter(request: Request, database: Db) -> Response:
    """Draw the newest quarter that is over."""
    return draw_quarter(request, database, latest_whole())


@router.get("/quarter/{code}")
def show_quarter(request: Request, database: Db, code: str) -> Response:
    """Draw one quarter; `?within=programme:iris` keeps to one programme, provider or commission."""
    return draw_quarter(request, database, quarter_of(code))


@router.get("/quarter/{code}/{table}.csv")
def download_table(request: Request, database: Db, code: str, table: str) -> Response:
    """Hand out one table of a quarter as CSV: the same cells as the page, with the definitions."""
    quarter = quarter_of(code)
    answer, before = ask(request, database, quarter)
    figure = next(
        (
            one
            for part in parts(request, answer, before)
            for one in part.figures
            if one.key == table
        ),
        None,
    )
    if figure is None:
        raise NotFound
    own = database.find(Organisation, database.viewer.organisation_id)
    database.view(own, "downloaded", table=table, quarter=quarter.code)
    body = as_csv(lines_of(figure, quarter.label))
    name = f"throughline-{quarter.code}-{table}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/commissioned")
def show_commissioned(request: Request, database: Db) -> Response:
    """List what the viewer's organisation commissions."""
    return page(request, "figures/commissioned.html", commissions=commissioned(database))


def commissioner_home(request: Request, database: Database) -> Response:
    """Draw the newest quarter that is over; "/" of commissioners and evaluators."""
    return draw_quarter(request, database, latest_whole())


def draw_quarter(request: Request, database: Database, quarter: Quarter) -> Response:
    """Draw the page of a quarter."""
    answer, before = ask(request, database, quarter)
    within = within_of(request)
    return page(
        request,
        "figures/quarter.html",
        quarter=quarter,
        answer=answer,
        keys=quarterly.key_figures(answer, before),
        sections=parts(request, answer, before),
        within=within,
        within_code=f"{within[0]}:{within[1]}" if within else "",
        scopes=[(by, TITLES[by], answer.choices[by]) for by in SCOPES],
    )


TITLES = {By.commission: "Commission", By.programme: "Programme", By.provider: "Provider"}


def ask(request: Request, database: Database, quarter: Quarter) -> tuple[Answer, Answer]:
    """The answers for a quarter and for the one before it, both through the gate."""
    within = within_of(request)
    by = (By.all,) if within else quarterly.BREAKDOWNS
    answer = count(Question(quarter, by=by, within=within), database.viewer)
    return answer, count(Question(quarter.before, within=within), database.viewer)


def parts(request: Request, answer: Answer, before: Answer) -> list[quarterly.Section]:
    """The figures of the page that was asked for."""
    draw = quarterly.of_one if within_of(request) else quarterly.sections
    return draw(answer, before)


def within_of(request: Request) -> tuple[By, str] | None:
    """The one commission, programme or provider that the address keeps to. Raises NotFound."""
    by, _, value = request.query_params.get("within", "").partition(":")
    if not value:
        return None
    if by not in SCOPES:
        raise NotFound
    return By(by), value


def quarter_of(code: str) -> Quarter:
    """The quarter of an address. Raises NotFound for one that has not begun, or never was."""
    quarter = Quarter.parse(code)
    if quarter is None or not quarter.has_started or quarter.year < OLDEST:
        raise NotFound
    return quarter
