"""What is bought from whom, as the administrator keeps it; and which programmes there are to buy."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.access import Permission
from app.actions import commissions, guests
from app.actions.commissions import Terms
from app.actions.funding import as_it_stands
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.administration import ChangedCommission, LetGuests, NewCommission
from app.forms.funding import read_funding, written_funding
from app.models import Commission, OrganisationKind, Tier
from app.queries import commissions as listed
from app.queries import organisations, settings
from app.queries.doings import doings_about
from app.queries.keyset import id_in, turn_of
from app.queries.variations import came_after, variations
from app.settings import settings as settings_of_house
from app.web import areas
from app.web.door import Db, allowed
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/commissions", dependencies=[allowed(Permission.administer)])


def find_commission(commission_id: UUID, database: Db) -> Commission:
    """Return the commission of the address. Raises NotFound."""
    return database.find(Commission, commission_id)


FoundCommission = Annotated[Commission, Depends(find_commission)]


@router.get("")
def list_commissions(request: Request, database: Db) -> Response:
    """List commissions by name, with filters."""
    asked = listed.CommissionFilter(
        programme=id_in(request.query_params, "programme"),
        provider=id_in(request.query_params, "provider"),
    )
    return page(
        request,
        "commissions/list.html",
        found=listed.commissions(database, asked, turn_of(request.query_params)),
        asked=asked,
        programmes=listed.programmes(database),
        providers=organisations.choices(database, OrganisationKind.provider),
        names=areas.area_names(),
    )


@router.get("/new", dependencies=[DRAFTED])
def ask_for_commission(request: Request, database: Db) -> Response:
    """Ask what is bought from whom."""
    return draw_new(request, database, Form.empty(NewCommission))


@router.post("/new", dependencies=[DRAFTED])
def add_commission(request: Request, database: Db, form: Submitted[NewCommission]) -> Response:
    """Commission a programme from a provider."""
    terms = terms_of(form)
    if terms is not None:
        typed = form.values
        try:
            made = commissions.add_commission(
                database,
                terms,
                programme_id=typed.programme,
                provider_id=typed.provider,
                commissioner_id=typed.commissioner,
            )
        except Refused as refused:
            form.troubled(refused)
        else:
            return see(request, f"/commissions/{made.id}", message="commission-added")
    return draw_new(request, database, form, status=422)


@router.get("/{commission_id}")
def show_commission(request: Request, database: Db, commission: FoundCommission) -> Response:
    """Show the terms of a commission."""
    return draw(request, database, commission, Form.empty(LetGuests))


def draw(
    request: Request,
    database: Database,
    commission: Commission,
    form: Form[LetGuests],
    *,
    status: int = 200,
) -> Response:
    """Draw the page of a commission."""
    row = listed.commission(database, commission.id)
    if row is None:
        raise NotFound
    form.version = commission.version
    return page(
        request,
        "commissions/show.html",
        status=status,
        commission=row,
        form=form,
        takes_guests=commission.takes_guests,
        may_take_guests=guests.may_be_opened(database, commission),
        start_page=f"{settings_of_house().address}/refer/{commission.id}",
        names=areas.area_names(),
        funding=listed.funding_of(database, commission.id),
        variations=variations(database, commission.id),
        after=came_after(database, commission.id),
        doings=doings_about(database, [commission.id]),
    )


@router.post("/{commission_id}/guests")
def let_guests_in(
    request: Request, database: Db, commission: FoundCommission, form: Submitted[LetGuests]
) -> Response:
    """Let people without an account refer, or end it."""
    if form.errors:
        return draw(request, database, commission, form, status=422)
    takes = form.values.takes == "yes"
    try:
        database.expect(commission, form.version)
        guests.open_to_guests(database, commission, takes=takes)
    except (Refused, Stale) as trouble:
        return draw(request, database, commission, form.troubled(trouble), status=trouble.status)
    message = "guests-let-in" if takes else "guests-kept-out"
    return see(request, f"/commissions/{commission.id}", message=message)


@router.get("/{commission_id}/change", dependencies=[DRAFTED])
def ask_for_change(request: Request, database: Db, commission: FoundCommission) -> Response:
    """Show the terms, to be changed."""
    form = Form.empty(
        ChangedCommission,
        version=commission.version,
        name=commission.name,
        tier=commission.tier,
        starts_on=commission.starts_on,
        ends_on=commission.ends_on,
        places=commission.places,
        areas=listed.areas_of(database, [commission.id]).get(commission.id, []),
        funding=written_funding(as_it_stands(database, commission).funding) or None,
    )
    return draw_change(request, database, commission, form)


@router.post("/{commission_id}/change", dependencies=[DRAFTED])
def change_commission(
    request: Request,
    database: Db,
    commission: FoundCommission,
    form: Submitted[ChangedCommission],
) -> Response:
    """Change the terms of a commission."""
    status, terms = 422, terms_of(form)
    if terms is not None:
        try:
            database.expect(commission, form.version)
            commissions.change_commission(database, commission, terms)
        except (Refused, Stale) as trouble:
            status = trouble.status
            form.troubled(trouble).version = commission.version
        else:
            return see(
                request,
                f"/commissions/{commission.id}",
                message="commission-changed",
            )
    return draw_change(request, database, commission, form, status=status)


def terms_of(form: Form[Any]) -> Terms | None:
    """Return the terms that were typed, or None with the form saying what is wrong."""
    funding, wrong = read_funding(form.text("funding"))
    if wrong:
        form.refuse("funding", wrong)
    unknown = set(form.many("areas")) - areas.area_names().keys()
    if unknown or not form.many("areas"):
        form.refuse("areas", "Select at least one area")
    if form.errors:
        return None
    typed = form.values
    return Terms(
        name=typed.name,
        tier=typed.tier,
        starts_on=typed.starts_on,
        ends_on=typed.ends_on,
        places=typed.places,
        areas=typed.areas,
        funding=funding,
    )


def area_choices(database: Database, chosen: list[str]) -> list[tuple[str, str]]:
    """Return the areas to choose from: those in use and those beside them."""
    return areas.near({*settings.areas_in_use(database), *chosen})


def draw_new(
    request: Request, database: Database, form: Form[NewCommission], *, status: int = 200
) -> Response:
    """Draw the page that asks for a new commission."""
    return page(
        request,
        "commissions/new.html",
        status=status,
        form=form,
        tiers=Tier,
        areas=area_choices(database, form.many("areas")),
        programmes=listed.programmes(database),
        providers=organisations.choices(
            database, OrganisationKind.provider, OrganisationKind.hospital_trust
        ),
        commissioners=organisations.choices(database, OrganisationKind.commissioner),
    )


def draw_change(
    request: Request,
    database: Database,
    commission: Commission,
    form: Form[ChangedCommission],
    *,
    status: int = 200,
) -> Response:
    """Draw the page on which terms are changed."""
    return page(
        request,
        "commissions/change.html",
        status=status,
        form=form,
        commission=commission,
        tiers=Tier,
        areas=area_choices(database, form.many("areas")),
    )
