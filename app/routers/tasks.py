"""Tasks across cases: mine, those I gave to colleagues, the team's; what is overdue, what is done."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.database import Database
from app.models import Role
from app.queries import allocation, tasks
from app.queries.keyset import id_in, turn_of
from app.queries.tasks import State, Whose
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.work)])

STATES = {State.open: "To do", State.overdue: "Overdue", State.done: "Done"}
MINE, GIVEN, TEAM = "mine", "given", "team"


@router.get("/tasks")
def list_tasks(request: Request, database: Db) -> Response:
    """List the tasks that an address asks for."""
    query = request.query_params
    asked = query.get("due", "")
    state = State(asked) if asked in set(State) else State.open
    who = query.get("who") or MINE
    whose = whose_of(database, query, who)
    found = tasks.tasks(database, whose, state, turn_of(query))
    is_manager = database.viewer.role is Role.manager
    workers = allocation.workers(database) if is_manager else []
    return page(
        request,
        "tasks/list.html",
        tasks=found.rows,
        previous=found.previous,
        next=found.next,
        number=tasks.how_many(database, whose, state),
        states=[(str(code), words) for code, words in STATES.items()],
        state=state,
        who=who,
        whose=[(MINE, "Mine"), (GIVEN, "Given to others"), (TEAM, "The whole team")],
        worker=next((one.name for one in workers if one.id == whose.account_id), None),
    )


def whose_of(database: Database, query: Mapping[str, str], who: str) -> Whose:
    """Whose tasks an address asks for; nonsense means one's own."""
    me = database.viewer.account_id
    if who == TEAM:
        return Whose()
    if who == GIVEN:
        return Whose(given_by_id=me)
    return Whose(account_id=id_in(query, "who") or me)
