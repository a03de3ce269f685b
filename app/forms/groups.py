"""What people fill in about courses, their registers, and classes."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import model_validator

from app import clocks
from app.forms.cases import Code
from app.forms.fields import (
    Characters,
    Fields,
    PastDate,
    SafeDate,
    SafeLine,
    TimeOfDay,
    Whole,
    asks,
)
from app.models import AttendanceStatus

Minutes = Annotated[int, Whole(1, 1440)]
Note = Annotated[str, Characters(1000, lines=True)]
LONG_AGO = timedelta(days=366)


class MakeCourse(Fields):
    """A course: its sessions are planned week by week from its first."""

    name: SafeLine = asks("a name for the course")
    kind: Code = asks("the kind of session", missing="Select the kind of session")
    first_on: SafeDate = asks("the day of the first session")
    at: TimeOfDay = asks("the time of the sessions")
    number: Annotated[int, Whole(1, 60)] = asks("how many sessions it has")
    minutes: Minutes | None = asks("the minutes", default=None)
    size: Annotated[int, Whole(1, 500)] | None = asks("how many places it has", default=None)
    setting: UUID | None = asks("where it meets", default=None)
    place: SafeLine | None = asks("the place", default=None)

    @model_validator(mode="after")
    def begins_near_today(self) -> "MakeCourse":
        """A course of last year is a slip of the pen; sessions of this year can still be entered."""
        if self.first_on < clocks.today() - LONG_AGO:
            raise ValueError("The first session must be within the last year, or to come")
        return self


class AddMember(Fields):
    """Somebody who joins a course."""

    case: UUID = asks("who joins", missing="Select who joins the course")
    joined_on: PastDate | None = asks("the day they joined", default=None)
    do: Literal["join", "wait"] | None = asks("what to do", default=None)


class AddLeader(Fields):
    """Somebody who leads a course."""

    account: UUID = asks("who leads", missing="Select who leads the course")


class Confirm(Fields):
    """A press that asks nothing."""


class AddBreak(Fields):
    """Days on which schools are closed."""

    name: SafeLine = asks("a name for the holiday")
    from_day: SafeDate = asks("the first day")
    to_day: SafeDate = asks("the last day")
    setting: UUID | None = asks("the school", default=None)


class LeaveCourse(Fields):
    """Somebody who leaves a course."""

    left_on: PastDate = asks("the day they left")


class AddMeeting(Fields):
    """One more session of a course."""

    kind: Code = asks("the kind of session", missing="Select the kind of session")
    on: SafeDate = asks("the day of the session")
    at: TimeOfDay = asks("the time of the session")
    minutes: Minutes | None = asks("the minutes", default=None)
    place: SafeLine | None = asks("the venue", default=None)
    catches_up: Annotated[int, Whole(1, 200)] | None = asks(
        "the session that it catches up", default=None
    )


class ChangeVenue(Fields):
    """Where a session takes place, or it and those that follow; left empty it is not known."""

    place: SafeLine | None = asks("the venue", default=None)
    which: Literal["one", "following"] = asks(
        "which sessions", missing="Select which sessions take place there"
    )


class MakeUp(Fields):
    """A session with one person in place of one they missed."""

    module: Annotated[int, Whole(1, 200)] = asks(
        "the number of the session they missed", missing="Select the session they missed"
    )
    on: PastDate = asks("the day of the session")
    at: TimeOfDay = asks("the time of the session")
    minutes: Minutes | None = asks("the minutes", default=None)
    status: AttendanceStatus = asks("what became of it", missing="Select what became of it")
    note: Note | None = asks("the note", default=None)


class ChangeClass(Fields):
    """What is known about a class or mentor group."""

    name: SafeLine = asks("the name")
    year_group: Code | None = asks("the year", default=None)
    size: Annotated[int, Whole(1, 500)] | None = asks("how many are on roll", default=None)
