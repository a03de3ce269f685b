"""The places where programmes work: adding, changing, retiring, and the stage they reached."""

from datetime import date

from sqlmodel import col, select

from app.actions.assigning import assign
from app.database import Database
from app.errors import Refused
from app.models import Commission, Setting, SettingKind, SettingStage


def add_setting(
    database: Database,
    *,
    kind: SettingKind,
    code: str,
    name: str,
    area: str | None,
    postcode: str | None,
) -> Setting:
    """Add a place under the code of its own register. Raises Refused for a code that is there."""
    taken = select(Setting.name).where(col(Setting.kind) == kind, col(Setting.code) == code)
    if found := database.exec(taken).first():
        raise Refused(f"The code {code} belongs to {found} already.")
    setting = Setting(kind=kind, code=code, name=name, area=area, postcode=postcode)
    database.add(setting)
    database.flush()
    database.record(setting, "added", kind=kind)
    return setting


def change_setting(
    database: Database,
    setting: Setting,
    *,
    name: str,
    area: str | None,
    postcode: str | None,
    active: bool,
) -> None:
    """Change a place. One that is no longer active cannot be chosen; what happened there stays."""
    new = {"name": name, "area": area, "postcode": postcode, "active": active}
    changed = assign(setting, new)
    if changed:
        database.record(setting, "changed", fields=changed, active=active)
    database.flush()


def reach_stage(
    database: Database, setting: Setting, commission: Commission, *, stage: str, since: date
) -> SettingStage:
    """Say which stage a place reached in a commission on a day; `stage` is of its programme.

    Stated as a fact by the provider's own staff (`actions/delivery`); an administrator corrects the
    list only, and no figure moves.
    """
    row = SettingStage(
        setting_id=setting.id,
        commission_id=commission.id,
        organisation_id=commission.provider_id,
        stage=stage,
        since=since,
    )
    database.add(row)
    database.record(setting, "stage-reached", stage=stage, commission=commission.id)
    database.flush()
    return row
