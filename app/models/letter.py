"""The one-way letterbox across the wall of a programme with two sides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import OnCase, a_code, a_moment, an_id, hangs_on_case


class Letter(SQLModel, table=True):
    """Written by one side, read by the other; the writer can never read it back.

    `about` is the reference of the writer's case. The reader's side keeps which of its own cases
    that concerns in `letter_link`; the writer's side does not know whether there is any.
    """

    __table_args__ = (
        CheckConstraint(
            "from_side <> to_side AND from_side <> '' AND to_side <> ''", name="crosses"
        ),
        Index("ix_letter_to", "organisation_id", "to_side", "written_at"),
        Index("ix_letter_about", "organisation_id", "to_side", "about"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    from_side: Side = a_code()
    to_side: Side = a_code()
    about: str = Field(sa_type=Text)
    # A code of the letterbox in the programme's document.
    kind: str = Field(sa_type=Text)
    words: str | None = Field(default=None, sa_type=Encrypted("letter.words"))
    written_at: datetime = a_moment(now=True)
    read_at: datetime | None = a_moment(optional=True)


class LetterLink(OnCase, table=True):
    """Kept by the reader's side only: letters about this reference concern this case."""

    __tablename__ = "letter_link"
    __table_args__ = (
        *hangs_on_case("letter_link"),
        Index("one_letter_link", "organisation_id", "side", "case_id", "about", unique=True),
        Index("ix_letter_link_about", "organisation_id", "side", "about"),
    )

    id: UUID = an_id()
    about: str = Field(sa_type=Text)
    linked_at: datetime = a_moment(now=True)
