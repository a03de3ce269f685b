"""The first page: each role has its own, drawn where its noun lives."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from app.database import Database
from app.models import Role
from app.routers.administration import administrator_home
from app.routers.commission_figures import commissioner_home
from app.routers.my_day import my_day
from app.routers.referrals.home import navigator_home, referrer_home
from app.routers.team import manager_home
from app.routers.views import guardian_home
from app.web.door import Db

router = APIRouter()

HOMES: dict[Role, Callable[[Request, Database], Response]] = {
    Role.navigator: navigator_home,
    Role.referrer: referrer_home,
    Role.worker: my_day,
    Role.manager: manager_home,
    Role.commissioner: commissioner_home,
    Role.evaluator: commissioner_home,
    Role.guardian: guardian_home,
    Role.administrator: administrator_home,
}


@router.get("/")
def show_home(request: Request, database: Db) -> Response:
    """Draw the first page of whoever is signed in, by their role."""
    return HOMES[Role(database.viewer.role)](request, database)
