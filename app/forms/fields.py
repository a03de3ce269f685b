"""What a field of a form may hold: text, numbers, days, phones and the like, checked and cleaned.

Each type is an `Annotated` alias for a model of `app/forms/<noun>.py`. A check that fails raises a
coded error without a sentence; `app/web/sentences.py` turns the code and the field's title into
plain English. Blank fields never arrive here: a field left empty is simply absent.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from app import clocks
from app.forms import reading

LONGEST_LIFE = 120  # years; an older birth date is a slip of the pen
FIRST_YEAR, YEARS_AHEAD = 1900, 100  # outside these a year is a slip of the pen
BIGGEST = 2**31 - 1  # what an integer column of PostgreSQL holds


class Fields(BaseModel):
    """Base of every form model: a field nobody asked for is refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def asks(title: str, *, missing: str | None = None, default: Any = ...) -> Any:
    """Declare a field by what it asks for.

    `title` is the words that sentences are made of, with article: "a reason", "the date of birth".
    `missing` is the whole sentence for a field left empty, when "Enter a reason" will not do.
    """
    if missing is None:
        return Field(default, title=title)
    return Field(default, title=title, json_schema_extra={"missing": missing})


class Checked(ABC):
    """What is annotated to a type to have the text of its box read by `check`."""

    @abstractmethod
    def check(self, given: object) -> object:
        """Return the value that a box means. Raises a coded error."""

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic ask this check and no other."""
        return core_schema.no_info_plain_validator_function(self.check)


@dataclass(frozen=True)
class Reads(Checked):
    """A box that a function of `reading.py` reads."""

    how: Callable[[object], object]

    def check(self, given: object) -> object:
        """Return what the function makes of the text."""
        return self.how(given)


@dataclass(frozen=True)
class Characters(Checked):
    """Text of at most `most` characters; `lines` says whether it may have line breaks."""

    most: int
    lines: bool = False

    def check(self, given: object) -> str:
        """Return the cleaned text."""
        return reading.clean_text(str(given), most=self.most, lines=self.lines)


@dataclass(frozen=True)
class Whole(Checked):
    """A whole number from `least` to `most`, in the digits 0 to 9."""

    least: int = -BIGGEST
    most: int = BIGGEST

    def check(self, given: object) -> int:
        """Return the number."""
        return reading.read_whole(given, least=self.least, most=self.most)


@dataclass(frozen=True)
class Day(Checked):
    """A day of the calendar, from three boxes (day, month, year) or as 2026-11-20.

    `past` allows today and before, `future` today and after, `birth` a past day within a lifetime.
    """

    past: bool = False
    future: bool = False
    birth: bool = False

    def check(self, given: object) -> date:
        """Return the day."""
        day = given if isinstance(given, date) else reading.read_day(given)
        today = clocks.today()
        if (self.past or self.birth) and day > today:
            reading.wrong("in_future")
        if self.future and day < today:
            reading.wrong("in_past")
        if self.birth and clocks.age_on(day, today) >= LONGEST_LIFE:
            reading.wrong("too_old", years=LONGEST_LIFE)
        if not FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD:
            reading.wrong("far_year")
        return day


SafeLine = Annotated[str, Characters(200)]
SafeText = Annotated[str, Characters(4000, lines=True)]
SafeInt = Annotated[int, Whole()]
Count = Annotated[int, Whole(0, 100_000)]
SafeDate = Annotated[date, Day()]
PastDate = Annotated[date, Day(past=True)]
FutureDate = Annotated[date, Day(future=True)]
BirthDate = Annotated[date, Day(birth=True)]
TimeOfDay = Annotated[time, Reads(reading.read_time)]
Phone = Annotated[str, Reads(reading.read_phone)]
NHSNumber = Annotated[str, Reads(reading.read_nhs_number)]
Postcode = Annotated[str, Reads(reading.read_postcode)]
MailAddress = Annotated[str, Reads(reading.read_mail_address)]
YesNo = Literal["yes", "no"]
YesNoUnknown = Literal["yes", "no", "not-known"]


def moment_of(day: date, at: time) -> datetime:
    """Join a day and a time of day as read off a clock in England, in UTC."""
    return datetime.combine(day, at, clocks.LONDON).astimezone(UTC)
