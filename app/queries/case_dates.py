"""The dates of a case that may move, such as a release from custody, each with where it stood before."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import CaseDate
from app.queries.case_file import CaseFile


class MovedDate(NamedTuple):
    """A date that may move: where it stands and where it stood before. Dates None: not known."""

    name: str
    label: str
    falls_on: date | None
    kind: str | None
    confidence: str | None
    earlier: tuple[date, ...]


def moving_dates(database: Database, file: CaseFile) -> list[MovedDate]:
    """Every date of the programme that may move, with its history; newest row counts."""
    if not file.definition.dates:
        return []
    rows = database.execute(
        select(
            col(CaseDate.name), col(CaseDate.falls_on), col(CaseDate.kind), col(CaseDate.confidence)
        )
        .where(col(CaseDate.case_id) == file.case.id)
        .order_by(col(CaseDate.said_at).desc(), col(CaseDate.id).desc())
        .limit(50)
    ).all()
    made = []
    for moving in file.definition.dates:
        said = [row for row in rows if row[0] == moving.name]
        now = said[0] if said else (moving.name, None, None, None)
        made.append(
            MovedDate(
                moving.name,
                moving.label,
                now[1],
                now[2],
                now[3],
                tuple(row[1] for row in said[1:]),
            )
        )
    return made
