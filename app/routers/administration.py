"""The administrator's first page, and the programmes there are."""

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.database import Database
from app.queries import administration, commissions
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(prefix="/administration", dependencies=[allowed(Permission.administer)])


def administrator_home(request: Request, database: Database) -> Response:
    """Draw what an administrator looks after, and what wants doing."""
    return page(request, "administration/home.html", state=administration.state(database))


@router.get("/programmes")
def list_programmes(request: Request, database: Db) -> Response:
    """List every version of every programme's document; they are loaded by command, not here."""
    return page(request, "administration/programmes.html", versions=commissions.versions(database))
