"""What may be answered, what is shown of it, and what is wrong with it. Pure functions.

Answers are mappings from question key to text or, for `choices`, a list of texts, as a form
sends them or as they were stored. "not-known" is an answer in every type that allows it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from app.programmes.parts import UNKNOWN
from app.programmes.questions import Question, Section, Value

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)
LONGEST_NUMBER = 12


class Said(NamedTuple):
    """One answered question, ready to be shown."""

    section: str
    question: Question
    value: Value
    text: str


class Wrong(Exception):  # noqa: N818 - a sentence for the form, not a fault
    """The sentence to show beside a question."""


def visible(questions: Iterable[Question], answers: Mapping[str, object]) -> tuple[Question, ...]:
    """The questions to ask: those without a condition, and those whose condition holds.

    An answer counts only while its own question is asked, so a chain closes as one.
    """
    asked: list[Question] = []
    seen: set[str] = set()
    for question in questions:
        when = question.shown_when
        if when is None or (when.key in seen and when.holds(answers)):
            asked.append(question)
            seen.add(question.key)
    return tuple(asked)


def validate(
    questions: Iterable[Question],
    answers: Mapping[str, object],
    *,
    only: Iterable[str] | None = None,
    today: date | None = None,
    complete: bool = True,
) -> tuple[dict[str, Value], dict[str, str]]:
    """(what to store, {key: sentence}). Answers to questions not asked are left out."""
    wanted = None if only is None else set(only)
    clean: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for question in visible(questions, answers):
        if wanted is not None and question.key not in wanted:
            continue
        try:
            value = _read(question, answers.get(question.key), today)
            if value is None and question.required and complete:
                raise Wrong(_missing(question))
        except Wrong as wrong:
            errors[question.key] = str(wrong)
        else:
            if value is not None:
                clean[question.key] = value
    return clean, errors


def offered(
    questions: Iterable[Question], offer: Iterable[str], answers: Mapping[str, Value]
) -> dict[str, Value]:
    """The part of the answers that the offer names, without anything sensitive."""
    questions = tuple(questions)
    asked = {question.key for question in visible(questions, answers)}
    hidden = {q.key for q in questions if q.key not in asked or q.sensitive}
    return {key: answers[key] for key in offer if key in answers and key not in hidden}


def said(sections: Iterable[Section], answers: Mapping[str, Value]) -> tuple[Said, ...]:
    """The answered questions in the order they are asked."""
    return tuple(
        Said(section.title, question, value, question.in_words(value))
        for section in sections
        for question in section.questions
        if (value := answers.get(question.key)) is not None
    )


def _missing(question: Question) -> str:
    if question.type in ("choice", "choices", "yes_no", "setting"):
        return f"Choose an answer to “{question.label}”"
    return f"Fill in “{question.short_label}”"


def _read(question: Question, given: object, today: date | None) -> Value | None:
    """One answer as it is stored, or None when nothing was given. Raises `Wrong`."""
    if question.type == "choices":
        return _read_many(question, given, today)
    text = _single(question, given)
    if not text:
        return None
    if text == UNKNOWN and question.type != "choice":
        if not question.allows_unknown:
            raise Wrong(_missing(question))
        return UNKNOWN
    return READERS.get(question.type, _text)(question, text, today)


def _single(question: Question, given: object) -> str:
    """The one text that was given, without space around it; an empty box is no answer."""
    texts = given if isinstance(given, list | tuple) else [given]
    said = [str(one).strip() for one in texts if one is not None and str(one).strip()]
    if len(said) > 1:
        raise Wrong(f"Give one answer to “{question.short_label}”")
    return said[0] if said else ""


def _read_many(question: Question, given: object, today: date | None) -> list[str] | None:
    texts = given if isinstance(given, list | tuple) else [given]
    codes = [str(one).strip() for one in texts if one is not None and str(one).strip()]
    if not codes:
        return None
    found = [_code(question, code, today) for code in dict.fromkeys(codes)]
    unknown = {entry.code for entry in question.entries() if entry.unknown}
    if len(found) > 1 and unknown & set(found):
        raise Wrong(f"“{question.short_label}”: choose what is known, or only “not known”")
    # In the order of the list, so that two people who tick the same boxes store the same answer.
    order = [entry.code for entry in question.entries()]
    return sorted(found, key=order.index)


def _code(question: Question, text: str, today: date | None) -> str:
    allowed = question.entries() if today is None else question.choices(today)
    if text not in {entry.code for entry in allowed}:
        raise Wrong(f"Choose one of the answers to “{question.label}”")
    return text


def _number(question: Question, text: str, _today: date | None) -> int:
    low, high = question.minimum or 0, question.maximum or 0
    message = f"“{question.short_label}” must be a whole number from {low} to {high}"
    # isascii: Arabic and full-width digits are digits to Python and a riddle to the next reader.
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > LONGEST_NUMBER:
        raise Wrong(message)
    number = int(text)
    if not low <= number <= high:
        raise Wrong(message)
    return number


def _date(question: Question, text: str, today: date | None) -> str:
    parts = text.split("-")
    shape = [len(part) for part in parts] == [4, 2, 2] and text.replace("-", "").isascii()
    try:
        day = date.fromisoformat(text) if shape else None
    except ValueError:
        day = None
    if day is None:
        raise Wrong(f"“{question.short_label}” must be a real date, such as 27 3 2026")
    if not EARLIEST <= day <= LATEST:
        raise Wrong(f"“{question.short_label}” must be between 1900 and 2100")
    if today and question.when == "past" and day > today:
        raise Wrong(f"“{question.short_label}” must be today or in the past")
    if today and question.when == "future" and day < today:
        raise Wrong(f"“{question.short_label}” must be today or in the future")
    return day.isoformat()


def _text(question: Question, text: str, _today: date | None) -> str:
    longest = question.longest or 0
    if len(text) > longest:
        raise Wrong(f"“{question.short_label}” must be {longest:,} characters or fewer")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise Wrong(f"“{question.short_label}” contains a character that cannot be stored")
    return text


READERS: dict[str, Callable[[Question, str, date | None], Value]] = {
    "choice": _code,
    "yes_no": _code,
    "number": _number,
    "date": _date,
}
