"""Return definitions as they are stored: checking a file, finding the one that a commission fills in."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Programme, ProgrammeVersion, ReturnDocument, ReturnDocumentVersion
from app.programmes.checking import Kind, Problem, check
from app.reporting.periods import Quarter
from app.reporting.returns.definition import ReturnDefinition, faults

FOLDER = Path(__file__).resolve().parents[3] / "reference" / "returns"
RETURN = Kind(
    ReturnDefinition,
    faults,
    "A return definition is a block of keys, such as “code: named-quarterly”.",
)


class Asked(NamedTuple):
    """A stored version of a return definition; `first` is the first quarter that is asked for."""

    id: UUID
    number: int
    fingerprint: str
    definition: ReturnDefinition
    first: Quarter

    def asks_for(self, quarter: Quarter) -> bool:
        """Whether a return is due for a quarter: none is for those before the first asked for."""
        return quarter >= self.first


def check_return(path: Path | str) -> list[Problem]:
    """Every problem of the return definition in a file, by line; empty when it may be loaded."""
    return check(path, RETURN)


_read: dict[UUID, Asked] = {}


def version_of(database: Database, version_id: UUID) -> Asked:
    """A stored version, read once per process: it never changes.

    Where the document does not say from when on, it is asked for from the quarter in which its first
    version was taken on: nobody owes a return of the time before.
    """
    if version_id not in _read:
        every = aliased(ReturnDocumentVersion)
        adopted = (
            select(func.min(col(every.loaded_at)))
            .where(col(every.document_id) == ReturnDocumentVersion.document_id)
            .scalar_subquery()
        )
        row = database.execute(
            select(
                col(ReturnDocumentVersion.id),
                col(ReturnDocumentVersion.number),
                col(ReturnDocumentVersion.fingerprint),
                col(ReturnDocumentVersion.content),
                adopted.label("adopted"),
            ).where(col(ReturnDocumentVersion.id) == version_id)
        ).one()
        definition = ReturnDefinition.model_validate(row.content)
        first = Quarter.parse(definition.since or "") or Quarter.of(
            row.adopted.astimezone(clocks.LONDON).date()
        )
        _read[version_id] = Asked(row.id, row.number, row.fingerprint, definition, first)
    return _read[version_id]


def newest(database: Database) -> list[Asked]:
    """The newest version of every return definition, by its code."""
    rows = database.execute(
        select(col(ReturnDocumentVersion.id), col(ReturnDocument.code))
        .join(ReturnDocument, col(ReturnDocument.id) == ReturnDocumentVersion.document_id)
        .ext(distinct_on(col(ReturnDocument.code)))
        .order_by(col(ReturnDocument.code), col(ReturnDocumentVersion.number).desc())
    ).all()
    return [version_of(database, row.id) for row in rows]


def asked_of(database: Database) -> dict[UUID, Asked]:
    """For each programme (its id) the definition that its commissions fill in now."""
    every = newest(database)
    rows = database.execute(
        select(
            col(Programme.id),
            col(Programme.code),
            col(ProgrammeVersion.document)["delivery"].astext.label("delivery"),
        )
        .join(ProgrammeVersion, col(ProgrammeVersion.programme_id) == Programme.id)
        .ext(distinct_on(col(Programme.id)))
        .order_by(col(Programme.id), col(ProgrammeVersion.number).desc())
    ).all()
    chosen = (
        (programme_id, fitting(every, code, delivery)) for programme_id, code, delivery in rows
    )
    return {programme_id: asked for programme_id, asked in chosen if asked is not None}


def fitting(every: Iterable[Asked], code: str, delivery: str) -> Asked | None:
    """The definition that a programme's commissions fill in: one that names it, or its delivery."""
    every = list(every)
    named = [one for one in every if code in one.definition.programmes]
    others = [one for one in every if delivery in one.definition.delivery]
    return next(iter([*named, *others]), None)


def newest_ids() -> ScalarSelect[list[UUID]]:
    """The ids of the newest version of every definition, by code, as a column of a statement."""
    newest_ones = (
        select(col(ReturnDocumentVersion.id), col(ReturnDocument.code))
        .join(ReturnDocument, col(ReturnDocument.id) == ReturnDocumentVersion.document_id)
        .ext(distinct_on(col(ReturnDocument.code)))
        .order_by(col(ReturnDocument.code), col(ReturnDocumentVersion.number).desc())
        .subquery()
    )
    ids = aggregate_order_by(newest_ones.c.id, newest_ones.c.code)
    return select(func.array_agg(ids)).select_from(newest_ones).scalar_subquery()
