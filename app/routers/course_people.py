"""Round a course: who waits for a place, who leads it, and when schools are closed."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.actions.delivery import course_places
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.groups import AddBreak, AddLeader, AddMember, Confirm
from app.models import Case, Group, GroupFacilitator, GroupWaiting, SchoolBreak
from app.queries import settings_engaged
from app.queries.delivered import Provision
from app.queries.school_breaks import breaks
from app.routers.groups import draw_group
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_delivery import AllProvided, FoundGroup
from app.web.pages import page, see

router = APIRouter()


def waiting_for(database: Database, group: Group, waiting_id: UUID) -> GroupWaiting:
    """A place on this waiting list, locked. Raises NotFound for one on another."""
    waiting = database.find(GroupWaiting, waiting_id, lock=True)
    if waiting.group_id != group.id:
        raise NotFound
    return waiting


@router.post("/groups/{group_id:uuid}/waiting/{waiting_id:uuid}/join")
def give_place(
    request: Request,
    database: Db,
    found: FoundGroup,
    waiting_id: UUID,
    form: Submitted[Confirm],
) -> Response:
    """Give somebody who waits a place on the course."""
    waiting, status = waiting_for(database, found.group, waiting_id), 422
    asked: Form[Any] = Form.empty(AddMember)
    if not form.errors:
        try:
            case = database.find(Case, waiting.case_id)
            course_places.take_place(database, found.group, case)
            return see(request, found.path, message="member-joined")
        except (Refused, Stale) as trouble:
            asked.troubled(trouble)
            status = trouble.status
    return draw_group(request, database, found, asked, status)


@router.post("/groups/{group_id:uuid}/waiting/{waiting_id:uuid}/end")
def end_wait(
    request: Request,
    database: Db,
    found: FoundGroup,
    waiting_id: UUID,
    form: Submitted[Confirm],
) -> Response:
    """Take somebody off the waiting list."""
    waiting, status = waiting_for(database, found.group, waiting_id), 422
    asked: Form[Any] = Form.empty(AddMember)
    if not form.errors:
        try:
            course_places.stop_waiting(database, waiting)
            return see(request, found.path, message="waiting-ended")
        except (Refused, Stale) as trouble:
            asked.troubled(trouble)
            status = trouble.status
    return draw_group(request, database, found, asked, status)


@router.post("/groups/{group_id:uuid}/facilitators")
def add_leader(
    request: Request, database: Db, found: FoundGroup, form: Submitted[AddLeader]
) -> Response:
    """Let somebody lead the course."""
    status = 422
    if found.group.kind != "course":
        raise NotFound
    if not form.errors:
        try:
            course_places.lead(database, found.group, account_id=form.values.account)
            return see(request, found.path, message="leader-added")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_group(request, database, found, Form.empty(AddMember), status, leading=form)


@router.post("/groups/{group_id:uuid}/facilitators/{facilitator_id:uuid}/end")
def end_leading(
    request: Request,
    database: Db,
    found: FoundGroup,
    facilitator_id: UUID,
    form: Submitted[Confirm],
) -> Response:
    """Somebody leads the course no longer."""
    facilitator = database.find(GroupFacilitator, facilitator_id)
    if facilitator.group_id != found.group.id:
        raise NotFound
    if form.errors:
        return draw_group(request, database, found, Form.empty(AddMember), 422)
    course_places.stop_leading(database, facilitator)
    return see(request, found.path, message="leader-removed")


@router.get("/delivery/holidays")
def list_breaks(request: Request, database: Db, provided: AllProvided) -> Response:
    """When schools are closed, and the form to write it down."""
    return draw_breaks(request, database, provided, Form.empty(AddBreak))


@router.post("/delivery/holidays")
def add_break(
    request: Request, database: Db, provided: AllProvided, form: Submitted[AddBreak]
) -> Response:
    """Write a school holiday down."""
    places = schools(database, provided)
    if not form.errors and form.values.to_day < form.values.from_day:
        form.refuse("to_day", "The last day must be the first day or later")
    chosen = form.text("setting")
    if chosen and chosen not in {place for place, _name in places}:
        form.refuse("setting", "Select the school from the list")
    if not form.errors:
        said = form.values
        course_places.add_break(
            database,
            name=said.name,
            from_day=said.from_day,
            to_day=said.to_day,
            setting_id=said.setting,
        )
        return see(request, "/delivery/holidays", message="break-added")
    return draw_breaks(request, database, provided, form, 422)


@router.post("/delivery/holidays/{break_id:uuid}/remove")
def remove_break(
    request: Request,
    database: Db,
    provided: AllProvided,
    break_id: UUID,
    form: Submitted[Confirm],
) -> Response:
    """Take a school holiday out again."""
    row = database.find(SchoolBreak, break_id)
    if form.errors:
        return draw_breaks(request, database, provided, Form.empty(AddBreak), 422)
    course_places.remove_break(database, row)
    return see(request, "/delivery/holidays", message="break-removed")


def schools(database: Database, provided: list[Provision]) -> list[tuple[str, str]]:
    """The schools that this provider works in: id and name."""
    found: dict[str, str] = {}
    for one in provided:
        if one.setting_kind == "school":
            places = settings_engaged.choices(database, one)
            found |= {str(place.id): place.name for place in places}
    return sorted(found.items(), key=lambda place: place[1])


def draw_breaks(
    request: Request,
    database: Database,
    provided: list[Provision],
    form: Form[Any],
    status: int = 200,
) -> Response:
    """Draw the holidays with the form."""
    return page(
        request,
        "delivery/holidays.html",
        status=status,
        form=form,
        breaks=breaks(database),
        places=schools(database, provided),
    )
