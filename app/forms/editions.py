"""What a commissioner fills in to order an edition, and to ask the providers."""

from typing import Annotated

from app.forms.fields import Characters, Fields, asks


class OrderEdition(Fields):
    """A month, quarter or year that is to be printed."""

    span: Annotated[str, Characters(9)] = asks("the period", missing="Select the period")


class AskProviders(Fields):
    """A question that no table answers."""

    words: Annotated[str, Characters(2000, lines=True)] = asks(
        "the question", missing="Enter the question"
    )


class AnswerQuestion(Fields):
    """An answer in words."""

    words: Annotated[str, Characters(4000, lines=True)] = asks(
        "the answer", missing="Enter the answer"
    )


class PublishEdition(Fields):
    """A quarter or year that is to be published."""

    span: Annotated[str, Characters(9)] = asks("the period", missing="Select the period")
    # Sent when what was flagged has been looked at.
    confirmed: Annotated[str, Characters(3)] | None = None
