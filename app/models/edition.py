"""Editions: tables that were decided once, proved and printed. Insert-only but for the order's state."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.naming import a_code, a_moment, an_id, one_of


class Audience(StrEnum):
    """Who an edition is printed for."""

    commissioner = "commissioner"
    # One commission's return, for its commissioner.
    return_ = "return"
    public = "public"


class OrderReason(StrEnum):
    """Why an edition is made."""

    monthly = "monthly"
    ordered = "ordered"
    return_ = "return"
    published = "published"


class OrderState(StrEnum):
    """How far an order has come."""

    waiting = "waiting"
    made = "made"
    refused = "refused"
    # Something has to be looked at before it is published.
    flagged = "flagged"


class TableState(StrEnum):
    """What became of a table: printed, left as an earlier edition has it, or left out."""

    printed = "printed"
    stands = "stands"
    left_out = "left-out"


class Mark(StrEnum):
    """How a cell is printed: as a number, or hidden and why."""

    number = ""
    small = "small"
    protects = "protects"
    kept_back = "kept-back"


class EditionOrder(SQLModel, table=True):
    """That an edition is wanted, and what came of it. `span` is a month, quarter or year."""

    __tablename__ = "edition_order"
    __table_args__ = (
        one_of("audience", Audience),
        one_of("reason", OrderReason),
        one_of("state", OrderState),
        CheckConstraint("(state = 'made') = (edition_id IS NOT NULL)", name="made_has_edition"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_has_moment"),
        # Of one span only one edition is being made at a time.
        Index(
            "one_waiting_edition", "organisation_id", "audience", "span", unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_edition_order_organisation_id", "organisation_id", "ordered_at"),
    )  # fmt: skip

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    audience: Audience = a_code()
    reason: OrderReason = a_code()
    span: str = Field(sa_type=Text)
    state: OrderState = a_code(OrderState.waiting)
    ordered_at: datetime = a_moment(now=True)
    ordered_by_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    ended_at: datetime | None = a_moment(optional=True)
    edition_id: UUID | None = Field(default=None, foreign_key="edition.id", index=True)
    # Why none was made, or what has to be looked at, in words.
    said: str = Field(default="", sa_type=Text)
    # The publisher has looked at what was flagged.
    confirmed: bool = False
    # What is printed with the figures: the commissions as they stood when this was ordered.
    frozen: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)


class Edition(SQLModel, table=True):
    """What was printed of one span for one commissioner, at a moment of the ledger.

    `definition` is the hash of the measures' declarations and the catalogue, `hash` that of all that
    was printed. `words` are the names as they were then; `frozen` what else the public reads.
    """

    __table_args__ = (
        one_of("audience", Audience),
        CheckConstraint("ends_on > starts_on", name="days_in_order"),
        CheckConstraint(
            "(audience = 'return') = (commission_id IS NOT NULL)", name="return_has_commission"
        ),
        Index("ix_edition_organisation_id", "organisation_id", "audience", "span"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    audience: Audience = a_code()
    commission_id: UUID | None = Field(default=None, foreign_key="commission.id", index=True)
    side: str = Field(default="", sa_type=Text)
    span: str = Field(sa_type=Text)
    starts_on: date
    ends_on: date
    known_at: int = Field(sa_type=BigInteger)
    made_at: datetime = a_moment(now=True)
    threshold: int
    definition: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)
    words: dict[str, Any] = Field(sa_type=JSONB)
    frozen: dict[str, Any] = Field(sa_type=JSONB)


class EditionTable(SQLModel, table=True):
    """A table of an edition, and what became of it."""

    __tablename__ = "edition_table"
    __table_args__ = (
        one_of("state", TableState),
        CheckConstraint("(state = 'stands') = (stands_id IS NOT NULL)", name="stands_has_edition"),
    )

    edition_id: UUID = Field(foreign_key="edition.id", primary_key=True)
    code: str = Field(sa_type=Text, primary_key=True)
    state: TableState = a_code()
    stands_id: UUID | None = Field(default=None, foreign_key="edition.id", index=True)
    # What has to be known about it, in words.
    note: str = Field(default="", sa_type=Text)
    # Lines of which nothing is printed.
    lines_left_out: list[str] = Field(sa_type=JSONB)


class EditionCell(SQLModel, table=True):
    """A printed cell: a number, or a mark in its place. `by` is "all" where nothing breaks it down."""

    __tablename__ = "edition_cell"
    __table_args__ = (
        one_of("mark", Mark),
        CheckConstraint("(mark = '') = (number IS NOT NULL)", name="number_or_mark"),
    )

    edition_id: UUID = Field(foreign_key="edition.id", primary_key=True)
    table_code: str = Field(sa_type=Text, primary_key=True)
    measure: str = Field(sa_type=Text, primary_key=True)
    by1: str = Field(default="all", sa_type=Text, primary_key=True)
    value1: str = Field(default="", sa_type=Text, primary_key=True)
    by2: str = Field(default="all", sa_type=Text, primary_key=True)
    value2: str = Field(default="", sa_type=Text, primary_key=True)
    number: int | None = None
    mark: Mark = a_code(Mark.number)
    # The threshold that a hidden number was hidden under; empty in what was printed before there were several.
    below: int | None = None


class EditionProof(SQLModel, table=True):
    """The witness tables of an edition, and the counts behind it: for those alone who count."""

    __tablename__ = "edition_proof"

    edition_id: UUID = Field(foreign_key="edition.id", primary_key=True)
    # True counts that are not printed, as (table, place, count); and moves away from them.
    counts: list[Any] = Field(sa_type=JSONB)
    witnesses: str = Field(sa_type=Text)
