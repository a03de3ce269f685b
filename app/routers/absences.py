"""Who is away and who stands in."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.access import Permission, may
from app.actions import absences
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.absences import BeAway, Press
from app.models import Absence
from app.queries import absences as queries
from app.queries.allocation import workers
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(dependencies=[allowed(Permission.work)])


@router.get("/away")
def list_absences(request: Request, database: Db) -> Response:
    """Who is or will be away, and the form to plan it."""
    form = Form.empty(BeAway, account=database.viewer.account_id, from_day=clocks.today())
    return draw(request, database, form)


@router.post("/away")
def plan_absence(request: Request, database: Db, form: Submitted[BeAway]) -> Response:
    """Plan to be away; cases stay allocated."""
    status = 422
    if not form.errors and form.values.to_day < form.values.from_day:
        form.refuse("to_day", "The last day must be the first day or later")
    if not form.errors:
        said = form.values
        try:
            absences.plan(
                database,
                account_id=said.account or database.viewer.account_id,
                cover_id=said.cover,
                from_day=said.from_day,
                to_day=said.to_day,
            )
            return see(request, "/away", message="absence-planned")
        except NotFound:
            form.refuse("account", "Select yourself: a manager plans this for others")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw(request, database, form, status)


@router.post("/away/{absence_id}/end")
def end_absence(
    request: Request, database: Db, absence_id: UUID, form: Submitted[Press]
) -> Response:
    """Somebody is back, or will not be away after all."""
    absence = database.find(Absence, absence_id, lock=True)
    if form.errors:
        return draw(request, database, Form.empty(BeAway), 422)
    database.expect(absence, form.version)
    absences.end(database, absence)
    return see(request, "/away", message="absence-ended")


def draw(request: Request, database: Database, form: Form[Any], status: int = 200) -> Response:
    """Draw the list with the form."""
    manages = may(database.viewer.role, Permission.allocate)
    return page(
        request,
        "absences/list.html",
        status=status,
        form=form,
        lines=queries.absences(database),
        people=[(str(one.id), one.name) for one in workers(database)],
        manages=manages,
        me=database.viewer.account_id,
    )
