"""The places where programmes work: list, add, change, and the stage they reached."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app import reference
from app.access import Permission
from app.actions import settings
from app.database import Database
from app.errors import NotFound, Refused
from app.forms.administration import ChangedSetting, NewSetting, ReachedStage
from app.models import Commission, Programme, Setting, SettingKind
from app.programmes import loading
from app.queries import commissions
from app.queries import settings as listed
from app.queries.doings import doings_about
from app.queries.keyset import turn_of
from app.web import areas
from app.web.asked import code_of, words_of
from app.web.door import Db, allowed
from app.web.forms import Form, Submitted
from app.web.pages import page, see

router = APIRouter(prefix="/settings", dependencies=[allowed(Permission.administer)])


def find_setting(setting_id: UUID, database: Db) -> Setting:
    """Return the setting of the address. Raises NotFound."""
    return database.find(Setting, setting_id)


FoundSetting = Annotated[Setting, Depends(find_setting)]


@router.get("")
def list_settings(request: Request, database: Db) -> Response:
    """List settings by name, with filters."""
    used = areas.named(listed.areas_in_use(database))
    wanted = request.query_params.get("area", "")
    asked = listed.SettingFilter(
        words=words_of(request),
        kind=code_of(request, "kind", SettingKind),
        area=wanted if wanted in dict(used) else None,
    )
    return page(
        request,
        "settings/list.html",
        found=listed.settings(database, asked, turn_of(request.query_params)),
        asked=asked,
        kinds=SettingKind,
        areas=used,
        names=areas.area_names(),
    )


@router.get("/new")
def ask_for_setting(request: Request) -> Response:
    """Ask for a new place."""
    return draw_new(request, Form.empty(NewSetting))


@router.post("/new")
def add_setting(request: Request, database: Db, form: Submitted[NewSetting]) -> Response:
    """Add a place."""
    if not form.errors:
        typed = form.values
        try:
            made = settings.add_setting(
                database,
                kind=typed.kind,
                code=typed.code,
                name=typed.name,
                area=typed.area or reference.area_of_postcode(typed.postcode or ""),
                postcode=typed.postcode,
            )
        except Refused as refused:
            form.refuse("code", refused.sentence)
        else:
            return see(request, f"/settings/{made.id}", message="setting-added")
    return draw_new(request, form, status=422)


@router.get("/{setting_id}")
def show_setting(request: Request, database: Db, setting: FoundSetting) -> Response:
    """Show a place and where it stands in each commission."""
    return page(
        request,
        "settings/show.html",
        setting=setting,
        area=areas.area_names().get(setting.area or "", "Not known"),
        stages=listed.stages_of(database, setting.id),
        commissions=commissions.of_setting_kind(database, setting.kind),
        doings=doings_about(database, [setting.id]),
    )


@router.get("/{setting_id}/change")
def ask_for_change(request: Request, setting: FoundSetting) -> Response:
    """Show what can be changed."""
    form = Form.empty(
        ChangedSetting,
        name=setting.name,
        area=setting.area,
        postcode=setting.postcode,
        active="yes" if setting.active else "no",
    )
    return draw_change(request, setting, form)


@router.post("/{setting_id}/change")
def change_setting(
    request: Request, database: Db, setting: FoundSetting, form: Submitted[ChangedSetting]
) -> Response:
    """Change a place."""
    if not form.errors:
        typed = form.values
        settings.change_setting(
            database,
            setting,
            name=typed.name,
            area=typed.area,
            postcode=typed.postcode,
            active=typed.active == "yes",
        )
        return see(request, f"/settings/{setting.id}", message="setting-changed")
    return draw_change(request, setting, form, status=422)


@router.get("/{setting_id}/stages/{commission_id}")
def ask_for_stage(
    request: Request, database: Db, setting: FoundSetting, commission_id: UUID
) -> Response:
    """Ask which stage a place reached in a commission."""
    commission = database.find(Commission, commission_id)
    return draw_stage(request, database, setting, commission, Form.empty(ReachedStage))


@router.post("/{setting_id}/stages/{commission_id}")
def reach_stage(
    request: Request,
    database: Db,
    setting: FoundSetting,
    commission_id: UUID,
    form: Submitted[ReachedStage],
) -> Response:
    """Record the stage that a place reached in a commission."""
    commission = database.find(Commission, commission_id)
    if not form.errors:
        typed = form.values
        if typed.stage in dict(stage_choices(database, commission)):
            settings.reach_stage(
                database, setting, commission, stage=typed.stage, since=typed.since
            )
            return see(request, f"/settings/{setting.id}", message="stage-reached")
        form.refuse("stage", "Select a stage from the list")
    return draw_stage(request, database, setting, commission, form, status=422)


def stage_choices(database: Database, commission: Commission) -> list[tuple[str, str]]:
    """Return the stages that the commission's programme knows. Raises NotFound where it has none."""
    version = loading.newest_version(database, database.find(Programme, commission.programme_id))
    definition = loading.definition_of(version) if version else None
    if definition is None or definition.side_names or definition.settings is None:
        raise NotFound
    return [(stage.code, stage.label) for stage in definition.settings.stages]


def draw_new(request: Request, form: Form[NewSetting], *, status: int = 200) -> Response:
    """Draw the page that asks for a new place."""
    return page(
        request,
        "settings/new.html",
        status=status,
        form=form,
        kinds=SettingKind,
        areas=areas.authorities(),
    )


def draw_change(
    request: Request,
    setting: Setting,
    form: Form[ChangedSetting],
    *,
    status: int = 200,
) -> Response:
    """Draw the page on which a place is changed."""
    return page(
        request,
        "settings/change.html",
        status=status,
        form=form,
        setting=setting,
        areas=areas.authorities(),
    )


def draw_stage(
    request: Request,
    database: Database,
    setting: Setting,
    commission: Commission,
    form: Form[ReachedStage],
    *,
    status: int = 200,
) -> Response:
    """Draw the page that asks for a stage."""
    return page(
        request,
        "settings/stage.html",
        status=status,
        form=form,
        setting=setting,
        commission=commission,
        stages=stage_choices(database, commission),
    )
