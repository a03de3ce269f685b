"""The places where programmes work, as the administrator keeps them: hundreds of them."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from app.database import Database
from app.models import Commission, CommissionArea, Programme, Setting, SettingKind, SettingStage
from app.queries.keyset import Slice, Turn, one_page


class SettingRow(NamedTuple):
    """One place in the list; `area` is a GSS code."""

    id: UUID
    kind: SettingKind
    code: str
    name: str
    area: str | None
    postcode: str | None
    active: bool


class SettingFilter(NamedTuple):
    """Which places are asked for."""

    words: str = ""
    kind: SettingKind | None = None
    area: str | None = None


class Reached(NamedTuple):
    """The stage that a place reached in a commission, and since when."""

    commission_id: UUID
    commission: str
    programme: str
    stage: str
    since: date


def settings(database: Database, asked: SettingFilter, turn: Turn) -> Slice:
    """Return one page of places by name, as `SettingRow` rows."""
    statement: Select[*tuple[Any, ...]] = select(
        col(Setting.id),
        col(Setting.kind),
        col(Setting.code),
        col(Setting.name),
        col(Setting.area),
        col(Setting.postcode),
        col(Setting.active),
    )
    if asked.words:
        statement = statement.where(
            or_(
                col(Setting.name).icontains(asked.words, autoescape=True),
                col(Setting.code) == asked.words.upper(),
                col(Setting.postcode).istartswith(asked.words, autoescape=True),
            )
        )
    if asked.kind is not None:
        statement = statement.where(col(Setting.kind) == asked.kind)
    if asked.area is not None:
        statement = statement.where(col(Setting.area) == asked.area)
    found = one_page(database, statement, (col(Setting.name), col(Setting.id)), turn)
    return found._replace(rows=[SettingRow._make(row) for row in found.rows])


def areas_in_use(database: Database) -> list[str]:
    """Return the codes of the areas that have a setting or a commission."""
    return list(
        database.scalars(
            select(col(Setting.area))
            .where(col(Setting.area).is_not(None))
            .union(select(col(CommissionArea.area)))
        )
    )


def stages_of(database: Database, setting_id: UUID) -> list[Reached]:
    """Return where a place stands in each commission: the newest stage of each."""
    newest = (
        select(
            col(SettingStage.commission_id),
            col(Commission.name),
            col(Programme.code),
            col(SettingStage.stage),
            col(SettingStage.since),
        )
        .join(Commission, col(Commission.id) == SettingStage.commission_id)
        .join(Programme, col(Programme.id) == Commission.programme_id)
        .where(col(SettingStage.setting_id) == setting_id)
        .ext(distinct_on(col(SettingStage.commission_id)))
        .order_by(
            col(SettingStage.commission_id),
            col(SettingStage.since).desc(),
            col(SettingStage.id).desc(),
        )
    )
    return sorted(
        (Reached(*row) for row in database.execute(newest)), key=lambda row: row.commission
    )


def usual_places(database: Database, area: str | None = None) -> list[tuple[UUID, str]]:
    """Return id and name of the hospitals and routes that somebody may usually work at."""
    kinds = (SettingKind.hospital, SettingKind.route, SettingKind.venue)
    statement = select(col(Setting.id), col(Setting.name)).where(
        col(Setting.active), col(Setting.kind).in_(kinds)
    )
    if area is not None:
        statement = statement.where(col(Setting.area) == area)
    return [(row[0], row[1]) for row in database.execute(statement.order_by(Setting.name))]
