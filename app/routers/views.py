"""Who opened a record: the guardian's pages."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.database import Database
from app.errors import NotFound
from app.forms.views import AskWhoOpened
from app.models import Case
from app.queries import accounts, views
from app.queries.keyset import id_in, turn_of
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/views", dependencies=[allowed(Permission.guard)])


def guardian_home(request: Request, database: Database) -> Response:
    """Draw what a guardian looks at first."""
    return draw_search(request, database, Form.empty(AskWhoOpened))


@router.get("")
def ask_for_case(request: Request, database: Db) -> Response:
    """Ask which case, and show who opened the most lately."""
    return draw_search(request, database, Form.empty(AskWhoOpened))


@router.post("")
def find_case(request: Request, database: Db, form: Submitted[AskWhoOpened]) -> Response:
    """Find a case by its reference."""
    if not form.errors:
        case_id = views.case_called(database, form.values.reference)
        if case_id is not None:
            return see(request, f"/views/cases/{case_id}")
        form.refuse("reference", "There is no case with this reference that you can see. Check it")
    return draw_search(request, database, form, status=422)


@router.get("/cases/{case_id}")
def show_who_opened(request: Request, database: Db, case_id: UUID) -> Response:
    """Show who saw a case and what they did; the guardian's asking is recorded too."""
    case = database.find(Case, case_id)
    database.view(case, "views-listed")
    watched = views.watched(database, case)
    account_id = id_in(request.query_params, "by")
    only_views = request.query_params.get("show") != "all"
    return page(
        request,
        "views/case.html",
        case=watched,
        people=views.people_who_opened(database, case_id),
        found=views.openings(
            database,
            watched,
            turn_of(request.query_params),
            account_id=account_id,
            only_views=only_views,
        ),
        by=account_id,
        only_views=only_views,
    )


@router.get("/people/{account_id}")
def show_what_was_opened(request: Request, database: Db, account_id: UUID) -> Response:
    """Show which cases somebody opened."""
    name = accounts.name_of(database, account_id)
    found = views.read_by(database, account_id, turn_of(request.query_params))
    if not name or not views.is_of_us(database, account_id):
        raise NotFound
    return page(request, "views/person.html", name=name, found=found)


def draw_search(
    request: Request, database: Database, form: Form[AskWhoOpened], *, status: int = 200
) -> Response:
    """Draw the page that asks for a case."""
    return page(
        request,
        "views/search.html",
        status=status,
        form=form,
        readers=views.readers(database),
        refusals=views.refusals(database),
    )
