"""Saved views: pages of figures under a name."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import saved_views
from app.actions.saved_views import ADDRESS
from app.errors import Refused
from app.forms.saved_views import SaveView
from app.models import SavedView
from app.queries.saved_views import saved_views as listed
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/saved-views", dependencies=[allowed(Permission.commission)])


@router.get("")
def list_views(request: Request, database: Db) -> Response:
    """List one's own views, and those that colleagues share."""
    return page(request, "papers/views.html", views=listed(database))


@router.get("/new")
def ask_name(request: Request, database: Db) -> Response:  # noqa: ARG001 - the door is opened
    """Ask for the name of the page that `?address=` says."""
    address = request.query_params.get("address", "")
    known = address if ADDRESS.fullmatch(address) else "/quarter/latest"
    return page(request, "papers/save_view.html", form=Form.empty(SaveView, address=known))


@router.post("/new")
def save_view(request: Request, database: Db, form: Submitted[SaveView]) -> Response:
    """Save it."""
    if not form.errors:
        said = form.values
        try:
            saved_views.save(
                database,
                name=said.name,
                address=said.address,
                newest=said.newest is not None,
                shared=said.shared is not None,
            )
            return see(request, "/saved-views", message="view-saved")
        except Refused as trouble:
            form.refuse("name", trouble.sentence)
    return page(request, "papers/save_view.html", status=422, form=form)


@router.post("/{view_id:uuid}/remove")
def remove_view(request: Request, view_id: UUID, database: Db) -> Response:
    """Take a view away."""
    saved_views.remove(database, database.find(SavedView, view_id))
    return see(request, "/saved-views", message="view-removed")
