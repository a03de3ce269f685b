"""What somebody did or saw: the audit record, and the timeline in sentences."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.membership import Side
from app.models.naming import a_code, a_moment, new_id


class Event(SQLModel, table=True):
    """One thing done or seen. INSERT and SELECT only.

    Ids without foreign keys, codes and names of fields: never what was typed, so that it can
    outlive erasure.
    """

    __table_args__ = (
        Index("ix_event_case", "organisation_id", "side", "case_id", "at"),
        Index("ix_event_about", "organisation_id", "about_id", "at"),
        Index("ix_event_by", "account_id", "viewed", "at"),
        Index("ix_event_turn", "organisation_id", "turn"),
    )

    seq: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    id: UUID = Field(default_factory=new_id, unique=True)
    # The number of the writing transaction (plus `installation.turn_base`), set by the database.
    turn: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, nullable=False, server_default=text("event_turn()")),
    )
    at: datetime = a_moment(now=True)
    organisation_id: UUID
    side: Side = a_code(Side.none)
    account_id: UUID | None = None
    membership_id: UUID | None = None
    # The noun (table) and the verb, such as referral + accepted.
    noun: str = Field(sa_type=Text)
    what: str = Field(sa_type=Text)
    about_id: UUID | None = None
    case_id: UUID | None = None
    referral_id: UUID | None = None
    person_id: UUID | None = None
    viewed: bool = False
    codes: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)


class Seal(SQLModel, table=True):
    """A link of an organisation's chain over its events; made by a job at least once a minute."""

    organisation_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    from_turn: int = Field(sa_type=BigInteger)
    to_turn: int = Field(sa_type=BigInteger)
    # Twenty-four bytes an event: its seq and its own MAC, so that the first bad one can be named.
    entries: bytes
    mac: str = Field(sa_type=Text)
    sealed_at: datetime = a_moment(now=True)
