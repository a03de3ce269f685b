"""What people fill in about sessions with one person."""

from typing import Annotated, Literal
from uuid import UUID

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
    # Where the press stands: whoever clears a list comes back to it.
    back: Literal["case", "day", "calendar"] = asks("the page it was pressed on", default="case")


class PlanSession(Fields):
    """A session to come, once or as the first of a series."""

    kind: Code = asks("the kind of session", missing="Select the kind of session")
    on: FutureDate = asks("the day of the session")
    at: TimeOfDay = asks("the time of the session")
    method: Code | None = asks("how it is held", default=None)
    place: SafeLine | None = asks("the place", default=None)
    purpose: Code | None = asks("what it is for", default=None)
    led_by: UUID | None = asks("who meets them", default=None)
    every: Literal["once", "1", "2"] = asks("how often", default="once")
    number: Annotated[int, Whole(2, 60)] | None = asks("how many sessions", default=None)
    until: FutureDate | None = asks("the last day", default=None)
    school: Literal["yes"] | None = asks("whether school holidays are left out", default=None)


class MoveSession(Fields):
    """Another time for a planned session: who asked for it, and why."""

    on: FutureDate = asks("the new day")
    at: TimeOfDay = asks("the new time")
    asked_by: Code = asks("who asked", missing="Select who asked for another time")
    reason: Code = asks("a reason", missing="Select why it is moved")
    place: SafeLine | None = asks("the place", default=None)


class CancelSession(Fields):
    """Calling off one session of a series, or this one and all that follow."""

    by: Literal["person", "provider"] = asks("who calls it off", missing="Select who calls it off")
    which: Literal["one", "following"] = asks(
        "which sessions", missing="Select which sessions are called off"
    )


class AllowMore(Fields):
    """More sessions than the programme gives, in a manager's word."""

    most: Annotated[int, Whole(1, 500)] = asks("how many sessions there may be")
    reason: Annotated[str, Characters(1000, lines=True)] = asks("why more are needed")


class TriedContact(Fields):
    """A try to reach the person that did not reach them."""

    on: PastDate = asks("the day")
    at: TimeOfDay = asks("the time")
    method: Code = asks("how you tried", missing="Select how you tried")
    outcome: Code | None = asks("what came of it", default=None)
    note: Annotated[str, Characters(1000, lines=True)] | None = asks("the note", default=None)
