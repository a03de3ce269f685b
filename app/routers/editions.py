"""Cross-tables: editions that were printed, ordering one, and what the catalogue has."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import editions as actions
from app.database import Database
from app.errors import NotFound, Refused
from app.forms.editions import OrderEdition
from app.models import Audience, EditionOrder, Organisation, Role, TableState
from app.reporting.editions import catalogue
from app.reporting.editions.reading import cross_table, edition_of, listed, span_of
from app.reporting.periods import Month, Quarter, Span, Year
from app.reporting.sheets import as_csv
from app.reporting.tables import lines_of
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/editions", dependencies=[allowed(Permission.commission)])
MONTHS, QUARTERS, YEARS = 6, 8, 2  # that can be chosen from


@router.get("")
def list_editions(request: Request, database: Db) -> Response:
    """List the editions, and offer to order one."""
    return draw_list(request, database, Form.empty(OrderEdition))


@router.post("")
def order_edition(request: Request, database: Db, form: Submitted[OrderEdition]) -> Response:
    """Order an edition now; a job makes it."""
    if not form.errors:
        chosen = next((one for one in offered() if one.code == form.values.span), None)
        if chosen is None or not may_order(database):
            form.refuse("span", "Select the period from the list")
        else:
            try:
                order = actions.order(database, span=chosen)
            except Refused as refused:
                form.refuse("span", str(refused))
            else:
                return see(request, f"/editions/orders/{order.id}")
    return draw_list(request, database, form, status=422)


@router.get("/orders/{order_id}")
def show_order(request: Request, database: Db, order_id: UUID) -> Response:
    """Show how far an order has come; a made one leads to its edition."""
    order = database.find(EditionOrder, order_id)
    if order.edition_id is not None and order.audience == Audience.commissioner:
        return see(request, f"/editions/{order.edition_id}")
    return page(request, "editions/order.html", order=order, span=span_of(order.span))


@router.get("/{edition_id:uuid}")
def show_edition(request: Request, database: Db, edition_id: UUID) -> Response:
    """Show the tables of an edition."""
    found = edition_of(database, edition_id)
    if found.edition.audience != Audience.commissioner:
        raise NotFound
    printed = [line for line in found.tables if line.state is TableState.printed]
    return page(
        request,
        "editions/show.html",
        found=found,
        printed=printed,
        others=[line for line in found.tables if line.state is not TableState.printed],
    )


@router.get("/{edition_id:uuid}/{code}")
def show_table(request: Request, database: Db, edition_id: UUID, code: str) -> Response:
    """Show one table of an edition, as it was printed."""
    found = edition_of(database, edition_id)
    figure = cross_table(database, found, code)
    printed = [line.table for line in found.tables if line.state is TableState.printed]
    return page(
        request,
        "editions/table.html",
        found=found,
        figure=figure,
        line=found.table(code),
        printed=printed,
    )


@router.get("/{edition_id:uuid}/{code}/table.csv")
def download_table(database: Db, edition_id: UUID, code: str) -> Response:
    """Hand out one table of an edition as CSV: the same cells as the page, with the definitions."""
    found = edition_of(database, edition_id)
    figure = cross_table(database, found, code)
    own = database.find(Organisation, database.viewer.organisation_id)
    database.view(own, "downloaded", table=code, span=found.edition.span)
    heading = f"{found.span.label}, as known on {found.edition.made_at:%-d %B %Y}"
    name = f"throughline-{found.edition.span}-{code}.csv"
    return Response(
        as_csv(lines_of(figure, heading)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def offered() -> list[Span]:
    """The periods that are over and can be printed, the newest first."""
    found: list[Span] = []
    for kind, number in ((Quarter, QUARTERS), (Month, MONTHS), (Year, YEARS)):
        one: Span = kind.current().before
        for _ in range(number):
            found.append(one)
            one = one.before
    return found


def may_order(database: Database) -> bool:
    """Whether the viewer is a commissioner for all that their organisation commissions."""
    viewer = database.viewer
    return viewer.role is Role.commissioner and viewer.every_commission


def draw_list(
    request: Request, database: Database, form: Form[OrderEdition], *, status: int = 200
) -> Response:
    """Draw the list of editions with the form that orders one."""
    return page(
        request,
        "editions/list.html",
        status=status,
        form=form,
        orders=listed(database),
        spans=[(one.code, one.label) for one in offered()],
        may_order=may_order(database),
        tables=catalogue.TABLES,
    )
