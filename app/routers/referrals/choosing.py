"""To which service: the suggested one at once, or a choice of all that take referrals here."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.access import Permission
from app.models import Role
from app.queries import commissions_open
from app.web.door import Db, allowed
from app.web.pages import page, see

router = APIRouter()


@router.get("/referrals/new", dependencies=[allowed(Permission.refer)])
def start_referral(request: Request, database: Db) -> Response:
    """Lead a navigator to the one-page form of the likeliest service; let the others choose."""
    site = commissions_open.site_of(database)
    suited = commissions_open.suited(commissions_open.services(database), site)
    if database.viewer.role is Role.navigator and suited and not suited[0].definition.side_names:
        return RedirectResponse(f"/referrals/new/{suited[0].id}/quick", status_code=303)
    return show_services(request, database)


@router.get("/referrals/services", dependencies=[allowed(Permission.refer)])
def choose_service(request: Request, database: Db) -> Response:
    """Show every service that takes referrals from here, with its wait."""
    return show_services(request, database)


def show_services(request: Request, database: Db) -> Response:
    """Draw the choice of services."""
    site = commissions_open.site_of(database)
    waits = commissions_open.waits(database)
    return page(
        request,
        "referrals/services.html",
        services=commissions_open.suited(commissions_open.services(database), site, lately=waits),
        waits=waits,
        quick=database.viewer.role is Role.navigator,
    )


@router.get("/referrals/new/{commission_id:uuid}/about", dependencies=[allowed(Permission.refer)])
def ask_about_whom(request: Request, database: Db, commission_id: UUID) -> Response:
    """Ask whom a referral is about, where a programme works with two sides kept apart."""
    service = commissions_open.service_of(database, commission_id)
    if not service.definition.side_names:
        return see(request, f"/referrals/new/{commission_id}")
    return page(request, "referrals/about.html", service=service, base="/referrals/new")
