"""Notes of supervision: about a worker, read by that worker and by the managers of their team."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import a_code, a_moment, an_id, one_of


class SupervisionNote(SQLModel, table=True):
    """What was spoken about in supervision, and what was agreed. Never changed once it is written."""

    __tablename__ = "supervision_note"
    __table_args__ = (
        one_of("side", Side),
        Index("ix_supervision_note_list", "organisation_id", "side", "account_id", "met_on"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    side: Side = a_code(Side.none)
    # The worker it is about.
    account_id: UUID = Field(foreign_key="account.id", index=True)
    by_id: UUID = Field(foreign_key="account.id", index=True)
    met_on: date
    words: str = Field(sa_type=Encrypted("supervision_note.words"))
    agreed: str | None = Field(default=None, sa_type=Encrypted("supervision_note.agreed"))
    next_on: date | None = None
    made_at: datetime = a_moment(now=True)
