"""What people fill in about sessions with one person."""

from typing import Annotated, Literal

from pydantic import model_validator

from app.forms.cases import Code
from app.forms.fields import (
    Characters,
    Fields,
    FutureDate,
    PastDate,
    SafeLine,
    TimeOfDay,
    Whole,
    asks,
)
from app.models import AttendanceStatus

Minutes = Annotated[int, Whole(0, 1440)]
Note = Annotated[str, Characters(4000, lines=True)]


class NextSession(Fields):
    """The session that was agreed for next time, if one was."""

    next_on: FutureDate | None = asks("the day of the next session", default=None)
    next_at: TimeOfDay | None = asks("the time of the next session", default=None)
    next_kind: Code | None = asks("the kind of the next session", default=None)

    @model_validator(mode="after")
    def next_is_whole(self) -> "NextSession":
        """A day without a time (or the other way round) cannot be planned."""
        if self.next_on and self.next_at is None:
            raise ValueError("Enter a time for the next session, like 2:15pm")
        if self.next_at is not None and self.next_on is None:
            raise ValueError("Enter the day of the next session")
        return self


class RecordSession(NextSession):
    """A session that happened, or did not, with everything about it."""

    status: AttendanceStatus = asks("who came", missing="Select what became of the session")
    kind: Code = asks("the kind of session", missing="Select the kind of session")
    on: PastDate = asks("the day of the session")
    at: TimeOfDay = asks("the time of the session")
    method: Code | None = asks("how it was held", default=None)
    place: SafeLine | None = asks("the place", default=None)
    minutes: Minutes | None = asks("the minutes", default=None)
    purpose: Code | None = asks("what it was for", default=None)
    note: Note | None = asks("the note", default=None)
    then: Literal["another"] | None = asks("what to do next", default=None)


class MarkSession(NextSession):
    """How a planned session ended, or a correction of what was said."""

    status: AttendanceStatus = asks("who came", missing="Select what became of the session")
    minutes: Minutes | None = asks("the minutes", default=None)
    note: Note | None = asks("the note", default=None)


class Missed(Fields):
    """One press beside a planned session: nobody came, or it was called off."""

    status: AttendanceStatus = asks("what became of the session")


class PlanSession(Fields):
    """A session to come."""

    kind: Code = asks("the kind of session", missing="Select the kind of session")
    on: FutureDate = asks("the day of the session")
    at: TimeOfDay = asks("the time of the session")
    method: Code | None = asks("how it is held", default=None)
    place: SafeLine | None = asks("the place", default=None)
    purpose: Code | None = asks("what it is for", default=None)


class TriedContact(Fields):
    """A try to reach the person that did not reach them."""

    on: PastDate = asks("the day")
    at: TimeOfDay = asks("the time")
    method: Code = asks("how you tried", missing="Select how you tried")
    note: Annotated[str, Characters(1000, lines=True)] | None = asks("the note", default=None)
