"""What may be written for the next shift."""

from typing import Annotated

from app.forms.fields import Characters, Fields, asks


class NewHandover(Fields):
    """A note for the next shift."""

    words: Annotated[str, Characters(2000, lines=True)] = asks("a note")
