"""Faults of shape, as a person would say them: what is wrong, and what would be right."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from app.programmes.definition import Definition

Place = Sequence[str | int]
Said = tuple[str, str]
"""What is wrong, and what would be right (or nothing)."""


def in_words(error: ErrorDetails, schema: type[BaseModel] = Definition) -> Said:
    """What pydantic found in a document of this schema, in two sentences."""
    if error["type"] == "extra_forbidden":
        return _foreign(error, schema)
    if error["type"] == "literal_error":
        return _not_one_of(error, schema)
    for kinds, say in SAYINGS.items():
        if error["type"] in kinds:
            return say(error)
    return f"{capital(error['msg'])}.", ""


def suggestion(word: str, allowed: Iterable[str]) -> str:
    """Ask “did you mean …?” when one of the allowed words is near enough, else nothing."""
    near = get_close_matches(word, tuple(allowed), n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”?" if near else ""


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _last(error: ErrorDetails) -> str:
    return str(error["loc"][-1]) if error["loc"] else ""


def _missing(error: ErrorDetails) -> Said:
    return f"“{_last(error)}” is missing.", ""


def _foreign(error: ErrorDetails, schema: type[BaseModel]) -> Said:
    last, (model, _) = _last(error), _model_at(error["loc"][:-1], schema)
    allowed = tuple(field.alias or name for name, field in model.model_fields.items())
    return f"There is no “{last}” here.", suggestion(last, allowed) or _possible(allowed)


def _not_one_of(error: ErrorDetails, schema: type[BaseModel]) -> Said:
    given, allowed = str(error["input"]), _literals(_model_at(error["loc"], schema)[1])
    return f"“{given}” is not possible here.", suggestion(given, allowed) or _possible(allowed)


def _misspelt(error: ErrorDetails) -> Said:
    is_key = "_" in str(error.get("ctx", {}).get("pattern"))
    right = (
        "Use small letters, digits and underscores, beginning with a letter."
        if is_key
        else "Use letters, digits and hyphens."
    )
    return f"“{error['input']}” cannot be a name here.", right


def _not_text(error: ErrorDetails) -> Said:
    return f"“{error['input']}” must be text.", "Put it in quotes."


def _not_list(error: ErrorDetails) -> Said:
    given = error["input"]
    right = f"Write [{given}]." if isinstance(given, str) else "Begin each line with a hyphen."
    return "This must be a list.", right


def _not_block(error: ErrorDetails) -> Said:
    return f"“{_last(error)}” must be a block of keys.", ""


def _not_number(error: ErrorDetails) -> Said:
    return f"“{error['input']}” must be a whole number.", ""


def _not_bool(error: ErrorDetails) -> Said:
    return f"“{error['input']}” must be true or false.", ""


def _broken_rule(error: ErrorDetails) -> Said:
    return f"{capital(str(error['ctx']['error']))}.", ""


SAYINGS: dict[tuple[str, ...], Callable[[ErrorDetails], Said]] = {
    ("missing",): _missing,
    ("string_pattern_mismatch",): _misspelt,
    ("string_type",): _not_text,
    ("tuple_type", "list_type"): _not_list,
    ("model_type", "dict_type", "model_attributes_type"): _not_block,
    ("int_type", "int_parsing", "int_from_float"): _not_number,
    ("bool_type", "bool_parsing"): _not_bool,
    ("value_error",): _broken_rule,
}


def _model_at(place: Place, schema: type[BaseModel]) -> tuple[type[BaseModel], Any]:
    """The schema in force at a place, and the annotation of the last field on the way there."""
    model: type[BaseModel] = schema
    annotation: Any = None
    for part in place:
        for name, field in model.model_fields.items():
            if part in (name, field.alias):
                annotation = field.annotation
                model = _inner(annotation) or model
                break
    return model, annotation


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The schema inside an annotation such as `tuple[Clock, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner, get_args(annotation))), None)


def _literals(annotation: Any) -> tuple[str, ...]:
    """The words of the `Literal` inside an annotation."""
    inner = get_args(annotation)
    if inner and all(isinstance(one, str) for one in inner):
        return inner
    return next(filter(None, map(_literals, inner)), ())


def _possible(words: Sequence[str], most: int = 12) -> str:
    return f"Possible: {', '.join(words[:most])}{' …' if len(words) > most else ''}."
