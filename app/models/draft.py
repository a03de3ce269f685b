"""What somebody was typing, kept on the server until it is sent or ended."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import Versioned, a_code, a_moment, an_id, one_of


class DraftEnd(StrEnum):
    """How a draft ended; never silently."""

    sent = "sent"
    not_approached = "not-approached"
    thrown_away = "thrown-away"
    expired = "expired"


class Draft(Versioned, table=True):
    """A form in the making. A shared one belongs to the shift at its site, not to one user."""

    __table_args__ = (
        one_of("side", Side),
        one_of("ended_as", DraftEnd, optional=True),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_has_how"),
        Index(
            "one_private_draft",
            "organisation_id",
            "side",
            "account_id",
            "form",
            unique=True,
            postgresql_where=text("ended_at IS NULL AND NOT shared"),
        ),
        Index(
            "ix_draft_open",
            "organisation_id",
            "side",
            "saved_at",
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    side: Side = a_code(Side.none)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    saved_by_id: UUID = Field(foreign_key="account.id", index=True)
    shared: bool = False
    setting_id: UUID | None = Field(default=None, foreign_key="setting.id", index=True)
    # Which form: the path of its page, such as /referrals/new/quick.
    form: str = Field(sa_type=Text)
    typed: dict[str, Any] = Field(sa_type=Encrypted("draft.typed"))
    made_at: datetime = a_moment(now=True)
    saved_at: datetime = a_moment(now=True)
    ended_at: datetime | None = a_moment(optional=True)
    ended_as: DraftEnd | None = a_code(None)
    ended_reason: str | None = Field(default=None, sa_type=Text)
