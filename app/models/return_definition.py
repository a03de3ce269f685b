"""Return definitions as versioned documents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.naming import a_moment, an_id


class ReturnDocument(SQLModel, table=True):
    """A kind of return that commissioners ask for; its content is in its versions."""

    __tablename__ = "return_document"

    id: UUID = an_id()
    code: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)


class ReturnDocumentVersion(SQLModel, table=True):
    """One immutable state of a return definition. A submitted return keeps the one it was made under."""

    __tablename__ = "return_document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        UniqueConstraint("document_id", "fingerprint"),
    )

    id: UUID = an_id()
    document_id: UUID = Field(foreign_key="return_document.id")
    number: int
    content: dict[str, Any] = Field(sa_type=JSONB)
    fingerprint: str = Field(sa_type=Text)
    loaded_at: datetime = a_moment(now=True)
