"""A form: what was typed, what it means, and what is wrong with it, field by field.

form: Submitted[Decline]        in a handler: reads, checks, never raises for bad input
Form.empty(Decline)             for the page that shows the form first
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar
from uuid import UUID

import uuid_utils.compat as uuids
from fastapi import Depends
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from app.errors import SideDoor, Trouble
from app.forms.reading import PARTS, clean_text, read_day
from app.web import sentences, shapes
from app.web.posted import Posted, PostedForm

Model = TypeVar("Model", bound=BaseModel)
Typed: TypeAlias = dict[str, str | list[str]]
WHOLE = "_form"  # errors that belong to the form and to no single field
LONGEST_ANSWER = 4000  # characters of an answer to a question of a programme


@dataclass
class Form(Generic[Model]):
    """A form as it stands: shown first, submitted well, or to be shown again with its errors."""

    model: type[Model] | None = None
    typed: Typed = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    key: UUID = field(default_factory=uuids.uuid7)
    version: int | None = None
    draft: str | None = None
    # The draft that a lost sign-in left behind, if the form was filled from one.
    kept: str | None = None
    answers: dict[str, list[str]] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    checked: Model | None = None

    @classmethod
    def empty(
        cls, model: type[Model] | None = None, *, version: int | None = None, **start: object
    ) -> "Form[Model]":
        """Return a form to be shown first; `start` fills boxes (None leaves one empty)."""
        form = cls(model, version=version, dates=shapes.days_of(model) if model else set())
        for name, value in start.items():
            form.fill(name, value)
        return form

    @property
    def values(self) -> Model:
        """The checked values. Ask for them only when there are no errors."""
        if self.checked is None:
            raise SideDoor("The values of a form with errors were asked for.")
        return self.checked

    def fill(self, name: str, value: object) -> None:
        """Put a value into its box (a day into its three boxes) as if it had been typed."""
        if value is None:
            return
        if isinstance(value, date):
            self.dates.add(name)
            for part in PARTS:
                self.typed[f"{name}-{part}"] = str(getattr(value, part))
        elif isinstance(value, str | Enum | bool | time | int | UUID):
            self.typed[name] = shapes.written(value)
        elif isinstance(value, Collection):
            self.typed[name] = [shapes.written(one) for one in value]
        else:
            raise TypeError(f"No box holds a {type(value).__name__}.")

    def fill_date(self, name: str, iso: str) -> None:
        """Put a stored day, such as 2026-11-20, into its three boxes; other text into the one."""
        try:
            self.fill(name, date.fromisoformat(iso))
        except ValueError:
            self.fill(name, iso)

    def text(self, name: str) -> str:
        """Return what stands in a box, or nothing."""
        value = self.typed.get(name, "")
        return value if isinstance(value, str) else (value[0] if value else "")

    def many(self, name: str) -> list[str]:
        """Return what is ticked."""
        value = self.typed.get(name, [])
        return value if isinstance(value, list) else [value]

    def error(self, name: str) -> str | None:
        """Return the sentence of a field, if something is wrong with it."""
        return self.errors.get(name)

    def limit(self, name: str) -> int | None:
        """Return how many characters a field may have, if its model says so."""
        return shapes.limit_of(self.model, name) if self.model else None

    def target(self, name: str) -> str:
        """Return the id of the box that the error summary leads to."""
        return f"{name}-day" if name in self.dates else name

    def refuse(self, name: str, sentence: str) -> "Form[Model]":
        """Add an error that only an action or a look into the database could find."""
        self.errors.setdefault(name, sentence)
        return self

    def troubled(self, trouble: Trouble) -> "Form[Model]":
        """Put a refusal of an action on top of the form, so that nothing typed is lost."""
        return self.refuse(WHOLE, trouble.sentence)


def read(
    model: type[Model] | None, posted: Posted, *, questions: Collection[str] = ()
) -> Form[Model]:
    """Check what was posted against a model and, beside it, free answers to `questions` (keys).

    Nothing raises: what is wrong is in `errors`, by field. Answers are only checked as text here
    (a day from three boxes becomes 2026-11-20); what they may be is for the programme to say.
    """
    form: Form[Model] = Form(
        model,
        typed={name: list(v) if len(v) > 1 else v[0] for name, v in posted.boxes.items()},
        version=posted.version,
        draft=posted.draft,
        kept=posted.carried.get("_kept"),
        dates=shapes.days_of(model) if model else set(),
    )
    if posted.key:
        form.key = posted.key
    rest = dict(posted.boxes)
    for question in questions:
        _take_answer(form, question, rest)
    if model:
        _check(form, model, rest)
    elif rest:
        form.refuse(WHOLE, sentences.UNASKED)
    return form


def _check(form: Form[Model], model: type[Model], boxes: Mapping[str, list[str]]) -> None:
    given, twice = shapes.gather(model, boxes)
    if twice:
        form.refuse(WHOLE, sentences.TWICE)
    for name in shapes.lists_of(model):
        form.typed[name] = list(boxes.get(name, []))
    try:
        checked = model.model_validate(given)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False, include_input=False):
            name = str(error["loc"][0]) if error["loc"] else WHOLE
            form.refuse(*_explain(model, name, error["type"], error.get("ctx")))
    else:
        form.checked = None if form.errors else checked


def _explain(
    model: type[BaseModel], name: str, code: str, details: Mapping[str, Any] | None
) -> tuple[str, str]:
    """Return the field and the sentence of an error that pydantic found."""
    about = model.model_fields.get(name)
    if about is None:
        by_model = code == "value_error" and name == WHOLE
        return WHOLE, sentences.sentence(code, "", details) if by_model else sentences.UNASKED
    title = about.title or name.replace("_", " ")
    if code in {"missing", "none_required"}:
        extra = about.json_schema_extra
        own = extra.get("missing") if isinstance(extra, dict) else None
        return name, str(own or sentences.missing(title, chosen=shapes.is_chosen(about)))
    return name, sentences.sentence(code, title, details)


def _take_answer(form: Form[Any], question: str, rest: dict[str, list[str]]) -> None:
    """Move the answer to one question out of `rest`, checked as text."""
    boxes = {part: rest.pop(f"{question}-{part}", [""])[0].strip() for part in PARTS}
    given = rest.pop(question, [])
    if any(boxes.values()):
        form.dates.add(question)
        given = [_iso(boxes)]
    try:
        cleaned = [clean_text(one, most=LONGEST_ANSWER) for one in given]
    except PydanticCustomError as error:
        form.refuse(question, sentences.sentence(error.type, "the answer", error.context))
        return
    if kept := [one for one in cleaned if one]:
        form.answers[question] = kept


def _iso(boxes: dict[str, str]) -> str:
    """Return a day in three boxes as 2026-11-20; what is no day stays readable as it was typed."""
    try:
        return read_day(boxes).isoformat()
    except PydanticCustomError:
        return "-".join(boxes[part] for part in reversed(PARTS))


def submitted(model: type[Model]) -> Callable[[Posted], Awaitable[Form[Model]]]:
    """Return the dependency that reads and checks a form of this model."""

    async def check(posted: PostedForm) -> Form[Model]:  # nothing here waits for another thread
        return read(model, posted)

    return check


if TYPE_CHECKING:
    Submitted: TypeAlias = Form[Model]
else:

    class Submitted:
        """`Submitted[Decline]` in the signature of a handler is a checked `Form[Decline]`."""

        def __class_getitem__(cls, model: type[BaseModel]) -> object:
            return Annotated[Form[model], Depends(submitted(model))]
