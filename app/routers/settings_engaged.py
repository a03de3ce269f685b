"""The places of a programme: how far each has come, coverage of the area, estimates."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app import clocks, reference
from app.actions.delivery import estimates, stages
from app.actions.delivery.groups import school_year
from app.database import Database
from app.errors import NotFound, Refused, Stale
from app.forms.stages import EstimatePupils, ReachStage
from app.models import SessionShape
from app.programmes.lists import code_list
from app.queries import lessons, settings_engaged, shifts
from app.queries.keyset import Turn, turn_of
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_delivery import FoundHere, Here, Provided
from app.web.pages import page, see

router = APIRouter()

LATEST = 10
PLURALS = {
    "hospital": "hospitals",
    "practice": "practices",
    "school": "schools",
    "route": "routes",
    "prison": "prisons",
    "venue": "venues",
}


@router.get("/delivery/{commission_id}/settings")
def list_settings(request: Request, database: Db, provided: Provided) -> Response:
    """List the places of the commission's areas by stage, and say how many take part."""
    if provided.setting_kind is None:
        raise NotFound
    query = request.query_params
    asked = {name: query.get(name, "") for name in ("stage", "area", "words")}
    found = settings_engaged.places(
        database,
        provided,
        stage=asked["stage"],
        area=asked["area"],
        words=asked["words"][:100].replace("\0", ""),
        turn=turn_of(query),
    )
    names = reference.areas()
    return page(
        request,
        "settings_engaged/list.html",
        provided=provided,
        places=found.rows,
        previous=found.previous,
        next=found.next,
        coverage=settings_engaged.coverage(database, provided),
        asked=asked,
        filters=filled(asked),
        areas=[(code, names[code].name) for code in provided.areas if code in names],
        labels=stage_labels(provided),
        plural=PLURALS.get(provided.setting_kind or "", "places"),
    )


def filled(asked: dict[str, str]) -> Form[Any]:
    """The filter with what the address asks for in its boxes."""
    form: Form[Any] = Form.empty()
    for name, value in asked.items():
        form.fill(name, value)
    return form


def stage_labels(provided: Provided) -> dict[str | None, str]:
    """The stages of a programme in words; None for places that have not begun."""
    own = provided.definition.settings
    return {None: "Not started"} | {one.code: one.label for one in (own.stages if own else ())}


@router.get("/delivery/{commission_id}/settings/{setting_id}")
def show_setting(request: Request, database: Db, found: FoundHere) -> Response:
    """Show one place: its stages, what was delivered there, who was trained, what happened."""
    provided, setting = found
    first, _ = school_year(clocks.today())
    has_lessons = bool(provided.lesson_kinds)
    context: dict[str, Any] = {}
    if has_lessons:
        groups = lessons.classes(database, provided, setting_id=setting.id, on=clocks.today())
        full = provided.definition.counting.full_dose if provided.definition.counting else None
        context |= {
            "classes": groups,
            "dose": lessons.dose(groups, full),
            "full_dose": full,
            "mentors": lessons.mentors_active(
                database, provided, setting_id=setting.id, since=first
            ),
        }
    if provided.shift_kinds:
        context |= {
            "estimates": settings_engaged.estimates(database, provided, setting.id),
            "incident_label": code_list("incident-type").label,
            "severity_label": code_list("severity").label,
            "incidents": shifts.incidents(
                database, provided=provided, setting_id=setting.id, most=LATEST
            ),
        }
    if provided.training_kinds:
        own = provided.definition.training
        trained = settings_engaged.trained(database, provided, setting.id)
        context |= {
            "trained": trained,
            "refresher_due": trained.due_on(own.refresher_months if own else None),
        }
    held = lessons.held(
        database,
        provided,
        shapes=(SessionShape.group, SessionShape.universal, SessionShape.training),
        setting_id=setting.id,
        turn=Turn(),
    )
    return page(
        request,
        "settings_engaged/one.html",
        here=found,
        provided=provided,
        setting=setting,
        reached=settings_engaged.reached(database, provided, setting.id),
        labels=stage_labels(provided),
        held=held.rows[:LATEST],
        has_lessons=has_lessons,
        area=reference.areas().get(setting.area or ""),
        **context,
    )


def draw_stage(
    request: Request, database: Database, found: Here, form: Form[Any], status: int = 200
) -> Response:
    """Draw the form for a stage, with the one that this place is at."""
    own = found.provision.definition.settings
    reached = settings_engaged.reached(database, found.provision, found.setting.id)
    return page(
        request,
        "settings_engaged/stage.html",
        status=status,
        here=found,
        form=form,
        stages=own.stages if own else (),
        now=reached[0] if reached else None,
        labels=stage_labels(found.provision),
    )


@router.get("/delivery/{commission_id}/settings/{setting_id}/stage")
def ask_stage(request: Request, database: Db, found: FoundHere) -> Response:
    """Ask which stage the place reached, with the next one filled in."""
    own = found.provision.definition.settings
    codes = [one.code for one in own.stages] if own else []
    reached = settings_engaged.reached(database, found.provision, found.setting.id)
    place = codes.index(reached[0].stage) + 1 if reached and reached[0].stage in codes else 0
    form = Form.empty(ReachStage, since=clocks.today())
    if place < len(codes):
        form.fill("stage", codes[place])
    return draw_stage(request, database, found, form)


@router.post("/delivery/{commission_id}/settings/{setting_id}/stage")
def reach_stage(
    request: Request, database: Db, found: FoundHere, form: Submitted[ReachStage]
) -> Response:
    """Record that the place reached a stage."""
    if form.errors:
        return draw_stage(request, database, found, form, 422)
    said = form.values
    try:
        stages.reach(database, found.provision, found.setting, stage=said.stage, since=said.since)
    except (Refused, Stale) as trouble:
        return draw_stage(request, database, found, form.troubled(trouble), trouble.status)
    return see(request, found.path, message="stage-reached")


@router.get("/delivery/{commission_id}/settings/{setting_id}/estimate")
def ask_estimate(request: Request, found: FoundHere) -> Response:
    """Ask how many pupils could walk this route."""
    form = Form.empty(EstimatePupils, as_of=clocks.today())
    return page(request, "settings_engaged/estimate.html", here=found, form=form)


@router.post("/delivery/{commission_id}/settings/{setting_id}/estimate")
def estimate_pupils(
    request: Request, database: Db, found: FoundHere, form: Submitted[EstimatePupils]
) -> Response:
    """Keep an estimate with its ground and its day."""
    status = 422
    if not form.errors:
        said = form.values
        try:
            estimates.estimate(
                database,
                found.provision,
                found.setting,
                pupils=said.pupils,
                how=said.how,
                as_of=said.as_of,
            )
            return see(request, found.path, message="estimate-saved")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            status = trouble.status
    return page(request, "settings_engaged/estimate.html", status=status, here=found, form=form)
