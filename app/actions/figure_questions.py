"""Asking the providers what no table says, and answering in words."""

from uuid import UUID

from sqlmodel import col, select

from app.database import Database
from app.errors import Refused
from app.models import Commission, FigureAnswer, FigureQuestion


def ask(database: Database, *, words: str) -> list[FigureQuestion]:
    """Ask every provider of what the viewer's organisation commissions. Returns one for each.

    Raises Refused where nothing is commissioned.
    """
    viewer = database.viewer
    providers = sorted(set(database.exec(select(col(Commission.provider_id)))))
    if not providers:
        raise Refused("Nothing is commissioned, so there is nobody to ask")
    asked = [
        FigureQuestion(
            organisation_id=viewer.organisation_id,
            provider_id=provider,
            words=words,
            asked_by_id=viewer.account_id,
            asked_as=f"{viewer.name}, {viewer.organisation_name}",
        )
        for provider in providers
    ]
    database.add_all(asked)
    database.flush()
    for one in asked:
        database.record(one, "asked")
    return asked


def answer(database: Database, question_id: UUID, *, words: str) -> FigureAnswer:
    """Say something on the thread of a question. Raises NotFound for one that is not the viewer's."""
    viewer = database.viewer
    question = database.find(FigureQuestion, question_id)
    said = FigureAnswer(
        question_id=question.id,
        organisation_id=viewer.organisation_id,
        words=words,
        said_by_id=viewer.account_id,
        said_as=f"{viewer.name}, {viewer.organisation_name}",
    )
    database.add(said)
    database.flush()
    database.record(said, "answered", question=str(question.id))
    return said
