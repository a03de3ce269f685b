"""Places where programmes work: hospitals, practices, schools, routes, prisons, venues."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.naming import a_code, a_moment, an_id, one_of


class SettingKind(StrEnum):
    """What kind of place."""

    hospital = "hospital"
    practice = "practice"
    school = "school"
    route = "route"
    prison = "prison"
    venue = "venue"


class Setting(SQLModel, table=True):
    """A place, with the code its own register gives it (ODS, URN or ours)."""

    __table_args__ = (one_of("kind", SettingKind), UniqueConstraint("kind", "code"))

    id: UUID = an_id()
    kind: SettingKind = a_code()
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    area: str | None = Field(default=None, sa_type=Text, index=True)
    postcode: str | None = Field(default=None, sa_type=Text)
    active: bool = True


class SettingStage(SQLModel, table=True):
    """The stage a setting reached in a commission on a day; the newest row is where it stands."""

    __tablename__ = "setting_stage"
    __table_args__ = (
        Index("ix_setting_stage_now", "commission_id", "setting_id", "since"),
        Index("ix_setting_stage_setting_id", "setting_id"),
    )

    id: UUID = an_id()
    setting_id: UUID = Field(foreign_key="setting.id")
    commission_id: UUID = Field(foreign_key="commission.id")
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    stage: str = Field(sa_type=Text)
    since: date
    said_at: datetime = a_moment(now=True)
