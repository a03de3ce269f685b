"""Open cases brought in from a spreadsheet: the run, how columns were read, which row is which case."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import OnCase, Versioned, a_code, a_moment, an_id, hangs_on_case, one_of


class ImportState(StrEnum):
    """Where a run stands."""

    begun = "begun"
    done = "done"
    dropped = "dropped"


class ImportRun(Versioned, table=True):
    """One spreadsheet on its way in. What it held is forgotten when the run ends."""

    __tablename__ = "import_run"
    __table_args__ = (
        one_of("state", ImportState),
        one_of("side", Side),
        # Nothing of a spreadsheet outlives its run.
        CheckConstraint("(state = 'begun') = (content IS NOT NULL)", name="content_while_begun"),
        CheckConstraint("(state = 'begun') = (ended_at IS NULL)", name="ended_has_moment"),
        Index("ix_import_run_file", "organisation_id", "side", "commission_id", "file_key"),
        Index("ix_import_run_list", "organisation_id", "side", "made_at"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    side: Side = a_code(Side.none)
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    state: ImportState = a_code(ImportState.begun)
    # The keyed hash of the file: the same one is known again.
    file_key: str = Field(sa_type=Text)
    file_name: str = Field(sa_type=Encrypted("import_run.file_name"))
    content: dict[str, Any] | None = Field(default=None, sa_type=Encrypted("import_run.content"))
    n_rows: int
    n_brought: int = 0
    n_known: int = 0
    n_refused: int = 0
    made_at: datetime = a_moment(now=True)
    ended_at: datetime | None = a_moment(optional=True)


class ImportMapping(Versioned, table=True):
    """How an organisation's spreadsheets are read for a commission; the next file starts from it."""

    __tablename__ = "import_mapping"
    __table_args__ = (
        one_of("side", Side),
        UniqueConstraint("organisation_id", "side", "commission_id"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    side: Side = a_code(Side.none)
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    # Our field → the heading; our coded field → the text in the file → our code.
    columns: dict[str, str] = Field(sa_type=Encrypted("import_mapping.columns"))
    values: dict[str, dict[str, str]] = Field(sa_type=Encrypted("import_mapping.values"))
    saved_at: datetime = a_moment(now=True)


class ImportedCase(OnCase, table=True):
    """A case that came from a row of a spreadsheet; the row's key keeps it from coming twice."""

    __tablename__ = "imported_case"
    __table_args__ = (
        *hangs_on_case("imported_case"),
        UniqueConstraint("organisation_id", "side", "commission_id", "row_key"),
    )

    id: UUID = an_id()
    run_id: UUID = Field(foreign_key="import_run.id", index=True)
    row_key: str = Field(sa_type=Text)
    made_at: datetime = a_moment(now=True)
