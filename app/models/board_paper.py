"""Papers for a board: which figures of a quarter, as known when, and what is said about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.naming import Versioned, a_moment, an_id


class BoardPaper(Versioned, table=True):
    """A paper in the making: its figures stay those of `known_at` until somebody asks for newer ones."""

    __tablename__ = "board_paper"
    __table_args__ = (
        CheckConstraint("quarter ~ '^20[0-9]{2}-[1-4]$'", name="quarter"),
        Index("ix_board_paper_list", "organisation_id", "begun_at"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    # Who began it. Their commissions decide what is counted, so nobody else may go on with it.
    account_id: UUID = Field(foreign_key="account.id", index=True)
    title: str = Field(sa_type=Text)
    # As addresses name it: 2026-2.
    quarter: str = Field(sa_type=Text)
    # One commission, programme or provider, such as programme:iris; empty for everything.
    within: str = Field(default="", sa_type=Text)
    # The data date: a moment of the ledger, and when that was.
    known_at: int = Field(sa_type=BigInteger)
    known_on: datetime = a_moment(now=True)
    begun_at: datetime = a_moment(now=True)
    # Also when only its words changed: two who write at once must not lose what one wrote.
    changed_at: datetime = a_moment(now=True)


class BoardPaperPart(SQLModel, table=True):
    """One section of a paper, with what is said about it. The section `introduction` has no figures."""

    __tablename__ = "board_paper_part"

    paper_id: UUID = Field(foreign_key="board_paper.id", primary_key=True)
    section: str = Field(sa_type=Text, primary_key=True)
    words: str = Field(default="", sa_type=Text)


class BoardPaperMade(SQLModel, table=True):
    """A paper as it was made: everything printed in it, once and for all. Insert-only."""

    __tablename__ = "board_paper_made"

    paper_id: UUID = Field(foreign_key="board_paper.id", primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    # Who made it is who began it.
    account_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
    content: dict[str, Any] = Field(sa_type=JSONB)
    # SHA-256 of the content, so that a copy can be told to be this paper.
    hash: str = Field(sa_type=Text)
