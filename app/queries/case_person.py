"""Who a person is and who is around them: the "Person" page of a case."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Competence, Label, Professional, Relative
from app.programmes.lists import code_list
from app.queries.case_file import CaseFile

VICTIM = {
    "yes": "Victim",
    "no": "Not as a victim",
    "both": "Victim and more",
    "not-known": "Victim or not: not known",
}


class RelativeLine(NamedTuple):
    """Somebody of the family. `is_safe` says whether contacting them is; None: not known."""

    id: UUID
    relation: str
    name: str
    age: int | None
    lives: str
    contact: str
    is_safe: bool | None
    phone: str | None
    words: str | None
    ended_on: date | None


class ProfessionalLine(NamedTuple):
    """Somebody who works with the person elsewhere."""

    id: UUID
    name: str
    job: str | None
    employer: str | None
    phone: str | None
    may_tell: str
    ended_on: date | None


class CompetenceLine(NamedTuple):
    """An assessment of whether a child can decide for themselves."""

    id: UUID
    question: str
    able: bool
    assessor: str
    assessed_on: date
    ground: str
    review_on: date | None


class LabelLine(NamedTuple):
    """A label in words. `stands` is false when it lapsed or was taken off."""

    id: UUID
    kind: str
    detail: str
    victim: str
    said_by: str
    said_on: date
    ground: str
    review_by: date
    disputed: str | None
    disputed_on: date | None
    ended_on: date | None
    ended_why: str | None
    stands: bool


def relatives(database: Database, file: CaseFile) -> list[RelativeLine]:
    """The family of the case: who is still part of it first, children before adults."""
    rows = database.execute(
        select(Relative)
        .where(col(Relative.case_id) == file.case.id)
        .order_by(
            col(Relative.ended_on).is_not(None), col(Relative.relation), col(Relative.made_at)
        )
    ).scalars()
    today, lines = clocks.today(), []
    for row in rows:
        age = clocks.grown(row.age, row.age_on, today) if row.age and row.age_on else row.age
        lines.append(
            RelativeLine(
                row.id,
                code_list("family-relation").label(row.relation),
                row.name,
                age,
                code_list("lives-where").label(row.lives),
                code_list("parental-contact").label(row.contact),
                {"safe": True, "knows": True, "not-known": None}.get(row.contact, False),
                row.phone,
                row.words,
                row.ended_on,
            )
        )
    return lines


def professionals(database: Database, file: CaseFile) -> list[ProfessionalLine]:
    """Who works with the person elsewhere; who no longer does, last."""
    rows = database.execute(
        select(*(col(getattr(Professional, name)) for name in ProfessionalLine._fields))
        .where(col(Professional.case_id) == file.case.id)
        .order_by(col(Professional.ended_on).is_not(None), col(Professional.made_at))
    ).all()
    return [ProfessionalLine(*row) for row in rows]


def competences(database: Database, file: CaseFile) -> list[CompetenceLine]:
    """Every assessment of competence, the newest first."""
    rows = database.execute(
        select(
            col(Competence.id),
            col(Competence.question),
            col(Competence.decision),
            col(Competence.assessor),
            col(Competence.assessed_on),
            col(Competence.ground),
            col(Competence.review_on),
        )
        .where(col(Competence.case_id) == file.case.id)
        .order_by(col(Competence.assessed_on).desc(), col(Competence.made_at).desc())
    ).all()
    asked = code_list("competence-question")
    return [CompetenceLine(row[0], asked.label(row[1]), row[2] == "able", *row[3:]) for row in rows]


def labels(database: Database, file: CaseFile) -> list[LabelLine]:
    """Every label: those that stand, then what lapsed or was taken off."""
    rows = database.execute(
        select(Label)
        .where(col(Label.case_id) == file.case.id)
        .order_by(col(Label.said_on).desc(), col(Label.made_at).desc())
    ).scalars()
    today = clocks.today()
    lines = [
        LabelLine(
            row.id,
            code_list("label-kind").label(row.kind),
            detail_in_words(row.detail),
            VICTIM[row.victim],
            code_list("label-speaker").label(row.said_by),
            row.said_on,
            row.ground,
            row.review_by,
            row.disputed,
            row.disputed_on,
            row.ended_on,
            row.ended_why,
            row.ended_on is None and row.review_by >= today,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: not one.stands)


def detail_in_words(detail: str | None) -> str:
    """What exactly a label says: `gang-association:exploited` in the words of that list."""
    name, _, code = (detail or "").partition(":")
    return code_list(name).label(code) if code else ""
