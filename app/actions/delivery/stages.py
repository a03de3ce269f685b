"""How far a place has come in a programme: recruited, trained, active, lapsed."""

from datetime import date

from sqlmodel import col, select

from app import clocks, facts
from app.actions import settings
from app.actions.delivery.ledger import standing
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import Setting, SettingStage
from app.queries.delivered import Provision


def reach(
    database: Database, provided: Provision, setting: Setting, *, stage: str, since: date
) -> SettingStage:
    """Say which stage a place reached on a day, and state it. Raises Refused.

    The newest day counts. A second stage on the same day corrects the first.
    """
    own = provided.definition.settings
    if own is None or own.kind != setting.kind or own.stage(stage) is None:
        raise Refused("This programme has no such stage for this place.")
    if since > clocks.today():
        raise Refused("The day is in the future. Record the stage when it is reached.")
    before = newest(database, provided, setting)
    if before and since < before.since:
        raise Refused(
            f"A later stage was recorded for {before.since:%-d %B %Y}. "
            "Choose that day or a later one."
        )
    if before and before.stage == stage:
        raise Refused("That is the stage this place is at already.")
    row = settings.reach_stage(database, setting, provided.commission, stage=stage, since=since)
    fresh = facts.about_delivery(
        Kind.setting_stage,
        provided.commission,
        provided.definition.code,
        on=since,
        source_id=row.id,
        code=stage,
        setting_id=setting.id,
        area=setting.area,
    )
    wrong = standing(database, before.id, Kind.setting_stage) if before else []
    if before and before.since == since and wrong:
        database.state(facts.correct(wrong[0], fresh))
    else:
        database.state(fresh)
    return row


def newest(database: Database, provided: Provision, setting: Setting) -> SettingStage | None:
    """Where a place stands in a commission, or None before its first stage."""
    return database.exec(
        select(SettingStage)
        .where(
            SettingStage.commission_id == provided.id,
            SettingStage.setting_id == setting.id,
        )
        .order_by(
            col(SettingStage.since).desc(),
            col(SettingStage.said_at).desc(),
            col(SettingStage.id).desc(),
        )
        .limit(1)
    ).first()
