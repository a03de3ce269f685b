"""Who is to hold which cases."""

from uuid import UUID

from app.forms.fields import Fields, SafeText, asks


class Allocate(Fields):
    """One case to one worker."""

    worker: UUID = asks("a worker", missing="Select who will hold this case")
    words: SafeText | None = asks("the hand-over note", default=None)


class AllocateMany(Fields):
    """Several cases to one worker, ticked in a list and confirmed on the next page."""

    cases: list[UUID] = asks("a case", missing="Select one case or more")
    worker: UUID = asks("a worker", missing="Select who will hold them")
