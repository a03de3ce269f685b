"""Notes from one shift to the next."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions import handovers as actions
from app.forms.handovers import NewHandover
from app.queries import commissions_open, handovers
from app.queries.keyset import turn_of
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(dependencies=[allowed(Permission.refer)])


@router.get("/handovers", dependencies=[DRAFTED])
def show_handovers(request: Request, database: Db) -> Response:
    """Show the notes left for this site, newest first, with a box for a new one."""
    return draw(request, database, Form.empty(NewHandover))


@router.post("/handovers", dependencies=[DRAFTED])
def leave_handover(request: Request, database: Db, form: Submitted[NewHandover]) -> Response:
    """Leave a note for the next shift."""
    if form.errors:
        return draw(request, database, form, status=422)
    actions.write(database, words=form.values.words, setting_id=database.viewer.setting_id)
    return see(request, "/handovers", message="note-saved")


def draw(request: Request, database: Db, form: Form[NewHandover], status: int = 200) -> Response:
    """Draw the notes of the viewer's site."""
    site = commissions_open.site_of(database)
    turn = turn_of(request.query_params)
    return page(
        request,
        "handovers/list.html",
        status=status,
        form=form,
        site=site,
        found=handovers.handovers(database, turn, setting_id=database.viewer.setting_id),
    )
