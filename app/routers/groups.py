"""Courses: the list, a new one, who is on it, and what they came to."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import course_places, courses
from app.actions.delivery.courses import NewCourse
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.fields import moment_of
from app.forms.groups import AddLeader, AddMember, LeaveCourse, MakeCourse
from app.models import Case, CaseState, Group, GroupMember, Setting
from app.queries import groups as queries
from app.queries import registers, settings_engaged
from app.queries.allocation import workers
from app.queries.course_people import leaders, waiting_list
from app.queries.delivered import Provision
from app.routers.classes import show_class
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_delivery import FoundGroup, OneGroup, Provided
from app.web.pages import page, see

router = APIRouter()


@router.get("/delivery/{commission_id}/groups")
def list_groups(request: Request, database: Db, provided: Provided) -> Response:
    """List the courses of a commission."""
    if not provided.course_kinds:
        raise NotFound
    found = queries.courses(database, provided)
    return page(
        request,
        "groups/list.html",
        provided=provided,
        running=[one for one in found if not one.is_over],
        over=[one for one in found if one.is_over],
    )


@router.get("/delivery/{commission_id}/groups/new")
def ask_course(request: Request, database: Db, provided: Provided) -> Response:
    """The form for a new course."""
    kinds = provided.course_kinds
    if not kinds:
        raise NotFound
    own = provided.definition.sessions
    form = Form.empty(
        MakeCourse,
        kind=kinds[0].code if len(kinds) == 1 else None,
        number=own.planned if own else None,
        minutes=kinds[0].minutes,
    )
    return draw_course(request, database, provided, form)


@router.post("/delivery/{commission_id}/groups/new")
def make_course(
    request: Request, database: Db, provided: Provided, form: Submitted[MakeCourse]
) -> Response:
    """Make a course and plan its sessions."""
    status = 422
    if not form.errors and form.values.kind not in {kind.code for kind in provided.course_kinds}:
        form.refuse("kind", "Select the kind of session from the list")
    if not form.errors:
        said = form.values
        new = NewCourse(
            said.name,
            said.kind,
            moment_of(said.first_on, said.at),
            said.number,
            minutes=said.minutes,
            place=said.place,
            setting_id=said.setting,
            size=said.size,
        )
        try:
            if said.setting:
                database.find(Setting, said.setting)
            made = courses.make(database, provided, new)
            return see(request, f"/groups/{made.id}", message="course-made")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_course(request, database, provided, form, status)


def draw_course(
    request: Request, database: Database, provided: Provision, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form for a course."""
    places = settings_engaged.choices(database, provided) if provided.setting_kind else []
    return page(
        request,
        "groups/new.html",
        status=status,
        provided=provided,
        form=form,
        kinds=provided.course_kinds,
        places=[(str(one.id), one.name) for one in places],
    )


@router.get("/groups/{group_id:uuid}")
def show_group(request: Request, database: Db, found: FoundGroup) -> Response:
    """Show a course with its members and sessions, or a class with its head counts."""
    if found.group.kind != "course":
        return show_class(request, database, found)
    return draw_group(request, database, found, Form.empty(AddMember))


def draw_group(
    request: Request,
    database: Database,
    found: OneGroup,
    form: Form[Any],
    status: int = 200,
    *,
    leading: Form[Any] | None = None,
) -> Response:
    """Draw a course, also after its `leading` form failed. Names of people are seen here, so it leaves an event with their cases."""
    group, provided = found
    people = queries.standings(database, group)
    waiting = waiting_list(database, group)
    if status == 200:  # noqa: PLR2004 - only a page that is kept is a page that was seen
        seen = [one.case_id for one in people] + [one.case_id for one in waiting]
        database.view(group, cases=[str(one) for one in seen])
    counting = provided.definition.counting
    setting = database.find(Setting, group.setting_id) if group.setting_id else None
    meetings = queries.meetings(database, group)
    return page(
        request,
        "groups/one.html",
        status=status,
        group=group,
        provided=provided,
        setting=setting,
        here=[one for one in people if one.left_on is None],
        gone=[one for one in people if one.left_on is not None],
        # A closed case has given its place up.
        taken=sum(one.left_on is None and one.state != CaseState.closed for one in people),
        meetings=meetings,
        due=[one for one in meetings if one.state == "planned" and one.starts_at < clocks.now()],
        form=form,
        cases=[(str(one), name) for one, name in registers.cases_to_add(database, group)],
        completion=counting.completion if counting else None,
        allowed=counting.absences_allowed if counting else None,
        makes_up=courses.make_up_kind(provided),
        waiting=waiting,
        leaders=leaders(database, group),
        team=[(str(one.id), one.name) for one in workers(database)],
        leading=leading or Form.empty(AddLeader),
        names=module_names(provided, [one.kind for one in meetings[:1]]),
    )


def module_names(provided: Provision, kinds: list[str]) -> dict[int, str]:
    """What the sessions of a course are about, by their number, as far as the programme says."""
    kind = provided.kind(kinds[0]) if kinds else None
    return dict(enumerate(kind.modules, start=1)) if kind else {}


@router.post("/groups/{group_id:uuid}/members")
def add_member(
    request: Request, database: Db, found: FoundGroup, form: Submitted[AddMember]
) -> Response:
    """Put a case on the course."""
    status = 422
    if not form.errors:
        try:
            case = database.find(Case, form.values.case)
            if form.values.do == "wait":
                course_places.wait(database, found.group, case)
                return see(request, found.path, message="waiting-began")
            course_places.take_place(database, found.group, case, joined_on=form.values.joined_on)
            return see(request, found.path, message="member-joined")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_group(request, database, found, form, status)


def member_of(database: Database, group: Group, member_id: UUID) -> GroupMember:
    """A place on this course. Raises NotFound for one on another."""
    member = database.find(GroupMember, member_id)
    if member.group_id != group.id:
        raise NotFound
    return member


@router.get("/groups/{group_id:uuid}/members/{member_id:uuid}/leave")
def ask_leaving(request: Request, database: Db, found: FoundGroup, member_id: UUID) -> Response:
    """Ask on which day somebody left."""
    member = member_of(database, found.group, member_id)
    form = Form.empty(LeaveCourse, left_on=clocks.today())
    return draw_leaving(request, database, found, member, form)


@router.post("/groups/{group_id:uuid}/members/{member_id:uuid}/leave")
def leave_course(
    request: Request,
    database: Db,
    found: FoundGroup,
    member_id: UUID,
    form: Submitted[LeaveCourse],
) -> Response:
    """Take somebody off the course."""
    member, status = member_of(database, found.group, member_id), 422
    if not form.errors:
        try:
            courses.leave(database, member, left_on=form.values.left_on)
            return see(request, found.path, message="member-left")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_leaving(request, database, found, member, form, status)


def draw_leaving(
    request: Request,
    database: Database,
    found: OneGroup,
    member: GroupMember,
    form: Form[Any],
    status: int = 200,
) -> Response:
    """Draw the question when somebody left; only the reference of the case stands there."""
    case = database.find(Case, member.case_id)
    return page(
        request,
        "groups/leave.html",
        status=status,
        found=found,
        member=member,
        reference=case.reference,
        form=form,
    )
