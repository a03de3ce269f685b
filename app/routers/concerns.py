"""Every open safeguarding concern that is the viewer's to watch."""

from fastapi import APIRouter, Request, Response

from app.access import Permission, may
from app.errors import NotFound
from app.models import Role
from app.programmes.lists import code_list
from app.queries.concerns import open_concerns
from app.web.door import Db
from app.web.pages import page

router = APIRouter()


@router.get("/concerns")
def show_concerns(request: Request, database: Db) -> Response:
    """Open concerns, overdue first: a worker's own cases, for manager and guardian all."""
    role = database.viewer.role
    if not (may(role, Permission.work) or may(role, Permission.guard)):
        raise NotFound
    mine = role not in {Role.manager, Role.guardian}
    found = open_concerns(database, mine=mine)
    return page(
        request,
        "concerns/list.html",
        concerns=found,
        late=sum(1 for one in found if one.line.overdue),
        mine=mine,
        categories=code_list("safeguarding-category"),
        kinds=code_list("safeguarding-action"),
        people=code_list("at-risk"),
    )
