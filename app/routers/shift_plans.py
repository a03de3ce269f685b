"""Shifts of a commission: by week, planned for a term, started without a plan."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks
from app.actions.delivery import shifts as actions
from app.actions.delivery.shifts import NewShift
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.shifts import PlanShifts, StartShift
from app.programmes.lists import code_list
from app.queries import settings_engaged, shifts
from app.queries.delivered import Provision
from app.queries.keyset import id_in
from app.web.asked import day_in
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_delivery import AllProvided, Provided
from app.web.pages import page, see

router = APIRouter()

WEEKDAYS = (
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
)
MORNING, AFTERNOON = "8am", "2:45pm"
NOON = 12
A_YEAR = timedelta(days=366)


@router.get("/shifts")
def show_my_shifts(request: Request, database: Db, provided: AllProvided) -> Response:
    """The viewer's own shifts of today and the next days, as a chaperone needs them on a phone."""
    with_routes = [one for one in provided if one.shift_kinds]
    today = clocks.today()
    found = shifts.shifts_on(
        database,
        with_routes,
        first=today - timedelta(days=3),
        last=today + timedelta(days=7),
        led_by_id=database.viewer.account_id,
    )
    start = [one for one in found if one.starts_at.astimezone(clocks.LONDON).date() == today]
    return page(
        request,
        "shifts/mine.html",
        provided=with_routes,
        kinds=labels(with_routes),
        today_shifts=start,
        unrecorded=[
            one for one in found if one.is_unrecorded or (one.is_going_on and one not in start)
        ],
        ahead=[one for one in found if one.starts_at > clocks.now() and one not in start],
        reason_label=code_list("shift-cancelled").label,
    )


def labels(provided: list[Provision]) -> dict[str, str]:
    """The kinds of shift in words."""
    return {kind.code: kind.label for one in provided for kind in one.shift_kinds}


@router.get("/delivery/{commission_id}/shifts")
def list_shifts(request: Request, database: Db, provided: Provided, week: str = "") -> Response:
    """A week of shifts on every route, who has not checked out, and the latest incidents."""
    if not provided.shift_kinds:
        raise NotFound
    day = day_in(week)
    monday = day - timedelta(days=day.weekday())
    route = id_in(request.query_params, "route")
    found = shifts.shifts_on(
        database, [provided], first=monday, last=monday + timedelta(days=6), setting_id=route
    )
    return page(
        request,
        "shifts/list.html",
        provided=provided,
        shifts=found,
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        kinds=labels([provided]),
        late=[one for one in shifts.still_out(database, [provided]) if one.is_late_home],
        incidents=shifts.incidents(database, provided=provided, most=5),
        incident_label=code_list("incident-type").label,
        severity_label=code_list("severity").label,
        reason_label=code_list("shift-cancelled").label,
    )


@router.get("/delivery/{commission_id}/shifts/plan")
def ask_plan(request: Request, database: Db, provided: Provided) -> Response:
    """The form that plans the shifts of a term on one route."""
    if not provided.shift_kinds:
        raise NotFound
    form = Form.empty(
        PlanShifts,
        setting=id_in(request.query_params, "setting"),
        led_by=database.viewer.account_id,
        first_on=clocks.today(),
        morning=MORNING,
        afternoon=AFTERNOON,
    )
    form.fill("weekdays", [code for code, _ in WEEKDAYS])
    return draw_plan(request, database, provided, form)


@router.post("/delivery/{commission_id}/shifts/plan")
def plan_shifts(
    request: Request, database: Db, provided: Provided, form: Submitted[PlanShifts]
) -> Response:
    """Plan every shift that the form says, all or none."""
    status = 422
    new = new_shifts(database, provided, form) if not form.errors else []
    if not form.errors:
        try:
            actions.plan_term(database, provided, new)
            week = form.values.first_on.isoformat()
            return see(
                request, f"/delivery/{provided.id}/shifts?week={week}", message="shifts-planned"
            )
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_plan(request, database, provided, form, status)


def new_shifts(database: Database, provided: Provision, form: Form[PlanShifts]) -> list[NewShift]:
    """The shifts that a form asks for; what cannot be becomes an error of the form."""
    said = form.values
    known = {kind.code: kind for kind in provided.shift_kinds}
    if said.led_by not in {one for one, _ in shifts.chaperones(database)}:
        form.refuse("led_by", "Select the chaperone from the list")
    if said.setting not in {one.id for one in settings_engaged.choices(database, provided)}:
        form.refuse("setting", "Select the route from the list")
    off = (said.off_from, said.off_to) if said.off_from and said.off_to else None
    if said.last_on - said.first_on > A_YEAR:
        form.refuse("last_on", "Plan at most a year in one press")
        return []
    weekdays = {int(one) for one in said.weekdays}
    days = list(actions.days_between(said.first_on, said.last_on, weekdays, but_not=off))
    new = []
    for code in said.kinds:
        is_morning = "morning" in code
        at = said.morning if is_morning else said.afternoon
        if code not in known:
            form.refuse("kinds", "Select the shifts from the list")
        elif at is None:
            name = "morning" if is_morning else "afternoon"
            form.refuse(name, f"Enter the time of {name} shifts")
        else:
            new += [
                NewShift(code, said.setting, actions.at_time(day, at), said.led_by) for day in days
            ]
    return sorted(new, key=lambda one: one.starts_at)


def draw_plan(
    request: Request, database: Database, provided: Provision, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form that plans shifts."""
    return page(
        request,
        "shifts/plan.html",
        status=status,
        provided=provided,
        form=form,
        routes=route_choices(database, provided),
        chaperones=[(str(one), name) for one, name in shifts.chaperones(database)],
        kinds=provided.shift_kinds,
        weekdays=WEEKDAYS,
    )


def route_choices(database: Database, provided: Provision) -> list[tuple[str, str]]:
    """The routes to choose from, those that have begun first."""
    every = settings_engaged.choices(database, provided)
    return [
        (str(one.id), f"{one.name}, {one.area_name}")
        for one in sorted(every, key=lambda one: (one.stage is None, one.name))
    ]


@router.get("/delivery/{commission_id}/shifts/start")
def ask_start(request: Request, database: Db, provided: Provided) -> Response:
    """The form for a shift that was not planned and begins now."""
    if not provided.shift_kinds:
        raise NotFound
    morning = clocks.now().astimezone(clocks.LONDON).hour < NOON
    likely = [kind for kind in provided.shift_kinds if ("morning" in kind.code) == morning]
    form = Form.empty(
        StartShift,
        setting=id_in(request.query_params, "setting") or database.viewer.setting_id,
        kind=(likely or list(provided.shift_kinds))[0].code,
        staff=2,
    )
    return draw_start(request, database, provided, form)


@router.post("/delivery/{commission_id}/shifts/start")
def start_shift(
    request: Request, database: Db, provided: Provided, form: Submitted[StartShift]
) -> Response:
    """Plan a shift for now and check in to it in the same press."""
    status = 422
    if not form.errors:
        said = form.values
        try:
            if said.setting not in {one.id for one in settings_engaged.choices(database, provided)}:
                raise Refused("Select the route from the list.")
            new = NewShift(said.kind, said.setting, clocks.now(), database.viewer.account_id)
            made = actions.plan(database, provided, new)
            actions.check_in(database, made, staff=said.staff)
            return see(request, f"/shifts/{made.id}", message="checked-in")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return draw_start(request, database, provided, form, status)


def draw_start(
    request: Request, database: Database, provided: Provision, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form that starts a shift."""
    return page(
        request,
        "shifts/start.html",
        status=status,
        provided=provided,
        form=form,
        routes=route_choices(database, provided),
        kinds=provided.shift_kinds,
    )
