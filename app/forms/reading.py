"""How text from a browser becomes a value: pure functions, each raising a coded error.

`PydanticCustomError` carries the code and its details; `app/web/sentences.py` has the sentence.
"""

import re
import unicodedata
from datetime import date, time
from typing import NoReturn

from nhs_number.validate import is_valid
from pydantic_core import PydanticCustomError

PARTS = ("day", "month", "year")
DIGITS = frozenset("0123456789")
YEAR_DIGITS = 4
LAST_HOUR, LAST_MINUTE, HALF_DAY = 23, 59, 12
LONGEST_MAIL_ADDRESS = 254  # RFC 5321

# Marks that turn the direction of the text around them: a name could be made to read as another.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), 0xFEFF])
MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (date(2000, number, 1).strftime("%B"), date(2000, number, 1).strftime("%b"))
} | {"sept": 9}


def wrong(code: str, **details: object) -> NoReturn:
    """Raise a coded error with what its sentence needs."""
    raise PydanticCustomError(code, code, details)


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


def read_whole(given: object, *, least: int, most: int) -> int:
    """Return a whole number in the digits 0 to 9, thousands commas allowed."""
    text = str(given).strip().replace(",", "")
    bare = text.removeprefix("-")
    if not bare.isdigit():
        wrong("not_whole")
    if not set(bare) <= DIGITS:
        wrong("other_digits")
    # Far more digits than any column holds are out of range before int() works on them.
    fits = len(bare.lstrip("0")) <= len(str(max(abs(least), abs(most))))
    number = int(text) if fits else 0
    if not fits or not least <= number <= most:
        wrong("out_of_range", least=least, most=most)
    return number


def read_day(given: object) -> date:
    """Return the day that three boxes (a mapping) or one text (2026-11-20, 20/11/2026) mean."""
    boxes = given if isinstance(given, dict) else _boxes_of(str(given))
    day, month, year = (str(boxes.get(part, "")).strip().lower() for part in PARTS)
    if absent := [p for p, text in zip(PARTS, (day, month, year), strict=True) if not text]:
        wrong("date_lacks", parts=" and ".join(absent))
    month = str(MONTHS.get(month, month))
    if not (day.isdigit() and month.isdigit() and year.isdigit()):
        wrong("not_a_date")
    if not set(day + month + year) <= DIGITS:
        wrong("other_digits")
    if len(year) != YEAR_DIGITS:
        wrong("short_year")
    if len(day) > 2 or len(month) > 2:  # noqa: PLR2004 - two digits name every day and month
        wrong("not_a_date")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        if (int(day), int(month)) == (29, 2):
            wrong("no_leap_day", year=year)
        wrong("not_a_date")


def _boxes_of(text: str) -> dict[str, str]:
    parts = re.split(r"[-/. ]+", text.strip())
    if len(parts) != len(PARTS):
        wrong("not_a_date")
    is_iso = len(parts[0]) == YEAR_DIGITS
    return dict(zip(reversed(PARTS) if is_iso else PARTS, parts, strict=True))


def read_time(given: object) -> time:
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
        if not 1 <= hour <= HALF_DAY:
            wrong("not_a_time")
        hour = hour % HALF_DAY + (HALF_DAY if found[3] == "pm" else 0)
    if hour > LAST_HOUR or minute > LAST_MINUTE:
        wrong("not_a_time")
    return time(hour, minute)


def read_phone(given: object) -> str:
    """Return a phone number as +44…: ten or eleven digits of the United Kingdom, or one with +."""
    text = str(given).strip()
    digits = re.sub(r"[\s().-]|^\+|^00", "", text)
    if not digits or not set(digits) <= DIGITS:
        wrong("not_a_phone")
    if text.startswith(("+", "00")):
        # People write +44 (0)7700 …; the nought belongs to the other way of writing.
        digits = re.sub(r"^440", "44", digits)
        fits = len(digits) in ((11, 12) if digits.startswith("44") else range(8, 16))
    else:
        fits = digits.startswith("0") and len(digits) in (10, 11)
        digits = "44" + digits[1:]
    if not fits:
        wrong("not_a_phone")
    return "+" + digits


def read_nhs_number(given: object) -> str:
    """Return the ten digits of an NHS number whose check digit is right."""
    digits = re.sub(r"[\s-]", "", str(given))
    if not re.fullmatch(r"[0-9]{10}", digits, re.ASCII) or not is_valid(digits):
        wrong("not_an_nhs_number")
    return digits


def read_postcode(given: object) -> str:
    """Return a postcode in capitals with its one space (its shape only)."""
    text = re.sub(r"\s", "", str(given)).upper()
    if not re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", text, re.ASCII):
        wrong("not_a_postcode")
    return f"{text[:-3]} {text[-3:]}"


def read_mail_address(given: object) -> str:
    """Return an email address, its domain in small letters."""
    text = clean_text(str(given), most=LONGEST_MAIL_ADDRESS, lines=False)
    if not re.fullmatch(r"[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", text):
        wrong("not_a_mail_address")
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"
