"""Colleagues who were named in a note, so that they find it on their day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from app.models.naming import OnCase, a_moment, an_id, hangs_on_case


class Mention(OnCase, table=True):
    """A colleague named in a note; `seen_at` once they said that they read it."""

    __table_args__ = (
        *hangs_on_case("mention"),
        Index("one_mention", "note_id", "account_id", unique=True),
        Index(
            "ix_mention_unseen",
            "organisation_id",
            "side",
            "account_id",
            postgresql_where=text("seen_at IS NULL"),
        ),
    )

    id: UUID = an_id()
    note_id: UUID = Field(foreign_key="note.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    seen_at: datetime | None = a_moment(optional=True)
