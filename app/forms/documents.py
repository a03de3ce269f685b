"""What people fill in about documents of a case."""

from typing import Annotated

from app.forms.cases import Code, ShortText
from app.forms.fields import Characters, Fields, PastDate, SafeLine, asks

Letter = Annotated[str, Characters(6000, lines=True)]


class AddDocument(Fields):
    """What a file is. The file itself comes beside the boxes."""

    kind: Code = asks("what kind of document it is", missing="Select what kind of document it is")
    title: SafeLine = asks("a title")
    about: SafeLine | None = asks("what it is about", default=None)
    dated: PastDate = asks("the date of the document")


class RemoveDocument(Fields):
    """Why a document is removed."""

    reason: Code = asks("why it is removed", missing="Select why it is removed")


class WriteLetter(Fields):
    """A letter as it will be sent: to whom, and its words."""

    address: ShortText | None = asks("the address", default=None)
    words: Letter = asks("the letter")


class PrintFile(Fields):
    """Why a whole case file is printed, and which parts of it."""

    parts: list[Code] = asks("what goes on the paper", missing="Select what to print")
    reason: Code = asks("why it is printed", missing="Select why it is printed")
