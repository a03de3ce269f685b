"""The first page: each role has its own."""

from collections.abc import Callable
from importlib import import_module

from fastapi import APIRouter, Request, Response

from app.database import Database
from app.models import Role
from app.web.door import Db

router = APIRouter()
Page = Callable[[Request, Database], Response]

# Role → module and function that draw its first page. Named, because each lives with its noun.
HOMES = {
    Role.navigator: "referrals.navigator_home",
    Role.referrer: "referrals.referrer_home",
    Role.worker: "my_day.my_day",
    Role.manager: "team.manager_home",
    Role.commissioner: "commission_figures.commissioner_home",
    Role.evaluator: "commission_figures.commissioner_home",
    Role.guardian: "views.guardian_home",
    Role.administrator: "administration.administrator_home",
}


@router.get("/")
def show_home(request: Request, database: Db) -> Response:
    """Draw the first page of whoever is signed in, by their role."""
    module, _, name = HOMES[database.viewer.role].rpartition(".")
    draw: Page = getattr(import_module(f"app.routers.{module}"), name)
    return draw(request, database)
