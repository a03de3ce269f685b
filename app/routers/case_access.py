"""Opening a restricted case up again; only a manager on its list can."""

from fastapi import APIRouter, Request, Response

from app.actions.opening_up import open_up
from app.errors import NotFound, Refused, Stale
from app.forms.cases import OpenUp
from app.forms.reasons import OpenUpReason
from app.queries.case_file import CaseFile
from app.web.case_forms import draw
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_case import WorkedCase
from app.web.pages import see

router = APIRouter()

REASONS = [(reason.value, reason.label) for reason in OpenUpReason]


@router.get("/cases/{case_id}/open-up")
def ask_open_up(request: Request, file: WorkedCase, database: Db) -> Response:
    """The form for why everybody may find the case again. Raises Refused where they do already."""
    refuse_unless_manager(file)
    if not file.case.restricted:
        raise Refused("This case is open to everybody in the service already.")
    form = Form.empty(OpenUp, version=file.case.version)
    return draw(request, database, file, form, "cases/open_up.html", reasons=REASONS)


@router.post("/cases/{case_id}/open-up")
def open_case_up(
    request: Request, file: WorkedCase, database: Db, form: Submitted[OpenUp]
) -> Response:
    """Open the case up to the whole service."""
    refuse_unless_manager(file)
    trouble = None
    if not form.errors:
        try:
            database.expect(file.case, form.version)
            open_up(database, file.case, reason=form.values.reason)
            return see(request, file.path, message="case-opened-up")
        except (Refused, Stale) as caught:
            trouble = caught
    stands = "The people on its list" if file.case.restricted else "Everybody in the service"
    return draw(
        request,
        database,
        file,
        form,
        "cases/open_up.html",
        trouble=trouble,
        now=(("Who may see it now", stands),),
        reasons=REASONS,
    )


def refuse_unless_manager(file: CaseFile) -> None:
    """Raise NotFound for everybody but a manager; the database has seen to the list already."""
    if not file.may_manage:
        raise NotFound
