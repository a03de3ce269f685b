"""The commissioner's figures: a quarter in sections, each a page with its tables as files."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.database import Database
from app.errors import NotFound
from app.models import Organisation, Role
from app.queries.commissioner_due import Due, due
from app.reporting import quarterly
from app.reporting.gate.marks import legend
from app.reporting.measure import SCOPES, By
from app.reporting.periods import Quarter, latest_whole
from app.reporting.quarterly import Told, overview
from app.reporting.sheets import as_csv
from app.reporting.tables import lines_of
from app.web.door import Db, allowed
from app.web.pages import page, see

router = APIRouter(dependencies=[allowed(Permission.commission)])
OLDEST = 2015  # nothing was recorded before; an address below it is a mistake
LATEST = "latest"
OFFERED = 12  # quarters in the list to choose from: three years
TITLES = {By.commission: "Commission", By.programme: "Programme", By.provider: "Provider"}


@router.get("/quarter")
def show_latest_quarter(request: Request, database: Db) -> Response:
    """Draw the newest quarter that is over, or lead to what was chosen on a page of figures."""
    asked = request.query_params
    if "quarter" in asked:
        section = asked.get("section", "overview")
        if section not in quarterly.SECTIONS:
            raise NotFound
        return see(request, address(code_of(asked["quarter"]), section, asked.get("within", "")))
    return draw_section(request, database, latest_whole(), "overview")


@router.get("/quarter/{code}")
def show_quarter(request: Request, database: Db, code: str) -> Response:
    """Draw the overview; `?within=programme:iris` keeps to one programme, provider or commission."""
    return draw_section(request, database, quarter_of(code), "overview")


@router.get("/quarter/{code}/{section}")
def show_section(request: Request, database: Db, code: str, section: str) -> Response:
    """Draw one section of a quarter."""
    if section not in quarterly.SECTIONS or section == "overview":
        raise NotFound
    return draw_section(request, database, quarter_of(code), section)


@router.get("/quarter/{code}/{section}/{table}.csv")
def download_table(request: Request, database: Db, code: str, section: str, table: str) -> Response:
    """Hand out one table as CSV: the same cells as the page, with the definitions."""
    if section not in quarterly.SECTIONS:
        raise NotFound
    quarter = quarter_of(code)
    drawn = quarterly.draw(section, Told(database, quarter, within_of(request)))
    figure = next((one for one in drawn.figures if one.key == table), None)
    if figure is None:
        raise NotFound
    own = database.find(Organisation, database.viewer.organisation_id)
    database.view(own, "downloaded", table=table, quarter=quarter.code)
    body = as_csv(lines_of(figure, quarter.label))
    name = f"throughline-{quarter.code}-{table}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def commissioner_home(request: Request, database: Database) -> Response:
    """Draw the newest quarter that is over; "/" of commissioners and evaluators.

    A commissioner is told what waits for them: returns, spend that was not stated, cross-tables.
    """
    waits = due(database) if database.viewer.role is Role.commissioner else Due()
    return draw_section(request, database, latest_whole(), "overview", waits)


def draw_section(
    request: Request,
    database: Database,
    quarter: Quarter,
    section: str,
    waits: Due | None = None,
) -> Response:
    """Draw one section of a quarter as a page, with what waits for the reader, if anything."""
    within = within_of(request)
    told = Told(database, quarter, within)
    drawn = quarterly.draw(section, told)
    first = section == "overview" and not told.answer.is_empty
    return page(
        request,
        "figures/quarter.html",
        quarter=quarter,
        due=waits,
        answer=told.answer,
        section=drawn,
        keys=overview.key_figures(told) if first else [],
        found=quarterly.findings(told) if first and not within else [],
        within=f"{within[0]}:{within[1]}" if within else "",
        quarters=offered(quarter),
        pages=[(one, kind.title) for one, kind in quarterly.SECTIONS.items()],
        scopes=[(TITLES[by], by, told.answer.choices[by]) for by in SCOPES],
        marks=legend(told.answer.thresholds),
        thresholds=told.answer.thresholds,
        address=address,
    )


def offered(shown: Quarter) -> list[Quarter]:
    """The quarters to choose from, the newest first; the one that is shown is always among them."""
    found = [Quarter.current()]
    while len(found) < OFFERED:
        found.append(found[-1].before)
    return found if shown in found else [*found, shown]


def address(code: str, section: str = "overview", within: str = "", *, table: str = "") -> str:
    """The address of a section of a quarter, or of one of its tables as a file."""
    path = f"/quarter/{code}"
    if section != "overview" or table:
        path += f"/{section}"
    if table:
        path += f"/{table}.csv"
    return path + (f"?within={within}" if within else "")


def within_of(request: Request) -> tuple[By, str] | None:
    """The one commission, programme or provider that the address keeps to. Raises NotFound."""
    by, _, value = request.query_params.get("within", "").partition(":")
    if not value:
        return None
    if by not in SCOPES:
        raise NotFound
    return By(by), value


def code_of(text: str) -> str:
    """The code of a quarter that was chosen from the list. Raises NotFound."""
    return quarter_of(text).code


def quarter_of(code: str) -> Quarter:
    """The quarter of an address, or the newest that is over for "latest".

    Raises NotFound for one that has not begun, or never was.
    """
    quarter = latest_whole() if code == LATEST else Quarter.parse(code)
    if quarter is None or not quarter.has_started or quarter.year < OLDEST:
        raise NotFound
    return quarter
