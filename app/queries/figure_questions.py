"""Questions to providers, and what was said on their threads."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app.database import Database
from app.models import FigureAnswer, FigureQuestion, Organisation
from app.reporting.values import SIDES

NEWEST = 100  # threads on the list


class Thread(NamedTuple):
    """A question to one provider, as a line of the list."""

    id: UUID
    provider: str
    side: str
    words: str
    asked_as: str
    asked_at: datetime
    answers: int
    newest: datetime | None


class Said(NamedTuple):
    """One thing said on a thread."""

    words: str
    said_as: str
    said_at: datetime


def threads(database: Database) -> list[Thread]:
    """The questions that exist for the viewer: asked by their organisation, or of it; newest first."""
    told = (
        select(
            col(FigureAnswer.question_id).label("question_id"),
            func.count().label("answers"),
            func.max(FigureAnswer.said_at).label("newest"),
        )
        .group_by(col(FigureAnswer.question_id))
        .subquery()
    )
    rows = database.execute(
        select(
            col(FigureQuestion.id),
            col(Organisation.name),
            col(FigureQuestion.side),
            col(FigureQuestion.words),
            col(FigureQuestion.asked_as),
            col(FigureQuestion.asked_at),
            func.coalesce(told.c.answers, 0),
            told.c.newest,
        )
        .join(Organisation, col(Organisation.id) == FigureQuestion.provider_id)
        .outerjoin(told, told.c.question_id == FigureQuestion.id)
        .order_by(col(FigureQuestion.asked_at).desc(), col(FigureQuestion.id).desc())
        .limit(NEWEST)
    )
    return [Thread(row[0], row[1], SIDES.get(row[2], ""), *row[3:]) for row in rows]


def said_on(database: Database, question_id: UUID) -> list[Said]:
    """What was said on a thread, in order."""
    rows = database.execute(
        select(col(FigureAnswer.words), col(FigureAnswer.said_as), col(FigureAnswer.said_at))
        .where(col(FigureAnswer.question_id) == question_id)
        .order_by(col(FigureAnswer.said_at), col(FigureAnswer.id))
    )
    return [Said(*row) for row in rows]
