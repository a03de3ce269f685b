"""What people fill in about the letterbox of a programme with two sides."""

from typing import Annotated
from uuid import UUID

from app.forms.cases import Code
from app.forms.fields import Characters, Fields, asks


class WriteLetter(Fields):
    """A letter to the other side; whoever writes it never reads it again."""

    kind: Code = asks("what the letter is about", missing="Select what the letter is about")
    words: Annotated[str, Characters(2000, lines=True)] | None = asks("the words", default=None)


class LinkLetter(Fields):
    """Which of the reader's own cases letters about a reference concern."""

    case: UUID = asks("a case", missing="Select a case")
