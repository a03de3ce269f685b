"""Asking the providers what no table says, and answering in words."""

from uuid import UUID

from app.database import Database
from app.errors import Refused
from app.models import FigureAnswer, FigureQuestion, Side
from app.reporting.asked import may_ask_about


def ask(database: Database, *, words: str) -> list[FigureQuestion]:
    """Ask every provider of what the viewer's organisation commissions, each side for itself.

    Returns a question for each. Raises Refused where nothing is commissioned.
    """
    viewer = database.viewer
    bought = may_ask_about(database)
    providers = sorted(
        {
            (one.provider, side)
            for one in bought.commissions
            for side in bought.said.sides.get(one.programme) or ("",)
        }
    )
    if not providers:
        raise Refused("Nothing is commissioned, so there is nobody to ask")
    asked = [
        FigureQuestion(
            organisation_id=viewer.organisation_id,
            provider_id=provider,
            side=Side(side),
            words=words,
            asked_by_id=viewer.account_id,
            asked_as=f"{viewer.name}, {viewer.organisation_name}",
        )
        for provider, side in providers
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
