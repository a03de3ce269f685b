"""Choices of a field as the GOV.UK controls want them, from whatever the house has."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any


def choice_items(choices: Iterable[Any]) -> list[dict[str, Any]]:
    """Return items with value, text and hint for radios, ticks and lists.

    A choice is a pair or triple (value, label[, hint]), a member of an Enum (its `label` or its
    value in words), an entry of a code list (`code`, `label`, `help`), or plain text.
    """
    return [_item(choice) for choice in choices]


def _item(choice: Any) -> dict[str, Any]:
    hint = None
    if isinstance(choice, Enum):
        value, label = choice.value, getattr(choice, "label", in_words(str(choice.value)))
    elif isinstance(choice, str):
        value = label = choice
    elif isinstance(choice, Sequence):
        value, label, *more = choice
        hint = more[0] if more else None
    else:
        value, label, hint = choice.code, choice.label, getattr(choice, "help", None)
    item: dict[str, Any] = {"value": str(value), "text": str(label)}
    return item | {"hint": {"text": hint}} if hint else item


def in_words(code: str) -> str:
    """Return a code as words: "not-reachable" is "Not reachable"."""
    text = code.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]
