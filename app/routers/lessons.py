"""Sessions at which heads are counted: the list, and a new one for everybody."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import counts
from app.actions.delivery.counts import NewDelivery
from app.actions.delivery.groups import school_year
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.fields import moment_of
from app.forms.lessons import ChoosePlace, OpenSession
from app.models import SessionShape
from app.queries import lessons, settings_engaged
from app.queries.delivered import Provision
from app.queries.keyset import turn_of
from app.web.counting_grid import Grid, audiences, checked, grid_of
from app.web.door import Db
from app.web.drafted import DRAFTED
from app.web.forms import Form, Submitted, read
from app.web.found_delivery import FoundHere, Here, Provided
from app.web.pages import page, see
from app.web.posted import PostedForm

router = APIRouter()

COUNTED = (SessionShape.group, SessionShape.universal)


def refuse_without_sessions(provided: Provision) -> None:
    """A programme without head counts has no such pages. Raises NotFound."""
    if not (provided.lesson_kinds or provided.open_kinds):
        raise NotFound


@router.get("/delivery/{commission_id}/lessons")
def list_lessons(request: Request, database: Db, provided: Provided) -> Response:
    """List the sessions held, and what the classes of this school year had of them."""
    refuse_without_sessions(provided)
    found = lessons.held(
        database,
        provided,
        shapes=COUNTED,
        without=tuple(kind.code for kind in (*provided.shift_kinds, *provided.course_kinds)),
        turn=turn_of(request.query_params),
    )
    first, _ = school_year(clocks.today())
    full = provided.definition.counting.full_dose if provided.definition.counting else None
    has_classes = bool(provided.lesson_kinds)
    groups = (
        lessons.classes(database, provided, setting_id=None, on=clocks.today())
        if has_classes
        else []
    )
    trained = [one for one in groups if one.kind == "mentors"]
    return page(
        request,
        "lessons/list.html",
        provided=provided,
        held=found.rows,
        previous=found.previous,
        next=found.next,
        has_classes=has_classes,
        dose=lessons.dose(groups, full),
        full_dose=full,
        trained=sum(one.people for one in trained),
        active=lessons.mentors_active(database, provided, setting_id=None, since=first)
        if has_classes
        else 0,
    )


@router.get("/delivery/{commission_id}/lessons/new")
def choose_place(request: Request, database: Db, provided: Provided) -> Response:
    """Ask at which place it was; the sheet comes next."""
    refuse_without_sessions(provided)
    return draw_places(request, database, provided, Form.empty(ChoosePlace))


@router.post("/delivery/{commission_id}/lessons/new")
def go_to_place(
    request: Request, database: Db, provided: Provided, form: Submitted[ChoosePlace]
) -> Response:
    """Lead on to the day sheet, or the form for a session, of the chosen place."""
    if form.errors:
        return draw_places(request, database, provided, form, 422)
    way = "day" if provided.lesson_kinds else "session"
    return see(request, f"/delivery/{provided.id}/settings/{form.values.setting}/{way}")


def draw_places(
    request: Request, database: Database, provided: Provision, form: Form[Any], status: int = 200
) -> Response:
    """Draw the choice of a place: those that have begun come first."""
    every = settings_engaged.choices(database, provided)
    begun = [one for one in every if one.stage]
    rest = [one for one in every if not one.stage]
    return page(
        request,
        "lessons/choose.html",
        status=status,
        provided=provided,
        form=form,
        places=[(str(one.id), f"{one.name}, {one.area_name}") for one in begun + rest],
    )


@router.get("/delivery/{commission_id}/settings/{setting_id}/session", dependencies=[DRAFTED])
def ask_session(request: Request, found: FoundHere) -> Response:
    """The form for an assembly, a visit or another session for everybody."""
    kinds = found.provision.open_kinds
    if not kinds:
        raise NotFound
    now = clocks.now().astimezone(clocks.LONDON)
    form = Form.empty(OpenSession, on=now.date(), kind=kinds[0].code, minutes=kinds[0].minutes)
    return draw_open(request, found, form)


@router.post("/delivery/{commission_id}/settings/{setting_id}/session", dependencies=[DRAFTED])
def record_session(
    request: Request, database: Db, found: FoundHere, posted: PostedForm
) -> Response:
    """Record the session and how many came."""
    grid = open_grid(found.provision)
    form: Form[OpenSession] = read(OpenSession, posted, questions=grid.keys)
    heads, counters = checked(form, grid, found.provision)
    status = 422
    if not form.errors and form.values.kind not in {k.code for k in found.provision.open_kinds}:
        form.refuse("kind", "Select what was delivered from the list")
    if not form.errors:
        said = form.values
        new = NewDelivery(
            said.kind,
            moment_of(said.on, said.at),
            minutes=said.minutes,
            setting_id=found.setting.id,
            staff=said.staff,
            note=said.note,
        )
        try:
            made = counts.hold(database, found.provision, new, heads, counters=counters)
            return see(request, f"/lessons/{made.id}", message="heads-saved")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_open(request, found, form, status)


def open_grid(provided: Provision) -> Grid:
    """The boxes for a session for everybody: its counters are those of lessons and shifts."""
    return grid_of(provided)._replace(counters=())


def draw_open(request: Request, found: Here, form: Form[Any], status: int = 200) -> Response:
    """Draw the form for a session for everybody."""
    return page(
        request,
        "lessons/open.html",
        status=status,
        here=found,
        form=form,
        grid=open_grid(found.provision),
        audiences=audiences(found.provision),
        kinds=found.provision.open_kinds,
    )
