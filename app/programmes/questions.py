"""Questions of a programme: their types, when they are asked, and what may be answered."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from app.programmes.lists import Entry, code_list
from app.programmes.parts import UNKNOWN, Code, Key, Named, Part, Sentences, Words

QuestionType = Literal[
    "text",
    "long_text",
    "own_words",
    "choice",
    "choices",
    "yes_no",
    "date",
    "number",
    "setting",
]

Value = str | int | list[str]
"""An answer as it is stored: text, code or ISO date; a whole number; the codes of `choices`."""

YES_NO = (Entry(code="yes", label="Yes"), Entry(code="no", label="No"))
NOT_KNOWN = Entry(code=UNKNOWN, label="Not known", unknown=True)

LENGTHS = {"text": 200, "long_text": 4000, "own_words": 1000, "setting": 64}
"""The longest answer in characters, where a question does not say otherwise."""

CORE_FIELDS: dict[str, str] = {
    "preferred_name": "What they like to be called",
    "full_name": "Full name",
    "birth_date": "Date of birth",
    "age": "Age",
    "age_or_birth": "Date of birth or age",
    "sex": "Sex",
    "ethnicity": "Ethnic group",
    "area": "Where they live",
    "postcode": "Postcode",
    "phone": "Phone number",
    "safe_contact": "Safe ways to contact them",
    "language": "Language",
    "interpreter": "Interpreter needed",
    "agreement": "Agreement to the referral",
    "immediate_risk": "Immediate risk",
    "what_matters": "What matters to them right now",
    "responsible_adult": "Who has parental responsibility",
    "setting": "Place",
    "seen_at": "When they were seen",
}
"""What every programme asks by itself; a document may name these in `quick` and `offer`."""


class ShownWhen(Part):
    """A question is asked only when an earlier one has one of these answers."""

    key: Key
    is_: tuple[Code, ...] = Field(alias="is", min_length=1)

    @field_validator("is_", mode="before")
    @classmethod
    def takes_one_or_many(cls, value: object) -> object:
        """`is: yes` and `is: [yes, not-known]` both read well."""
        return value if isinstance(value, list | tuple) else [value]

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether the answers so far make the question a fair one to ask."""
        answer = answers.get(self.key)
        given = answer if isinstance(answer, list | tuple) else [answer]
        return any(str(one) in self.is_ for one in given if one is not None)


class Question(Part):
    """One question of a referral."""

    key: Key
    label: Words
    short: Words | None = None
    """A noun for tables and summaries, where the label is a whole question."""
    type: QuestionType
    help: Sentences | None = None
    required: bool = False
    unknown_allowed: bool | None = None
    list_code: Code | None = Field(default=None, alias="list")
    only: tuple[Code, ...] = ()
    """The part of the list that is offered; empty for the whole list."""
    options: tuple[Named, ...] = ()
    minimum: int | None = Field(default=None, alias="min")
    maximum: int | None = Field(default=None, alias="max")
    when: Literal["past", "future", "any"] = "any"
    """For dates: up to today, from today on, or either."""
    max_length: int | None = Field(default=None, ge=1, le=20000)
    shown_when: ShownWhen | None = None
    sensitive: bool = False
    """Never part of an offer, and shown only to those who hold the case or sent the referral."""

    @model_validator(mode="after")
    def fits_its_type(self) -> Self:
        """Each type needs what makes it answerable, and nothing of another type."""
        is_choice = self.type in ("choice", "choices")
        if is_choice and bool(self.list_code) == bool(self.options):
            raise ValueError(f"a {self.type} question needs either a list or options")
        if not is_choice and (self.list_code or self.options or self.only):
            raise ValueError(f"only choice and choices have a list or options, not {self.type}")
        if self.type == "number" and (self.minimum is None or self.maximum is None):
            raise ValueError("a number needs min and max")
        if self.type != "number" and (self.minimum is not None or self.maximum is not None):
            raise ValueError(f"only a number has min and max, not {self.type}")
        if self.type == "number" and (self.minimum or 0) > (self.maximum or 0):
            raise ValueError("min is more than max")
        if self.max_length and self.type not in LENGTHS:
            raise ValueError(f"only text has a max_length, not {self.type}")
        return self

    @property
    def allows_unknown(self) -> bool:
        """Whether "not known" is an answer: by default where the question is not required."""
        return not self.required if self.unknown_allowed is None else self.unknown_allowed

    @property
    def longest(self) -> int | None:
        """The longest answer in characters, for types of free text; else None."""
        return self.max_length or LENGTHS.get(self.type)

    @property
    def short_label(self) -> str:
        """The noun for tables, or the label."""
        return self.short or self.label

    def entries(self) -> tuple[Entry, ...]:
        """Every code that was ever an answer, retired ones too, with "not known" where allowed."""
        if self.type == "yes_no":
            found: tuple[Entry, ...] = YES_NO
        elif self.list_code:
            listed = code_list(self.list_code).entries
            found = tuple(one for one in listed if not self.only or one.code in self.only)
        else:
            found = tuple(Entry(code=o.code, label=o.label, help=o.help) for o in self.options)
        if not self.allows_unknown:
            return tuple(entry for entry in found if not entry.unknown)
        if not found or any(entry.unknown for entry in found):
            return found
        return (*found, NOT_KNOWN)

    def choices(self, day: date) -> tuple[Entry, ...]:
        """What may be chosen on a day: entries with `.code`, `.label`, `.group`, `.help`."""
        return tuple(entry for entry in self.entries() if entry.is_current(day))

    def in_words(self, value: Value | None) -> str:
        """An answer as text for a page: labels, days as "20 November 2026"; nothing becomes "".

        A `setting` stays its id: the page knows the places.
        """
        if value is None or value in ("", []):
            return ""
        if isinstance(value, list):
            return ", ".join(self.in_words(one) for one in value)
        if value == UNKNOWN:
            return NOT_KNOWN.label
        if self.type == "date":
            day = date.fromisoformat(str(value))
            return f"{day.day} {day:%B %Y}"
        labels = {entry.code: entry.label for entry in self.entries()}
        return labels.get(str(value), str(value))


class Section(Part):
    """Questions under one heading, one page of the full form."""

    key: Key
    title: Words
    help: Sentences | None = None
    questions: tuple[Question, ...] = Field(min_length=1)
