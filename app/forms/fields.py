"""What a field of a form may hold: text, numbers, days, phones and the like, checked and cleaned.

Each type is an `Annotated` alias for a model of `app/forms/<noun>.py`. A check that fails raises a
coded error without a sentence; `app/web/sentences.py` turns the code and the field's title into
plain English. Blank fields never arrive here: a field left empty is simply absent.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal, NoReturn

import nhs_number
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app import clocks

LONGEST_LIFE = 120  # years; an older birth date is a slip of the pen
BIGGEST = 2**31 - 1  # what an integer column of PostgreSQL holds
DIGITS = frozenset("0123456789")

# Marks that turn the direction of the text around them: a name could be made to read as another.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), 0xFEFF])
MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (date(2000, number, 1).strftime("%B"), date(2000, number, 1).strftime("%b"))
} | {"sept": 9}


class Fields(BaseModel):
    """Base of every form model: a field nobody asked for is refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def asks(title: str, *, missing: str | None = None, default: Any = ...) -> Any:
    """Declare a field by what it asks for.

    `title` is the words that sentences are made of, with article: "a reason", "the date of birth".
    `missing` is the whole sentence for a field left empty, when "Enter a reason" will not do.
    """
    extra = {"missing": missing} if missing else None
    return Field(default, title=title, json_schema_extra=extra)


def wrong(code: str, **details: object) -> NoReturn:
    """Raise a coded error; `app/web/sentences.py` knows its sentence."""
    raise PydanticCustomError(code, code, details)  # type: ignore[arg-type]  # pydantic wants a literal


def clean_text(text: str, *, most: int, lines: bool = True) -> str:
    """Return text as it may be stored: NFC, LF line ends, no stray marks, no space at its ends.

    Emoji and right-to-left scripts are kept. NUL and other control characters, lone surrogates and
    characters that arrived broken are refused; so is text over `most` characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(TURNS)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
        wrong("unreadable")
    if "\ufffd" in text:
        wrong("broken")
    text = unicodedata.normalize("NFC", text).strip()
    text = text if lines else " ".join(text.split())
    if len(text) > most:
        wrong("too_long", most=most, over=len(text) - most)
    return text


@dataclass(frozen=True)
class Characters:
    """Text of at most `most` characters; `lines` says whether it may have line breaks."""

    most: int
    lines: bool = False

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def check(self, given: object) -> str:
        if not isinstance(given, str):
            wrong("unreadable")
        return clean_text(given, most=self.most, lines=self.lines)


@dataclass(frozen=True)
class Whole:
    """A whole number from `least` to `most`, in the digits 0 to 9."""

    least: int = -BIGGEST
    most: int = BIGGEST

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def check(self, given: object) -> int:
        text = str(given).strip().replace(",", "")
        bare = text.removeprefix("-")
        if not bare.isdigit():
            wrong("not_whole")
        if not set(bare) <= DIGITS:
            wrong("other_digits")
        # Far more digits than any column holds: say so before int() works on them.
        number = int(text) if len(bare) <= len(str(BIGGEST)) else BIGGEST + 1
        if not self.least <= number <= self.most:
            wrong("out_of_range", least=self.least, most=self.most)
        return number


@dataclass(frozen=True)
class Day:
    """A day of the calendar, from three boxes (day, month, year) or as 2026-11-20.

    `past` allows today and before, `future` today and after, `birth` a past day within a lifetime.
    """

    past: bool = False
    future: bool = False
    birth: bool = False

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def check(self, given: object) -> date:
        day = given if isinstance(given, date) else read_day(given)
        today = clocks.today()
        if (self.past or self.birth) and day > today:
            wrong("in_future")
        if self.future and day < today:
            wrong("in_past")
        if self.birth and day.year < today.year - LONGEST_LIFE:
            wrong("too_old", years=LONGEST_LIFE)
        if day.year < 1900 or day.year > today.year + 100:  # noqa: PLR2004 - a year of our times
            wrong("far_year")
        return day


def read_day(given: object) -> date:
    """Return the day that three boxes (a dict) or one text (2026-11-20, 20/11/2026) mean."""
    if isinstance(given, str):
        parts = re.split(r"[-/. ]+", given.strip())
        if len(parts) != 3:  # noqa: PLR2004 - day, month, year
            wrong("not_a_date")
        order = ("year", "month", "day") if len(parts[0]) == 4 else ("day", "month", "year")  # noqa: PLR2004
        given = dict(zip(order, parts, strict=True))
    if not isinstance(given, dict):
        wrong("not_a_date")
    texts = {part: str(given.get(part, "")).strip() for part in ("day", "month", "year")}
    if absent := [part for part, text in texts.items() if not text]:
        wrong("date_lacks", parts=" and ".join(absent))
    month = MONTHS.get(texts["month"].lower())
    numbers = [texts["day"], texts["year"]] + ([] if month else [texts["month"]])
    if not all(text.isdigit() for text in numbers):
        wrong("not_a_date")
    if not all(set(text) <= DIGITS for text in numbers):
        wrong("other_digits")
    if len(texts["year"]) != 4:  # noqa: PLR2004
        wrong("short_year")
    if len(texts["day"]) > 2 or len(texts["month"]) > 9:  # noqa: PLR2004
        wrong("not_a_date")
    try:
        return date(int(texts["year"]), month or int(texts["month"]), int(texts["day"]))
    except ValueError:
        if int(texts["day"]) == 29 and (month or int(texts["month"])) == 2:  # noqa: PLR2004
            wrong("no_leap_day", year=texts["year"])
        wrong("not_a_date")


def _time_of_day(given: object) -> time:
    """Read 14:15, 2:15pm, 2pm, 14.15 or 1415 as a time of the day."""
    if isinstance(given, time):
        return given
    text = str(given).strip().lower().replace(" ", "").replace(".", ":")
    text = {"midday": "12:00", "noon": "12:00", "midnight": "0:00"}.get(text, text)
    found = re.fullmatch(r"([0-9]{1,2}):?([0-9]{2})?(am|pm)?", text, re.ASCII)
    if not found or (found[2] is None and found[3] is None):
        wrong("not_a_time")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a twelve-hour clock
            wrong("not_a_time")
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004
        wrong("not_a_time")
    return time(hour, minute)


def _phone(given: object) -> str:
    """Return a phone number as +44…; ten or eleven digits of the United Kingdom, or with +."""
    text = str(given).strip()
    digits = re.sub(r"[\s().-]|^\+|^00", "", text)
    if not digits.isdigit() or not set(digits) <= DIGITS:
        wrong("not_a_phone")
    if text.startswith(("+", "00")):
        digits = re.sub(r"^440", "44", digits)
        fits = len(digits) in range(11, 13) if digits.startswith("44") else 8 <= len(digits) <= 15  # noqa: PLR2004
    else:
        fits = digits.startswith("0") and len(digits) in (10, 11)
        digits = "44" + digits[1:]
    if not fits:
        wrong("not_a_phone")
    return "+" + digits


def _nhs_number(given: object) -> str:
    """Return the ten digits of an NHS number whose check digit is right."""
    digits = re.sub(r"[\s-]", "", str(given))
    if not re.fullmatch(r"[0-9]{10}", digits, re.ASCII) or not nhs_number.is_valid(digits):
        wrong("not_an_nhs_number")
    return digits


def _postcode(given: object) -> str:
    """Return a postcode in capitals with its one space (shape only, as Royal Mail describes it)."""
    text = re.sub(r"\s", "", str(given)).upper()
    if not re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", text, re.ASCII):
        wrong("not_a_postcode")
    return f"{text[:-3]} {text[-3:]}"


def _mail_address(given: object) -> str:
    """Return a mail address, its domain in small letters."""
    text = str(given).strip()
    if len(text) > 254 or not re.fullmatch(r"[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", text):  # noqa: PLR2004 - RFC 5321
        wrong("not_a_mail_address")
    name, _, domain = clean_text(text, most=254, lines=False).rpartition("@")
    return f"{name}@{domain.lower()}"


def _plain(check: Any) -> Any:
    """Wrap a reading function as the only validator of a type."""

    class Checked:
        @classmethod
        def __get_pydantic_core_schema__(
            cls, source: type, handler: GetCoreSchemaHandler
        ) -> CoreSchema:
            return core_schema.no_info_plain_validator_function(check)

    return Checked


SafeLine = Annotated[str, Characters(200)]
SafeText = Annotated[str, Characters(4000, lines=True)]
SafeInt = Annotated[int, Whole()]
Count = Annotated[int, Whole(0, 100_000)]
SafeDate = Annotated[date, Day()]
PastDate = Annotated[date, Day(past=True)]
FutureDate = Annotated[date, Day(future=True)]
BirthDate = Annotated[date, Day(birth=True)]
TimeOfDay = Annotated[time, _plain(_time_of_day)]
Phone = Annotated[str, _plain(_phone)]
NHSNumber = Annotated[str, _plain(_nhs_number)]
Postcode = Annotated[str, _plain(_postcode)]
MailAddress = Annotated[str, _plain(_mail_address)]
YesNo = Literal["yes", "no"]
YesNoUnknown = Literal["yes", "no", "not-known"]


def moment_of(day: date, at: time) -> datetime:
    """Join a day and a time of day as read off a clock in England, in UTC."""
    return datetime.combine(day, at, clocks.LONDON).astimezone(UTC)
