"""What every table shares: names of constraints, ids, times, codes and reading-aloud references."""

import secrets
from enum import StrEnum
from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from app import clocks

# Every constraint gets a predictable name, so that migrations find it again.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# No vowels (no accidental words) and none of 0/O, 1/I, 5/S, 8/B, which are misheard or misread.
LETTERS = "CDFGHJKLMNPQRTVWXYZ234679"


def new_id() -> UUID:
    """A UUIDv7: random, but sorted by the time it was made."""
    return uuid_utils.compat.uuid7()


def new_reference() -> str:
    """Seven letters and digits to read aloud, such as `RK4-7TQX` (25^7, about six thousand million)."""
    code = "".join(secrets.choice(LETTERS) for _ in range(7))
    return f"{code[:3]}-{code[3:]}"


def an_id() -> Any:
    """The primary key of a table."""
    return Field(default_factory=new_id, primary_key=True)


def a_moment(*, now: bool = False, index: bool = False, optional: bool = False) -> Any:
    """A point in time with its zone; `now` fills it from the house clock."""
    kind: dict[str, Any] = {"sa_type": DateTime(timezone=True), "index": index}
    if now:
        return Field(default_factory=clocks.now, **kind)
    return Field(default=None, **kind) if optional else Field(**kind)


def a_code(default: Any = ..., *, index: bool = False) -> Any:
    """A code kept as text; the table adds `one_of` so that only known codes are stored."""
    return Field(default=default, sa_type=Text, index=index)


def one_of(column: str, codes: type[StrEnum], *, optional: bool = False) -> CheckConstraint:
    """Only these codes may stand in the column.

    Text with a check, never a native enum: policies compare it, and below a policy only leakproof
    operators may use an index.
    """
    allowed = ", ".join(f"'{code}'" for code in codes)
    rule = f"{column} IN ({allowed})"
    return CheckConstraint(f"{column} IS NULL OR {rule}" if optional else rule, name=column)


class Versioned(SQLModel):
    """What people edit: every UPDATE names the version it read, so no edit is lost unseen."""

    version: int = Field(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]  # only tables have one


CASE_COLUMNS = ("case_id", "organisation_id", "commission_id", "side", "restricted")


class OnCase(SQLModel):
    """What everything that hangs on a case carries, so that its row policy is a plain comparison."""

    case_id: UUID
    organisation_id: UUID
    commission_id: UUID
    side: str = Field(sa_type=Text)
    restricted: bool = False


def hangs_on_case(table: str) -> tuple[ForeignKeyConstraint, Index]:
    """The composite key that keeps a row from being attached to somebody else's case.

    `restricted` follows the case by ON UPDATE CASCADE: restricting a case hides all of it at once.
    """
    return (
        ForeignKeyConstraint(
            CASE_COLUMNS,
            ["case.id", *(f"case.{name}" for name in CASE_COLUMNS[1:])],
            name=f"fk_{table}_case",
            onupdate="CASCADE",
        ),
        Index(f"ix_{table}_case", *CASE_COLUMNS),
    )


def taken_once(table: str) -> Index:
    """What an earlier case of the same person knew is taken over into a case once.

    Nothing hangs on the earlier row: it may be erased before the later one.
    """
    return Index(
        f"{table}_taken_once",
        "taken_from_id",
        "case_id",
        unique=True,
        postgresql_where=text("taken_from_id IS NOT NULL"),
    )


def copied_from_case(case: Any) -> dict[str, Any]:
    """The columns that a new row takes over from the case it hangs on."""
    return {
        "case_id": case.id,
        **{name: getattr(case, name) for name in CASE_COLUMNS[1:]},
    }
