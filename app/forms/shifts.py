"""What people fill in about shifts on routes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import model_validator

from app.forms.cases import Code
from app.forms.fields import (
    Characters,
    Fields,
    FutureDate,
    SafeDate,
    TimeOfDay,
    Whole,
    YesNoUnknown,
    asks,
)

Note = Annotated[str, Characters(2000, lines=True)]
Chaperones = Annotated[int, Whole(1, 20)]
Weekday = Literal["0", "1", "2", "3", "4"]


class PlanShifts(Fields):
    """Shifts of a term on one route: every chosen weekday, in the morning, the afternoon or both."""

    setting: UUID = asks("the route", missing="Select the route")
    led_by: UUID = asks("the chaperone", missing="Select the chaperone")
    kinds: list[Code] = asks("the shifts", missing="Select morning, afternoon or both")
    weekdays: list[Weekday] = asks("the weekdays", missing="Select at least one weekday")
    first_on: SafeDate = asks("the first day")
    last_on: FutureDate = asks("the last day")
    morning: TimeOfDay | None = asks("the time of morning shifts", default=None)
    afternoon: TimeOfDay | None = asks("the time of afternoon shifts", default=None)
    off_from: SafeDate | None = asks("the first day of the holiday", default=None)
    off_to: SafeDate | None = asks("the last day of the holiday", default=None)

    @model_validator(mode="after")
    def in_order(self) -> "PlanShifts":
        """First before last, and a holiday with both its days."""
        if self.last_on < self.first_on:
            raise ValueError("The last day must be on or after the first day")
        if (self.off_from is None) != (self.off_to is None):
            raise ValueError("Enter both the first and the last day of the holiday, or neither")
        if self.off_from and self.off_to and self.off_to < self.off_from:
            raise ValueError("The last day of the holiday must be on or after its first day")
        return self


class StartShift(Fields):
    """A shift that was not planned and begins now."""

    setting: UUID = asks("the route", missing="Select the route")
    kind: Code = asks("the shift", missing="Select morning or afternoon")
    staff: Chaperones = asks("how many chaperones are there")


class CheckIn(Fields):
    """Chaperones are on the route. Without a time it is now."""

    staff: Chaperones = asks("how many chaperones are there")
    at: TimeOfDay | None = asks("the time you checked in", default=None)


class CheckOut(Fields):
    """Chaperones leave the route. Without a time it is now."""

    at: TimeOfDay | None = asks("the time you left", default=None)
    note: Note | None = asks("the note", default=None)


class CorrectHours(Fields):
    """Who stood on a shift that is over, and from when to when."""

    staff: Chaperones = asks("how many chaperones were there")
    came_at: TimeOfDay = asks("the time you checked in")
    left_at: TimeOfDay = asks("the time you left")


class CancelShift(Fields):
    """A shift that does not take place."""

    reason: Code = asks("the reason", missing="Select why it does not take place")


class ReportIncident(Fields):
    """Something that happened, without names."""

    kind: Code = asks("what happened", missing="Select what happened")
    severity: Code = asks("how bad it was", missing="Select how bad it was")
    at: TimeOfDay = asks("the time it happened")
    de_escalated: YesNoUnknown | None = asks("whether you calmed it down", default=None)
    weapon_seen: YesNoUnknown | None = asks("whether a weapon was seen", default=None)
    told: list[Code] = asks("who was told", default=[])
    note: Note | None = asks("the note", default=None)
