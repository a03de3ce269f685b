"""What people fill in about notes on a case."""

from typing import Literal
from uuid import UUID

from app.forms.fields import Fields, SafeLine, SafeText, asks


class WriteNote(Fields):
    """A note, or an addition to an earlier one, which itself is never changed."""

    words: SafeText = asks("the note")
    adds_to: UUID | None = asks("the note it adds to", default=None)
    pinned: Literal["yes"] | None = asks("whether it stands on top", default=None)
    names: list[UUID] = asks("the colleagues", default=[])


class FindNotes(Fields):
    """Words to look for in the notes of one case."""

    words: SafeLine = asks("what to look for")
