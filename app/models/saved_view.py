"""A page of figures that somebody gave a name, to come back to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.models.naming import a_moment, an_id


class SavedView(SQLModel, table=True):
    """A named address of figures: one's own, or shared with colleagues who commission."""

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint("address LIKE '/quarter/%'", name="address"),
        Index("one_name_each", "organisation_id", "account_id", "name", unique=True),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    name: str = Field(sa_type=Text)
    # A path of ours with its query; what it shows is decided when it is opened.
    address: str = Field(sa_type=Text)
    shared: bool = False
    made_at: datetime = a_moment(now=True)
