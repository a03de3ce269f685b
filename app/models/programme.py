"""Programmes as versioned documents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.naming import a_moment, an_id


class Programme(SQLModel, table=True):
    """A kind of help that is commissioned; its content is in its versions."""

    id: UUID = an_id()
    code: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)


class ProgrammeVersion(SQLModel, table=True):
    """One immutable state of a programme's document. Referrals keep the one they were made under."""

    __tablename__ = "programme_version"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        UniqueConstraint("programme_id", "fingerprint"),
    )

    id: UUID = an_id()
    programme_id: UUID = Field(foreign_key="programme.id")
    number: int
    document: dict[str, Any] = Field(sa_type=JSONB)
    fingerprint: str = Field(sa_type=Text)
    loaded_at: datetime = a_moment(now=True)
