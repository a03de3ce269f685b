"""What people fill in about lessons, assemblies and trainings, beside the boxes for heads."""

from typing import Annotated, Literal
from uuid import UUID

from app.forms.cases import Code
from app.forms.fields import Characters, Fields, PastDate, SafeLine, TimeOfDay, Whole, asks

Minutes = Annotated[int, Whole(1, 1440)]
Staff = Annotated[int, Whole(0, 100)]
Note = Annotated[str, Characters(2000, lines=True)]
Sure = Literal["yes"]


class Day(Fields):
    """The head of a day sheet: one day at one place, one session a row."""

    on: PastDate = asks("the day")
    kind: Code = asks("what was delivered", missing="Select what was delivered")
    audience: Code = asks("who took part", missing="Select who took part")
    sure: Sure | None = asks("whether the numbers are right", default=None)
    do: Literal["save", "more"] | None = asks("what to do", default=None)


class OpenSession(Fields):
    """A session for everybody, such as an assembly."""

    kind: Code = asks("what was delivered", missing="Select what was delivered")
    audience: Code | None = asks("who took part", default=None)
    on: PastDate = asks("the day")
    at: TimeOfDay = asks("the time it began")
    minutes: Minutes | None = asks("the minutes", default=None)
    staff: Staff | None = asks("how many of us were there", default=None)
    note: Note | None = asks("the note", default=None)


class CorrectSession(Fields):
    """A session that was recorded, with other numbers."""

    audience: Code | None = asks("who took part", default=None)
    on: PastDate = asks("the day")
    at: TimeOfDay = asks("the time it began")
    minutes: Minutes | None = asks("the minutes", default=None)
    staff: Staff | None = asks("how many of us were there", default=None)
    module: Annotated[int, Whole(1, 200)] | None = asks("the number of the lesson", default=None)
    note: Note | None = asks("the note", default=None)
    sure: Sure | None = asks("whether the numbers are right", default=None)


class Training(Fields):
    """A training of professionals, beside the boxes for each role."""

    kind: Code = asks("the training", missing="Select the training")
    setting: UUID | None = asks("the place", default=None)
    place: SafeLine | None = asks("where it was held", default=None)
    on: PastDate = asks("the day")
    at: TimeOfDay = asks("the time it began")
    minutes: Minutes | None = asks("the minutes", default=None)
    works_there: Annotated[int, Whole(1, 5000)] | None = asks(
        "how many people work at this place", default=None
    )
    note: Note | None = asks("the note", default=None)
    sure: Sure | None = asks("whether the numbers are right", default=None)


class ChoosePlace(Fields):
    """Which place a day sheet or session is for."""

    setting: UUID = asks("the place", missing="Select the place")
