"""The ledger of countable statements, and the blind ledger of who is one human being."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from app.models.membership import Side
from app.models.naming import a_code, a_moment
from app.models.organisation import GUESTS

INCLUDED = (
    "seq",
    "commission_id",
    "programme",
    "code",
    "audience",
    "n",
    "value",
    "subject",
    "referral",
    "group_id",
    "setting_id",
)


ENDS = text("closes IS NOT NULL")


class Fact(SQLModel, table=True):
    """A countable statement without a name. Insert-only: a correction closes an older row."""

    __table_args__ = (
        UniqueConstraint("seq", "stated_by"),
        # Each row is ended once, and only by the organisation that stated it. Few rows end another one.
        Index("uq_fact_closes", "closes", unique=True, postgresql_where=ENDS),
        ForeignKeyConstraint(
            ["closes", "stated_by"], ["fact.seq", "fact.stated_by"], name="fk_fact_closes"
        ),
        Index("ix_fact_closes", "closes", "stated_by", postgresql_where=ENDS),
        CheckConstraint("basis IN ('named', 'headcount', 'estimate', 'record')", name="basis"),
        # Only a named fact has a subject; nobody is named by a head count.
        CheckConstraint(
            "basis = 'named' OR (subject IS NULL AND referral IS NULL)", name="nobody_named"
        ),
        CheckConstraint("(kind = 0) <= (closes IS NOT NULL)", name="withdrawal_closes"),
        Index("ix_fact_count", "commission_id", "kind", "happened_on"),
        Index("ix_fact_source", "source_id", "kind"),
        # A mailed link states one fact of its one referral.
        Index(
            "one_fact_of_a_guest",
            "source_id",
            unique=True,
            postgresql_where=text(f"stated_by = '{GUESTS}' AND closes IS NULL"),
        ),
        # A provider's own figures are read from this index alone: its facts lie scattered in the table.
        Index(
            "ix_fact_own", "provider_id", "side", "kind", "happened_on", postgresql_include=INCLUDED
        ),
    )

    seq: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    known_from: datetime = a_moment(now=True)
    closes: int | None = Field(default=None, sa_type=BigInteger)
    stated_by: UUID
    reason: str | None = Field(default=None, sa_type=Text)
    kind: int = Field(sa_type=SmallInteger)
    # What within the kind: a closure reason, a measure, a clock, an attendance code.
    code: str = Field(default="", sa_type=Text)
    happened_on: date
    basis: str = Field(default="named", sa_type=Text)
    subject: UUID | None = None
    referral: UUID | None = None
    group_id: UUID | None = None
    n: int = 1
    value: float | None = None
    commission_id: UUID
    programme: str = Field(sa_type=Text)
    provider_id: UUID
    side: Side = a_code(Side.none)
    area: str | None = Field(default=None, sa_type=Text)
    setting_id: UUID | None = None
    audience: str = Field(default="", sa_type=Text)
    age: int | None = Field(default=None, sa_type=SmallInteger)
    sex: str = Field(default="U", sa_type=Text)
    ethnicity: str = Field(default="NK", sa_type=Text)
    source: str = Field(default="", sa_type=Text)
    # The record that stated it; never leaves the database.
    source_id: UUID


class SamePerson(SQLModel, table=True):
    """Insert-only: this subject is that human being, or (closing a row) no longer."""

    __tablename__ = "same_person"
    __table_args__ = (
        UniqueConstraint("closes"),
        Index("ix_same_person_subject", "subject"),
        Index("ix_same_person_identity", "identity"),
        CheckConstraint("identity IS NOT NULL OR closes IS NOT NULL", name="says_something"),
    )

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    subject: UUID
    identity: UUID | None = None
    closes: int | None = Field(default=None, foreign_key="same_person.seq", sa_type=BigInteger)
    known_from: datetime = a_moment(now=True)
