"""What shape a form model's fields have: lists, days in three boxes, choices, limits."""

from collections.abc import Mapping
from datetime import date, time
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.forms.fields import Characters
from app.forms.reading import PARTS, TURNS

LISTS = (list, set, frozenset, tuple)


def _core(annotation: Any) -> Any:
    """Return the type inside Annotated and "or None"."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            some = [one for one in get_args(annotation) if one is not type(None)]
            if len(some) != 1:
                return annotation
            annotation = some[0]
        else:
            return annotation


def _notes(annotation: Any) -> list[Any]:
    """Return what is annotated to a type, also inside "or None"."""
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        return [*notes, *_notes(inner)]
    if get_origin(annotation) in (Union, UnionType):
        return [note for one in get_args(annotation) for note in _notes(one)]
    return []


@cache
def lists_of(model: type[BaseModel]) -> set[str]:
    """Return the fields that may hold several ticks."""
    return {
        name
        for name, about in model.model_fields.items()
        if (core := _core(about.annotation)) in LISTS or get_origin(core) in LISTS
    }


@cache
def _days(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(
        name for name, about in model.model_fields.items() if _core(about.annotation) is date
    )


def days_of(model: type[BaseModel]) -> set[str]:
    """Return the fields that are asked for in three boxes."""
    return set(_days(model))


@cache
def limit_of(model: type[BaseModel], name: str) -> int | None:
    """Return how many characters a field may have; None where its type does not say."""
    about = model.model_fields.get(name)
    if about is None:
        return None
    notes = [*about.metadata, *_notes(about.annotation)]
    return next((note.most for note in notes if isinstance(note, Characters)), None)


def is_chosen(about: FieldInfo) -> bool:
    """Whether a field is picked from choices (radios, ticks, a list) rather than typed."""
    core = _core(about.annotation)
    return (
        core in LISTS
        or core in (bool, UUID)
        or get_origin(core) in (*LISTS, Literal)
        or (isinstance(core, type) and issubclass(core, Enum))
    )


def is_blank(text: str) -> bool:
    """Whether a box holds nothing that would be kept."""
    return not text.translate(TURNS).strip()


def gather(
    model: type[BaseModel], boxes: Mapping[str, list[str]]
) -> tuple[dict[str, object], list[str]]:
    """Return the values to check by field (blank ones left out), and the boxes sent twice."""
    given: dict[str, object] = {}
    days, lists = days_of(model), lists_of(model)
    rest = dict(boxes)
    twice: list[str] = []
    for name in days:
        parts = {part: rest.pop(f"{name}-{part}", []) for part in PARTS}
        twice += [f"{name}-{part}" for part, texts in parts.items() if len(texts) > 1]
        typed = {part: boxed[0] for part, boxed in parts.items() if not is_blank("".join(boxed))}
        if typed:
            given[name] = typed
    for name, texts in rest.items():
        if name in lists:
            if kept := [text for text in texts if not is_blank(text)]:
                given[name] = kept
        elif len(texts) > 1:
            twice.append(name)
        elif not is_blank(texts[0]) or name not in model.model_fields:
            given[name] = texts[0]
    return given, twice


def written(value: object) -> str:
    """Return a value as a box holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)
