"""Case studies of a return: writing one, approving it as a second person, taking it back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app import clocks
from app.access import Permission
from app.actions import case_studies
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.returns import WithdrawStudy, WriteStudy
from app.models import CaseStudy, Role
from app.programmes.ages import band_sets
from app.programmes.lists import code_list
from app.queries.return_studies import StudyLine, studies_of
from app.queries.returns import Found
from app.queries.telling import what_tells
from app.routers.returns.found import FoundReturn, begun
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter(
    prefix="/returns/{commission_id:uuid}/{code}/studies", dependencies=[allowed(Permission.tell)]
)
BANDS = "detail"
SHOWN = 4  # things that could tell who it is, named one by one


def find_study(study_id: UUID, found: FoundReturn, database: Db) -> StudyLine:
    """The case study of the address. Raises NotFound."""
    studies = studies_of(database, found.row.id) if found.row else []
    study = next((one for one in studies if one.id == study_id), None)
    if study is None:
        raise NotFound
    return study


FoundStudy = Annotated[StudyLine, Depends(find_study)]


@router.get("")
def list_studies(request: Request, database: Db, found: FoundReturn) -> Response:
    """List the case studies of a return."""
    refuse_too_many(found)
    studies = studies_of(database, found.row.id) if found.row else []
    return page(request, "returns/studies.html", found=found, studies=studies)


@router.get("/new", dependencies=[DRAFTED])
def ask_for_study(request: Request, found: FoundReturn) -> Response:
    """Ask for a case study."""
    refuse_too_many(found)
    return draw_form(request, found, Form.empty(WriteStudy))


@router.post("/new", dependencies=[DRAFTED])
def write_study(
    request: Request, database: Db, found: FoundReturn, form: Submitted[WriteStudy]
) -> Response:
    """Keep a case study, if nothing in it could tell who it is."""
    refuse_too_many(found)
    check(database, form)
    if form.errors:
        return draw_form(request, found, form, status=422)
    try:
        row = begun(database, found)
        study = case_studies.write(database, row, **form.values.model_dump())
    except (Refused, Stale) as trouble:
        return draw_form(request, found, form.troubled(trouble), status=trouble.status)
    return see(request, f"{found.path}/studies/{study.id}", message="study-saved")


@router.get("/{study_id:uuid}")
def show_study(request: Request, database: Db, found: FoundReturn, study: FoundStudy) -> Response:
    """Show a case study, and what can be done with it."""
    return draw_one(request, database, found, study, Form.empty(WithdrawStudy))


@router.get("/{study_id:uuid}/change", dependencies=[DRAFTED])
def ask_for_change(request: Request, found: FoundReturn, study: FoundStudy) -> Response:
    """Show a case study, to be changed."""
    started = {name: getattr(study, name) for name in WriteStudy.model_fields}
    form = Form.empty(WriteStudy, version=study.version, **started)
    return draw_form(request, found, form, study=study)


@router.post("/{study_id:uuid}/change", dependencies=[DRAFTED])
def change_study(
    request: Request,
    database: Db,
    found: FoundReturn,
    study: FoundStudy,
    form: Submitted[WriteStudy],
) -> Response:
    """Change a case study that was not approved yet."""
    check(database, form)
    if form.errors:
        return draw_form(request, found, form, study=study, status=422)
    try:
        row = database.find(CaseStudy, study.id, lock=True)
        database.expect(row, form.version)
        case_studies.change(database, row, **form.values.model_dump())
    except (Refused, Stale) as trouble:
        form.troubled(trouble).version = study.version
        return draw_form(request, found, form, study=study, status=trouble.status)
    return see(request, f"{found.path}/studies/{study.id}", message="study-saved")


@router.post("/{study_id:uuid}/approve")
def approve_study(
    request: Request, database: Db, found: FoundReturn, study: FoundStudy, posted: PostedForm
) -> Response:
    """Approve a case study that somebody else wrote, as it stood on the page."""
    form = Form.empty(WithdrawStudy)
    try:
        row = database.find(CaseStudy, study.id, lock=True)
        database.expect(row, posted.version)
        case_studies.approve(database, row)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw_one(request, database, found, study, form, status=trouble.status)
    return see(request, f"{found.path}/studies/{study.id}", message="study-approved")


@router.post("/{study_id:uuid}/withdraw")
def withdraw_study(
    request: Request,
    database: Db,
    found: FoundReturn,
    study: FoundStudy,
    form: Submitted[WithdrawStudy],
) -> Response:
    """Take a case study back."""
    if not form.errors and form.values.reason not in dict(reasons()):
        form.refuse("reason", "Select why it is taken back")
    if form.errors:
        return draw_one(request, database, found, study, form, status=422)
    try:
        row = database.find(CaseStudy, study.id, lock=True)
        case_studies.withdraw(database, row, reason=form.values.reason)
    except (Refused, Stale) as trouble:
        form.troubled(trouble)
        return draw_one(request, database, found, study, form, status=trouble.status)
    return see(request, f"{found.path}/studies/{study.id}", message="study-withdrawn")


def check(database: Database, form: Form[WriteStudy]) -> None:
    """Refuse codes that are on no list, and everything that could tell who it is."""
    for name, choices in (("age_band", bands()), ("consent", consents())):
        if name not in form.errors and form.text(name) not in dict(choices):
            form.refuse(name, "Select one of the list")
    for name in ("words", "pseudonym"):
        found = what_tells(database, form.text(name))
        if found:
            more = f" (and {len(found) - SHOWN} more)" if len(found) > SHOWN else ""
            form.refuse(name, " ".join(one.sentence + "." for one in found[:SHOWN]) + more)


def refuse_too_many(found: Found) -> None:
    """Raise NotFound where a return asks for no case studies."""
    if not found.definition.case_studies.most:
        raise NotFound


def bands() -> list[tuple[str, str]]:
    """Age bands to choose from."""
    return [(band.code, band.label) for band in band_sets()[BANDS].all()]


def consents() -> list[tuple[str, str]]:
    """How somebody can have agreed."""
    return [(one.code, one.label) for one in code_list("case-study-consent").on(clocks.today())]


def reasons() -> list[tuple[str, str]]:
    """Why a case study can be taken back."""
    return [(one.code, one.label) for one in code_list("case-study-withdrawn").on(clocks.today())]


def draw_form(
    request: Request,
    found: Found,
    form: Form[WriteStudy],
    *,
    study: StudyLine | None = None,
    status: int = 200,
) -> Response:
    """Draw the form of a case study."""
    return page(
        request,
        "returns/study_form.html",
        status=status,
        found=found,
        form=form,
        study=study,
        bands=bands(),
        consents=consents(),
    )


def draw_one(
    request: Request,
    database: Database,
    found: Found,
    study: StudyLine,
    form: Form[Any],
    *,
    status: int = 200,
) -> Response:
    """Draw a case study."""
    viewer = database.viewer
    return page(
        request,
        "returns/study.html",
        status=status,
        found=found,
        study=study,
        form=form,
        band=dict(bands()).get(study.age_band, study.age_band),
        consent=code_list("case-study-consent").label(study.consent),
        why=code_list("case-study-withdrawn").label(study.withdrawn_reason or ""),
        reasons=reasons(),
        is_manager=viewer.role is Role.manager,
        may_approve=viewer.role is Role.manager and study.written_by_id != viewer.account_id,
    )
