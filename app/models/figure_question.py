"""A question that no table answers: the commissioner asks the providers, who answer in words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.encrypted import Encrypted
from app.models.membership import Side
from app.models.naming import a_code, a_moment, an_id, one_of


class FigureQuestion(SQLModel, table=True):
    """A commissioner's question to one of its providers. The answer is words, not a figure of ours."""

    __tablename__ = "figure_question"
    __table_args__ = (
        one_of("side", Side),
        Index("ix_figure_question_organisation_id", "organisation_id", "asked_at"),
        Index("ix_figure_question_provider_id", "provider_id", "asked_at"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    provider_id: UUID = Field(foreign_key="organisation.id")
    # Each side of a programme with a wall is asked for itself, and reads only its own thread.
    side: Side = a_code(Side.none)
    words: str = Field(sa_type=Encrypted("figure_question.words"))
    asked_at: datetime = a_moment(now=True)
    asked_by_id: UUID = Field(foreign_key="account.id", index=True)
    # As it stands under the question.
    asked_as: str = Field(sa_type=Encrypted("figure_question.asked_as"))


class FigureAnswer(SQLModel, table=True):
    """Something said on the thread of a question, by either of the two."""

    __tablename__ = "figure_answer"

    id: UUID = an_id()
    question_id: UUID = Field(foreign_key="figure_question.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    words: str = Field(sa_type=Encrypted("figure_answer.words"))
    said_at: datetime = a_moment(now=True)
    said_by_id: UUID = Field(foreign_key="account.id", index=True)
    said_as: str = Field(sa_type=Encrypted("figure_answer.said_as"))
