"""Signing and submitting a return, exactly as it was shown."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.actions.returns import submitting
from app.database import Database
from app.errors import Refused, Stale
from app.forms.returns import Sign
from app.queries.return_studies import studies_of
from app.queries.returns import Found, answers_of, figures_now
from app.reporting.returns.money import is_unsaid, money_part
from app.reporting.returns.tables import exact, sheet
from app.routers.returns.found import FoundReturn, begun, money_of, words_for
from app.routers.returns.preparing import missing, texts_of
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(
    prefix="/returns/{commission_id:uuid}/{code}", dependencies=[allowed(Permission.report)]
)


@router.get("/sign")
def ask_to_sign(request: Request, database: Db, found: FoundReturn) -> Response:
    """Show everything that would be submitted, to be signed."""
    return draw(request, database, found, Form.empty(Sign))


@router.post("/sign")
def submit_return(
    request: Request, database: Db, found: FoundReturn, form: Submitted[Sign]
) -> Response:
    """Sign and submit a return."""
    if form.errors:
        return draw(request, database, found, form, status=422)
    try:
        row = begun(database, found, lock=True)
        now = figures_now(database, found)
        submitting.submit(database, row, found.asked, now.figures, seen=form.values.seen)
    except (Refused, Stale) as trouble:
        return draw(request, database, found, form.troubled(trouble), status=trouble.status)
    return see(request, found.path, message="return-submitted")


def draw(
    request: Request, database: Database, found: Found, form: Form[Any], *, status: int = 200
) -> Response:
    """Draw the page on which a return is signed."""
    now = figures_now(database, found)
    # What stands on the page is what is signed: never what somebody looked at before.
    form.typed["seen"] = now.figures.seen
    before = None if now.before is None else exact(now.before)
    cells = exact(now.figures.cells)
    money = money_of(database, found.definition, found.commission.id)
    rows = money_part(found.definition, money, found.quarter, cells, side=database.viewer.side)
    said = answers_of(database, found.row)
    studies = studies_of(database, found.row.id) if found.row else []
    return page(
        request,
        "returns/sign.html",
        status=status,
        found=found,
        form=form,
        now=now,
        sheet=sheet(found.definition, cells, before, words_for(database), rows),
        spend_unsaid=is_unsaid(found.definition, money, found.quarter),
        missing=missing(database, found, now),
        texts=[(label, said[part]) for part, label in texts_of(found, now) if said.get(part)],
        studies=[one for one in studies if one.state == "approved"],
    )
