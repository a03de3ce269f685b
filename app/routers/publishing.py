"""Publishing: the editions that everybody can read, rounded, frozen, pressed by a commissioner."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import editions as actions
from app.database import Database
from app.errors import Refused
from app.forms.editions import PublishEdition
from app.models import Audience
from app.reporting.editions.reading import listed
from app.reporting.periods import Month, Span
from app.reporting.public.tables import FEWEST_BROKEN_DOWN, PUBLIC_TABLES
from app.routers.editions import may_order, offered
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/publishing", dependencies=[allowed(Permission.commission)])


@router.get("")
def list_published(request: Request, database: Db) -> Response:
    """List what was published, and offer to publish a quarter or a year."""
    return draw_list(request, database, Form.empty(PublishEdition))


@router.post("")
def publish_edition(request: Request, database: Db, form: Submitted[PublishEdition]) -> Response:
    """Publish a quarter or a year; a job makes it, once."""
    if not may_order(database):
        form.refuse("span", "Only a commissioner of all of it publishes")
    if not form.errors:
        chosen = next((one for one in spans() if one.code == form.values.span), None)
        try:
            if chosen is None:
                raise Refused("Select the period from the list")
            order = actions.publish(database, span=chosen, confirmed=form.values.confirmed == "yes")
        except Refused as refused:
            form.refuse("span", str(refused))
        else:
            return see(request, f"/editions/orders/{order.id}")
    return draw_list(request, database, form, status=422)


def spans() -> list[Span]:
    """The quarters and years that can be published, the newest first."""
    return [one for one in offered() if not isinstance(one, Month)]


def draw_list(
    request: Request, database: Database, form: Form[PublishEdition], *, status: int = 200
) -> Response:
    """Draw what was published, with the form that publishes."""
    return page(
        request,
        "editions/publishing.html",
        status=status,
        form=form,
        orders=listed(database, Audience.public),
        spans=[(one.code, one.label) for one in spans()],
        may_order=may_order(database),
        tables=PUBLIC_TABLES,
        fewest=FEWEST_BROKEN_DOWN,
    )
