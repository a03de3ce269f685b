"""What people fill in about notes on a case."""

from uuid import UUID

from app.forms.fields import Fields, SafeText, asks


class WriteNote(Fields):
    """A note, or an addition to an earlier one, which itself is never changed."""

    words: SafeText = asks("the note")
    adds_to: UUID | None = asks("the note it adds to", default=None)
