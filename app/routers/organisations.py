"""The organisations of the partnership: list, add, change, retire."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.access import Permission
from app.actions import organisations
from app.errors import Refused, Stale
from app.forms.administration import ChangedOrganisation, NewOrganisation, Retire
from app.forms.reasons import RetireReason
from app.models import Organisation, OrganisationKind
from app.queries import organisations as listed
from app.queries.doings import doings_about
from app.queries.keyset import turn_of
from app.queries.users import UserFilter, users
from app.web.asked import code_of, words_of
from app.web.attempting import change, confirm
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/organisations", dependencies=[allowed(Permission.administer)])


def find_organisation(organisation_id: UUID, database: Db) -> Organisation:
    """Return the organisation of the address. Raises NotFound."""
    return database.find(Organisation, organisation_id)


FoundOrganisation = Annotated[Organisation, Depends(find_organisation)]


@router.get("")
def list_organisations(request: Request, database: Db) -> Response:
    """List organisations by name, with filters."""
    asked = listed.OrganisationFilter(
        words=words_of(request),
        kind=code_of(request, "kind", OrganisationKind),
        retired=request.query_params.get("retired") == "yes",
    )
    found = listed.organisations(database, asked, turn_of(request.query_params))
    return page(
        request, "organisations/list.html", found=found, asked=asked, kinds=OrganisationKind
    )


@router.get("/new")
def ask_for_organisation(request: Request) -> Response:
    """Ask what the new organisation is."""
    return page(
        request, "organisations/new.html", form=Form.empty(NewOrganisation), kinds=OrganisationKind
    )


@router.post("/new")
def add_organisation(request: Request, database: Db, form: Submitted[NewOrganisation]) -> Response:
    """Add an organisation."""
    if not form.errors:
        typed = form.values
        try:
            made = organisations.add_organisation(
                database, name=typed.name, kind=typed.kind, ods_code=typed.ods_code, mail=typed.mail
            )
        except Refused as refused:
            form.refuse("name", refused.sentence)
        else:
            return see(request, f"/organisations/{made.id}", message="organisation-added")
    return page(request, "organisations/new.html", status=422, form=form, kinds=OrganisationKind)


@router.get("/{organisation_id}")
def show_organisation(request: Request, database: Db, organisation: FoundOrganisation) -> Response:
    """Show an organisation, who works there and what was done with it."""
    return page(
        request,
        "organisations/show.html",
        organisation=organisation,
        people=users(
            database, UserFilter(organisation=organisation.id), turn_of(request.query_params)
        ),
        doings=doings_about(database, [organisation.id]),
    )


@router.get("/{organisation_id}/change")
def ask_for_change(request: Request, organisation: FoundOrganisation) -> Response:
    """Show what can be changed."""
    form = Form.empty(
        ChangedOrganisation,
        version=organisation.version,
        name=organisation.name,
        ods_code=organisation.ods_code,
        mail=organisation.mail,
    )
    return page(request, "organisations/change.html", form=form, organisation=organisation)


@router.post("/{organisation_id}/change")
def change_organisation(
    request: Request,
    database: Db,
    organisation: FoundOrganisation,
    form: Submitted[ChangedOrganisation],
) -> Response:
    """Change an organisation."""
    status = 422
    if not form.errors:
        typed = form.values
        try:
            database.expect(organisation, form.version)
            organisations.change_organisation(
                database, organisation, name=typed.name, ods_code=typed.ods_code, mail=typed.mail
            )
        except Stale as stale:
            status = stale.status
            form.troubled(stale).version = organisation.version
        except Refused as refused:
            form.refuse("name", refused.sentence)
        else:
            return see(request, f"/organisations/{organisation.id}", message="organisation-changed")
    return page(
        request, "organisations/change.html", status=status, form=form, organisation=organisation
    )


@router.get("/{organisation_id}/retire")
def ask_why_retired(request: Request, organisation: FoundOrganisation) -> Response:
    """Say what retiring means and ask why."""
    form = Form.empty(Retire, version=organisation.version)
    return draw_retire(request, organisation, form)


@router.post("/{organisation_id}/retire")
def retire_organisation(
    request: Request, database: Db, organisation: FoundOrganisation, form: Submitted[Retire]
) -> Response:
    """Retire an organisation."""
    status = change(
        database,
        form,
        organisation,
        lambda: organisations.retire(database, organisation, reason=form.values.reason),
    )
    if status is None:
        return see(request, f"/organisations/{organisation.id}", message="organisation-retired")
    return draw_retire(request, organisation, form, status=status)


@router.post("/{organisation_id}/reopen")
def reopen_organisation(
    request: Request, database: Db, organisation: FoundOrganisation
) -> Response:
    """Let a retired organisation work here again."""
    organisations.reopen(database, organisation)
    return see(request, f"/organisations/{organisation.id}", message="organisation-reopened")


def draw_retire(
    request: Request, organisation: Organisation, form: Form[Retire], *, status: int = 200
) -> Response:
    """Draw the page that asks why an organisation is retired."""
    return confirm(
        request,
        form,
        status=status,
        title=f"Retire {organisation.name}?",
        sentences=(
            "Nobody of it can work in Throughline any more, from this moment.",
            "What it did stays, also in every figure. It can be reopened.",
        ),
        reasons=[(reason.value, reason.label) for reason in RetireReason],
        action=f"/organisations/{organisation.id}/retire",
        button="Retire",
        back=f"/organisations/{organisation.id}",
    )
