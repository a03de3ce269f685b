"""A return as it was submitted, what is said about it, and how it changed since. All insert-only."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.naming import a_code, a_moment, an_id, one_of
from app.models.quarter_return import OnReturn, hangs_on_return

VERSION_COLUMNS = ("version_id", "organisation_id", "commission_id", "side")


class ReturnSource(StrEnum):
    """Where the figures of a return come from."""

    ledger = "ledger"
    own_system = "own-system"


class Party(StrEnum):
    """Who says something about a return."""

    provider = "provider"
    commissioner = "commissioner"


class ReturnVersion(OnReturn, table=True):
    """One submission: a definition, a moment of the ledger, and the hash of everything in it.

    `salt` makes the hash of few small numbers impossible to guess; it is for the provider alone.
    `joined` says which records of one person were joined at that moment (subject → counted as).
    """

    __tablename__ = "return_version"
    __table_args__ = (
        *hangs_on_return("return_version"),
        one_of("source", ReturnSource),
        UniqueConstraint("return_id", "number"),
        UniqueConstraint("id", "organisation_id", "commission_id", "side"),
        CheckConstraint("number > 0", name="number"),
    )

    id: UUID = an_id()
    number: int
    document_version_id: UUID = Field(foreign_key="return_document_version.id", index=True)
    source: ReturnSource = a_code(ReturnSource.ledger)
    # The name of the provider's own system, where the figures came from a file.
    system: str = Field(default="", sa_type=Text)
    known_at: int = Field(sa_type=BigInteger)
    hash: str = Field(sa_type=Text)
    salt: str = Field(sa_type=Text)
    joined: dict[str, str] = Field(sa_type=JSONB)
    signed_by_id: UUID = Field(foreign_key="account.id", index=True)
    # As it stands under the return: the name and job of who signed.
    signed_as: str = Field(sa_type=Text)
    submitted_at: datetime = a_moment(now=True)


class OnVersion(SQLModel):
    """What hangs on a submitted version carries."""

    version_id: UUID
    organisation_id: UUID
    commission_id: UUID
    side: str = Field(sa_type=Text)


def hangs_on_version(table: str) -> tuple[ForeignKeyConstraint, Index]:
    """The composite key that keeps a row from being attached to somebody else's version."""
    return (
        ForeignKeyConstraint(
            VERSION_COLUMNS,
            ["return_version.id", *(f"return_version.{name}" for name in VERSION_COLUMNS[1:])],
            name=f"fk_{table}_version",
        ),
        Index(f"ix_{table}_version", *VERSION_COLUMNS),
    )


def copied_from_version(version: ReturnVersion) -> dict[str, Any]:
    """The columns that a new row takes over from the version it hangs on."""
    return {
        "version_id": version.id,
        **{name: getattr(version, name) for name in VERSION_COLUMNS[1:]},
    }


class ReturnCell(OnVersion, table=True):
    """One exact number of a submitted version. For its provider alone, and for the gate."""

    __tablename__ = "return_cell"
    __table_args__ = (*hangs_on_version("return_cell"),)

    version_id: UUID = Field(primary_key=True)
    measure: str = Field(sa_type=Text, primary_key=True)
    by: str = Field(sa_type=Text, primary_key=True)
    value: str = Field(sa_type=Text, primary_key=True)
    n: int = Field(sa_type=BigInteger)


class ReturnWords(OnVersion, table=True):
    """A text of a submitted version, as it was then."""

    __tablename__ = "return_words"
    __table_args__ = (*hangs_on_version("return_words"),)

    version_id: UUID = Field(primary_key=True)
    part: str = Field(sa_type=Text, primary_key=True)
    words: str = Field(sa_type=Encrypted("return_words.words"))


class ReturnPrint(OnVersion, table=True):
    """What the gate let through of a version, once and for all: `[measure, by, value, n or null, mark]`."""

    __tablename__ = "return_print"
    __table_args__ = (*hangs_on_version("return_print"),)

    version_id: UUID = Field(primary_key=True)
    cells: list[Any] = Field(sa_type=JSONB)
    # The threshold of the commission's agreement in that quarter, under which it was printed.
    below: int = Field(default=5, sa_column_kwargs={"server_default": text("5")})
    # The witnesses by which the hiding is proved; for `counting` alone.
    proof: str = Field(sa_type=Text)
    printed_at: datetime = a_moment(now=True)


class ReturnRemark(OnReturn, table=True):
    """One turn of the talk about a cell of a version, or (without a measure) about all of it."""

    __tablename__ = "return_remark"
    __table_args__ = (
        *hangs_on_return("return_remark"),
        *hangs_on_version("return_remark"),
        one_of("party", Party),
        Index("ix_return_remark_cell", "version_id", "measure", "by", "value"),
    )

    id: UUID = an_id()
    version_id: UUID
    measure: str = Field(default="", sa_type=Text)
    by: str = Field(default="", sa_type=Text)
    value: str = Field(default="", sa_type=Text)
    party: Party = a_code()
    by_id: UUID = Field(foreign_key="account.id", index=True)
    signed_as: str = Field(sa_type=Text)
    words: str = Field(sa_type=Encrypted("return_remark.words"))
    made_at: datetime = a_moment(now=True)


class ReturnRestatement(OnVersion, table=True):
    """A submitted version beside a later moment, as the provider sent it: exact, and as printed.

    `crossings` holds `[measure, by, value, was, now, [[reason, came, went], …]]`.
    """

    __tablename__ = "return_restatement"
    __table_args__ = (
        *hangs_on_version("return_restatement"),
        UniqueConstraint("id", "organisation_id", "commission_id", "side"),
    )

    id: UUID = an_id()
    known_at: int = Field(sa_type=BigInteger)
    crossings: list[Any] = Field(sa_type=JSONB)
    words: str | None = Field(default=None, sa_type=Encrypted("return_restatement.words"))
    signed_by_id: UUID = Field(foreign_key="account.id", index=True)
    signed_as: str = Field(sa_type=Text)
    made_at: datetime = a_moment(now=True)


class RestatementPrint(OnVersion, table=True):
    """What the gate let through of a restatement: numbers or marks in the place of each number."""

    __tablename__ = "restatement_print"
    __table_args__ = (
        *hangs_on_version("restatement_print"),
        ForeignKeyConstraint(
            ["restatement_id", *VERSION_COLUMNS[1:]],
            ["return_restatement.id", *(f"return_restatement.{name}" for name in VERSION_COLUMNS[1:])],
            name="fk_restatement_print_restatement",
        ),
        Index("ix_restatement_print_restatement", "restatement_id", *VERSION_COLUMNS[1:]),
    )  # fmt: skip

    restatement_id: UUID = Field(primary_key=True)
    crossings: list[Any] = Field(sa_type=JSONB)
    below: int = Field(default=5, sa_column_kwargs={"server_default": text("5")})
    proof: str = Field(sa_type=Text)
    printed_at: datetime = a_moment(now=True)
