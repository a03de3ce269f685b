"""What the columns of a case list may mean, and what a row then says, or what is wrong with it.

Pure: nothing is looked up and nothing written. A refusal names the row, the column and a code, which
`app/web/sentences.py` turns into what would be right.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from pydantic_core import PydanticCustomError

from app import clocks
from app.forms import reading
from app.interchange.spreadsheets import Sheet
from app.programmes.definition import Definition
from app.programmes.lists import code_list

Kind = Literal["text", "day", "age", "code", "phone", "postcode", "nhs", "colleague"]
# Excel counts days from here; a bare number in this span is such a day (1954 to 2119).
EPOCH, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 20_000, 80_000
OLDEST, LONGEST_NAME = 119, 80
MOST_VALUES = 40


class Field(NamedTuple):
    """Something that a column may hold. `title` has its article, as sentences need it."""

    key: str
    label: str
    title: str
    kind: Kind
    required: bool = False
    hint: str = ""


FIELDS = (
    Field("own_reference", "Your own reference", "your own reference", "text",
          hint="Best where there is one: a row is then known again, whatever changes in it"),
    Field("preferred_name", "First name, or what they like to be called", "a first name", "text", True),
    Field("family_name", "Family name", "the family name", "text"),
    Field("born_on", "Date of birth", "the date of birth", "day"),
    Field("age", "Age", "the age", "age", hint="Where the date of birth is not known"),
    Field("sex", "Sex", "the sex", "code"),
    Field("ethnicity", "Ethnic group", "the ethnic group", "code"),
    Field("area", "Area they live in", "the area", "code"),
    Field("postcode", "Postcode", "the postcode", "postcode"),
    Field("phone", "Phone number", "the phone number", "phone"),
    Field("nhs_number", "NHS number", "the NHS number", "nhs"),
    Field("referred_on", "Day of the referral", "the day of the referral", "day", True),
    Field("source", "Who referred", "who referred", "code", hint="Without it, “not known”"),
    Field("accepted_on", "Day it was accepted", "the day it was accepted", "day",
          hint="Without it, the day of the referral"),
    Field("first_contact_on", "Day of the first contact", "the day of the first contact", "day"),
    Field("agreed_on", "Day they agreed to take part", "the day they agreed", "day"),
    Field("last_contact_on", "Day of the last contact", "the day of the last contact", "day"),
    Field("worker", "Worker", "the worker", "colleague",
          hint="Their name or email address, as it is here. Without it nobody holds the case yet"),
)  # fmt: skip
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}
CODED = tuple(field.key for field in FIELDS if field.kind == "code")
SEX = {"F": "Female", "M": "Male", "X": "Other", "U": "Not known"}
Columns = Mapping[str, str]
Values = Mapping[str, Mapping[str, str]]


class Wrong(NamedTuple):
    """What is wrong with one cell: the row as the spreadsheet counts it, the heading, the text."""

    row: int
    column: str
    given: str
    code: str
    title: str
    details: Mapping[str, Any]


class Incoming(NamedTuple):
    """One case as its row says it. `row` is counted as the spreadsheet does: headings are row 1."""

    row: int
    said: Mapping[str, Any]

    def get(self, key: str) -> Any:
        """What the row says about a field, or None."""
        return self.said.get(key)

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.get('preferred_name')} {self.get('family_name') or ''}".strip()


def choices(key: str, definition: Definition) -> list[tuple[str, str]]:
    """The codes that a field may have, with their words."""
    today = clocks.today()
    if key == "sex":
        return list(SEX.items())
    named = {"ethnicity": "ethnicity", "area": "area", "source": "referral-source"}[key]
    found = [(one.code, one.label) for one in code_list(named).on(today)]
    if key == "source":
        found = [one for one in found if one[0] in definition.referral.sources]
    return found


def guessed_columns(header: list[str]) -> dict[str, str]:
    """Which heading most likely holds which field, by its words."""
    plain = {"".join(filter(str.isalnum, one.casefold())): one for one in header}
    found: dict[str, str] = {}
    for field in FIELDS:
        for words in (field.label, field.key, *NAMES.get(field.key, ())):
            key = "".join(filter(str.isalnum, words.casefold()))
            if key in plain and plain[key] not in found.values():
                found[field.key] = plain[key]
                break
    return found


# Headings that people use.
NAMES: Mapping[str, tuple[str, ...]] = {
    "own_reference": ("reference", "ref", "case id", "id", "client id", "case ref"),
    "preferred_name": ("first name", "forename", "name", "known as"),
    "family_name": ("surname", "last name"),
    "born_on": ("dob", "birth date", "born"),
    "sex": ("gender",),
    "ethnicity": ("ethnicity",),
    "area": ("local authority", "borough", "district"),
    "phone": ("phone", "mobile", "telephone"),
    "nhs_number": ("nhs no",),
    "referred_on": ("referral date", "date referred", "referred", "date of referral"),
    "source": ("referral source", "referrer", "referred by", "source"),
    "accepted_on": ("date accepted", "start date", "opened"),
    "first_contact_on": ("first contact", "date of first contact"),
    "agreed_on": ("consent date", "agreed", "date agreed"),
    "last_contact_on": ("last contact", "last seen"),
    "worker": ("worker", "worker email", "keyworker", "key worker", "email of worker"),
}


def texts_of(sheet: Sheet, column: str) -> list[str]:
    """The different texts of a column, in the order in which they first stand there."""
    place = sheet.header.index(column)
    return list(dict.fromkeys(row[place] for row in sheet.rows if row[place]))


def guessed_code(text: str, codes: list[tuple[str, str]]) -> str:
    """The code that a text most likely means; empty where none does."""
    plain = text.casefold().strip()
    exact = next((c for c, label in codes if plain in {c.casefold(), label.casefold()}), "")
    return exact or next((c for c, label in codes if label.casefold().startswith(plain)), "")


def read_rows(sheet: Sheet, columns: Columns, values: Values) -> tuple[list[Incoming], list[Wrong]]:
    """Read every row under a mapping: those that can be brought in, and what is wrong with others."""
    good, wrong = [], []
    for number, cells in enumerate(sheet.rows, start=2):
        texts = {key: cells[sheet.header.index(column)] for key, column in columns.items()}
        row, faults = _read_row(number, texts, columns, values)
        wrong += faults
        if not faults:
            good.append(row)
    return good, wrong


def _read_row(
    number: int, texts: Mapping[str, str], columns: Columns, values: Values
) -> tuple[Incoming, list[Wrong]]:
    said: dict[str, Any] = {}
    faults: list[Wrong] = []

    def fault(key: str, code: str, **details: Any) -> None:
        field = BY_KEY[key]
        heading = columns.get(key, field.label)
        faults.append(Wrong(number, heading, texts.get(key, ""), code, field.title, details))

    for field in FIELDS:
        text = texts.get(field.key, "")
        if not text:
            if field.required:
                fault(field.key, "empty_cell")
            continue
        try:
            said[field.key] = _read_cell(field, text, values.get(field.key, {}))
        except PydanticCustomError as error:
            fault(field.key, error.type, **(error.context or {}))
    if not faults:
        _check_order(said, fault)
    return Incoming(number, said), faults


def _read_cell(field: Field, text: str, codes: Mapping[str, str]) -> Any:
    if text.startswith(("=", "@")):
        reading.wrong("formula")
    if field.kind == "day":
        return _day(text)
    if field.kind == "code":
        return codes.get(text) or reading.wrong("not_mapped")
    return READERS[field.kind](text)


def _day(text: str) -> date:
    """A day in words or digits, or as the number that Excel keeps it as."""
    bare = text.split(" ", maxsplit=1)[0] if text[:4].isdigit() and " " in text else text
    if bare.isascii() and bare.isdigit() and FIRST_SERIAL <= int(bare) <= LAST_SERIAL:
        day = EPOCH + timedelta(days=int(bare))
    else:
        day = reading.read_day(bare)
    if day > clocks.today():
        reading.wrong("in_future")
    return day


def _name(text: str) -> str:
    return reading.clean_text(text, most=LONGEST_NAME, lines=False)


READERS: Mapping[str, Callable[[str], Any]] = {
    "text": _name,
    "age": lambda text: reading.read_whole(text, least=0, most=OLDEST),
    "phone": reading.read_phone,
    "postcode": reading.read_postcode,
    "nhs": reading.read_nhs_number,
    "colleague": lambda text: reading.read_mail_address(text) if "@" in text else _name(text),
}
# Each of these days lies on or after the one before which it cannot be.
ORDER = (
    ("accepted_on", "referred_on"),
    ("first_contact_on", "referred_on"),
    ("agreed_on", "referred_on"),
    ("last_contact_on", "first_contact_on"),
    ("referred_on", "born_on"),
)


def _check_order(said: Mapping[str, Any], fault: Callable[..., None]) -> None:
    for later, earlier in ORDER:
        if later in said and earlier in said and said[later] < said[earlier]:
            fault(later, "before_other", other=BY_KEY[earlier].title)
    if "last_contact_on" in said and "first_contact_on" not in said:
        fault("first_contact_on", "empty_cell")
