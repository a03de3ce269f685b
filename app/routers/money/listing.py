"""The commissions of a commissioner, an evaluator or a provider's manager, with their money."""

from fastapi import APIRouter, Request, Response

from app.access import Permission, may
from app.database import Database
from app.errors import NotFound
from app.models import Organisation
from app.queries.money import moneys
from app.reporting.money.sums import NOUGHT, Money, pounds, standing
from app.reporting.money.tables import money_figures
from app.reporting.periods import Quarter, latest_whole
from app.reporting.sheets import as_csv
from app.reporting.tables import Figure, lines_of
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(prefix="/commissioned", dependencies=[allowed(Permission.see_money)])


@router.get("")
def list_commissioned(request: Request, database: Db) -> Response:
    """List the viewer's commissions with value, spend and profile, up to the last whole quarter."""
    quarter = latest_whole()
    found = moneys(database)
    return page(
        request,
        "money/list.html",
        rows=[(one, standing(one, quarter)) for one in found],
        quarter=quarter,
        keys=keys(found, quarter),
        figures=money_figures(found, quarter) if any(one.value for one in found) else [],
        provides=may(database.viewer.role, Permission.see_own_figures),
        keeps=may(database.viewer.role, Permission.keep_money),
    )


@router.get("/tables/{table}.csv")
def download_money(database: Db, table: str) -> Response:
    """Hand out one table of the list as CSV. Raises NotFound."""
    quarter = latest_whole()
    drawn = money_figures(moneys(database), quarter)
    figure = next((one for one in drawn if one.key == table), None)
    if figure is None:
        raise NotFound
    return csv_of(database, figure, f"to the end of {quarter.label}", table)


def csv_of(database: Database, figure: Figure, heading: str, name: str) -> Response:
    """A table as a file, with its definitions; who took it is recorded."""
    own = database.find(Organisation, database.viewer.organisation_id)
    database.view(own, "downloaded", table=figure.key)
    headers = {"Content-Disposition": f'attachment; filename="throughline-{name}.csv"'}
    body = as_csv(lines_of(figure, heading))
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def keys(found: list[Money], quarter: Quarter) -> list[tuple[str, str, str]]:
    """The few sums on top of the list."""
    value = sum((one.value for one in found), NOUGHT)
    planned = sum((one.planned_to(quarter) for one in found), NOUGHT)
    spent = sum((one.spent_to(quarter) for one in found), NOUGHT)
    silent = sum(1 for one in found if one.unstated_to(quarter))
    return [
        ("Value", pounds(value), f"{len(found)} commission{'s' if len(found) > 1 else ''}"),
        ("Planned so far", pounds(planned), f"to the end of {quarter.label}"),
        ("Spent so far", pounds(spent), "as far as it is said"),
        (
            "Spend not said",
            str(silent),
            f"of {len(found)}: a quarter that is over has no statement",
        ),
    ]
