"""Groups that are counted and not named: a class, a mentor group, the staff of a place."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.actions.delivery import groups
from app.database import Database
from app.errors import Refused, Stale
from app.forms.groups import ChangeClass
from app.models import SessionShape, Setting
from app.queries import lessons
from app.queries.keyset import turn_of
from app.web.door import Db
from app.web.forms import Form, Submitted
from app.web.found_delivery import FoundGroup, OneGroup
from app.web.pages import page, see

router = APIRouter()


def show_class(request: Request, database: Database, found: OneGroup) -> Response:
    """Show a class, a mentor group or the staff of a place: sessions and how many came."""
    group, provided = found
    held = lessons.held(
        database,
        provided,
        shapes=(SessionShape.group, SessionShape.universal, SessionShape.training),
        group_id=group.id,
        turn=turn_of(request.query_params),
    )
    setting = database.find(Setting, group.setting_id) if group.setting_id else None
    counting = provided.definition.counting
    return page(
        request,
        "groups/class.html",
        group=group,
        provided=provided,
        setting=setting,
        held=held.rows,
        previous=held.previous,
        next=held.next,
        most=max((one.heads for one in held.rows), default=0),
        full_dose=counting.full_dose if counting and group.kind == "class" else None,
        years={entry.code: entry.label for entry in provided.band_entries()},
    )


@router.get("/groups/{group_id:uuid}/change")
def ask_change(request: Request, found: FoundGroup) -> Response:
    """The form for what is known about a group."""
    group = found.group
    form = Form.empty(
        ChangeClass,
        version=group.version,
        name=group.name,
        year_group=group.year_group,
        size=group.size,
    )
    return draw_change(request, found, form)


@router.post("/groups/{group_id:uuid}/change")
def change_group(
    request: Request, database: Db, found: FoundGroup, form: Submitted[ChangeClass]
) -> Response:
    """Change the name, the year or how many are on roll."""
    status = 422
    if not form.errors:
        said = form.values
        years = {entry.code for entry in found.provision.band_entries()}
        try:
            database.expect(found.group, form.version)
            groups.change(
                database,
                found.group,
                name=said.name,
                year_group=said.year_group if said.year_group in years else None,
                size=said.size,
            )
            return see(request, found.path, message="group-changed")
        except (Refused, Stale) as trouble:
            form.troubled(trouble)
            form.version, status = found.group.version, trouble.status
    return draw_change(request, found, form, status)


def draw_change(request: Request, found: OneGroup, form: Form[Any], status: int = 200) -> Response:
    """Draw the form for a group."""
    has_years = found.group.kind == "class"
    years = found.provision.band_entries() if has_years else []
    return page(request, "groups/change.html", status=status, found=found, form=form, years=years)
