"""One session of a course: its register, cancelling it, adding one, and making up for a missed one."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import courses, venues
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.fields import moment_of
from app.forms.groups import AddMeeting, MakeUp
from app.models import Case, Session, SessionState
from app.queries import groups as queries
from app.queries import registers
from app.queries.groups import Standing
from app.queries.keyset import id_in
from app.queries.registers import Line
from app.web import register_form
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted, read
from app.web.found_delivery import FoundGroup, OneGroup
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()

ADULT = 18


def serves_children(found: OneGroup) -> bool:
    """Whether the people of this programme may be children, who are brought."""
    youngest = found.provision.definition.audience.minimum_age
    return youngest is None or youngest < ADULT


@router.get("/groups/{group_id:uuid}/sessions/{session_id:uuid}", dependencies=[DRAFTED])
def show_register(request: Request, database: Db, found: FoundGroup, session_id: UUID) -> Response:
    """The register of one session, to take or to correct. A lesson has a page of its own."""
    if found.group.kind != "course":
        return see(request, f"/lessons/{session_id}")
    session = registers.session_of(database, found.group.id, session_id, lock=False)
    lines = registers.register(database, session)
    form: Form[Any] = Form.empty(version=session.version)
    register_form.fill(form, lines)
    database.view(session, cases=[str(line.case_id) for line in lines])
    return draw(request, found, session, lines, form)


@router.post("/groups/{group_id:uuid}/sessions/{session_id:uuid}", dependencies=[DRAFTED])
def take_register(
    request: Request, database: Db, found: FoundGroup, session_id: UUID, posted: PostedForm
) -> Response:
    """Take or correct the whole register in one press."""
    session = registers.session_of(database, found.group.id, session_id, lock=True)
    lines = registers.register(database, session)
    form: Form[Any] = read(None, posted, questions=register_form.boxes(lines))
    children = serves_children(found)
    register, notes = register_form.read(form, lines, children=children)
    status = 422
    if not form.errors:
        try:
            database.expect(session, form.version)
            courses.take_register(database, session, register, notes)
            return see(request, found.path, message="register-taken")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            form.version, status = session.version, trouble.status
    return draw(request, found, session, lines, form, status)


def draw(
    request: Request,
    found: OneGroup,
    session: Session,
    lines: list[Line],
    form: Form[Any],
    status: int = 200,
) -> Response:
    """Draw the register."""
    return page(
        request,
        "groups/register.html",
        status=status,
        found=found,
        session=session,
        lines=lines,
        form=form,
        choices=register_form.choices(children=serves_children(found)),
        is_taken=session.state == SessionState.held,
        may_take=session.starts_at <= clocks.now() and session.state != SessionState.cancelled,
    )


@router.post("/groups/{group_id:uuid}/sessions/{session_id:uuid}/cancel")
def cancel_session(request: Request, database: Db, found: FoundGroup, session_id: UUID) -> Response:
    """Cancel a planned session of the course; nobody missed it."""
    session = registers.session_of(database, found.group.id, session_id, lock=True)
    courses.cancel_session(database, session)
    return see(request, found.path, message="group-session-cancelled")


@router.get("/groups/{group_id:uuid}/sessions/new")
def ask_meeting(request: Request, database: Db, found: FoundGroup) -> Response:
    """The form for one more session."""
    kinds = found.provision.course_kinds
    form = Form.empty(
        AddMeeting,
        kind=kinds[0].code if kinds else None,
        minutes=kinds[0].minutes if kinds else None,
        place=venues.usual_venue(database, found.group),
    )
    return draw_meeting(request, database, found, form)


@router.post("/groups/{group_id:uuid}/sessions/new")
def add_meeting(
    request: Request, database: Db, found: FoundGroup, form: Submitted[AddMeeting]
) -> Response:
    """Add one more session to the course."""
    status = 422
    known = {kind.code for kind in found.provision.course_kinds}
    if not form.errors and form.values.kind not in known:
        form.refuse("kind", "Select the kind of session from the list")
    if not form.errors:
        said = form.values
        try:
            courses.add_session(
                database,
                found.group,
                kind=said.kind,
                starts_at=moment_of(said.on, said.at),
                minutes=said.minutes,
                place=said.place,
                catches_up=said.catches_up,
            )
            return see(request, found.path, message="session-planned")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_meeting(request, database, found, form, status)


def draw_meeting(
    request: Request, database: Database, found: OneGroup, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form for one more session, with the numbers that somebody still misses."""
    missed: dict[int, int] = {}
    for one in queries.standings(database, found.group):
        for number in one.missing if one.left_on is None else ():
            missed[number] = missed.get(number, 0) + 1
    return page(
        request,
        "groups/meeting.html",
        status=status,
        found=found,
        form=form,
        kinds=found.provision.course_kinds,
        missed=[
            (str(number), f"Number {number}, missed by {people}")
            for number, people in sorted(missed.items())
        ],
    )


def member_in(database: Database, found: OneGroup, asked: str) -> Standing:
    """The member whose case an address names. Raises NotFound."""
    case_id = id_in({"case": asked}, "case")
    every = queries.standings(database, found.group)
    member = next((one for one in every if one.case_id == case_id), None)
    if member is None:
        raise NotFound
    return member


@router.get("/groups/{group_id:uuid}/make-up", dependencies=[DRAFTED])
def ask_make_up(request: Request, database: Db, found: FoundGroup, case: str = "") -> Response:
    """The form for a session in place of one that somebody missed."""
    member = member_in(database, found, case)
    database.view(found.group, cases=[str(member.case_id)])
    now = clocks.now().astimezone(clocks.LONDON)
    code = courses.make_up_kind(found.provision)
    kind = found.provision.kind(code) if code else None
    form = Form.empty(
        MakeUp,
        module=member.missing[0] if member.missing else None,
        on=now.date(),
        minutes=kind.minutes if kind else None,
        status="attended",
    )
    return draw_make_up(request, found, member, form)


@router.post("/groups/{group_id:uuid}/make-up", dependencies=[DRAFTED])
def make_up(
    request: Request, database: Db, found: FoundGroup, form: Submitted[MakeUp], case: str = ""
) -> Response:
    """Record the session; it counts for the number that was missed."""
    member, status = member_in(database, found, case), 422
    if not form.errors and form.values.module not in member.missing:
        form.refuse("module", "Select a session that they missed and have not made up yet")
    if not form.errors:
        said = form.values
        try:
            courses.make_up(
                database,
                found.group,
                database.find(Case, member.case_id, lock=True),
                module=said.module,
                starts_at=moment_of(said.on, said.at),
                minutes=said.minutes,
                status=said.status,
                note=said.note,
            )
            return see(request, found.path, message="make-up-recorded")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_make_up(request, found, member, form, status)


def draw_make_up(
    request: Request, found: OneGroup, member: Standing, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form for a make-up session."""
    return page(
        request,
        "groups/make_up.html",
        status=status,
        found=found,
        member=member,
        form=form,
        missing=[(number, f"Number {number}") for number in member.missing],
        choices=register_form.choices(children=serves_children(found)),
    )
