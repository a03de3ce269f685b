"""Case studies of a return, as their provider sees them."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Account, CaseStudy, StudyState


class StudyLine(NamedTuple):
    """A case study with who wrote and who approved it."""

    id: UUID
    pseudonym: str
    age_band: str
    words: str
    state: StudyState
    consent: str
    consent_on: date
    written_by_id: UUID
    written_by: str
    written_at: datetime
    approved_at: datetime | None
    withdrawn_reason: str | None
    version: int


def studies_of(database: Database, return_id: UUID) -> list[StudyLine]:
    """Every case study of a return, oldest first."""
    rows = database.execute(
        select(
            col(CaseStudy.id),
            col(CaseStudy.pseudonym),
            col(CaseStudy.age_band),
            col(CaseStudy.words),
            col(CaseStudy.state),
            col(CaseStudy.consent),
            col(CaseStudy.consent_on),
            col(CaseStudy.written_by_id),
            col(Account.name),
            col(CaseStudy.written_at),
            col(CaseStudy.approved_at),
            col(CaseStudy.withdrawn_reason),
            col(CaseStudy.version),
        )
        .join(Account, col(Account.id) == CaseStudy.written_by_id)
        .where(col(CaseStudy.return_id) == return_id)
        .order_by(col(CaseStudy.written_at), col(CaseStudy.id))
    )
    return [StudyLine(*row) for row in rows]
