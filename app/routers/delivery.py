"""Everything a provider delivers, commission by commission, as far as its programme has it."""

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery.groups import school_year
from app.queries.delivery_overview import overviews
from app.queries.shifts import still_out
from app.web.door import Db
from app.web.found_delivery import AllProvided
from app.web.pages import page

router = APIRouter()


@router.get("/delivery")
def show_delivery(request: Request, database: Db, provided: AllProvided) -> Response:
    """Show the groups, lessons, places, shifts and trainings of each commission."""
    since, _ = school_year(clocks.today())
    with_routes = [one for one in provided if one.shift_kinds]
    return page(
        request,
        "delivery/overview.html",
        overviews=[one for one in overviews(database, provided, since=since) if one.has_anything],
        since=since,
        late=[one for one in still_out(database, with_routes) if one.is_late_home]
        if with_routes
        else [],
    )
