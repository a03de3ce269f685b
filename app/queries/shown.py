"""What an offer shows of a person before it is accepted: name and age, as far as it says them."""

from collections.abc import Mapping
from typing import Any

NO_NAME = "Name not given"


def shown_name(answers: Mapping[str, Any] | None) -> str:
    """What the offer calls the person."""
    return str((answers or {}).get("preferred_name") or NO_NAME)


def shown_age(answers: Mapping[str, Any] | None) -> str | None:
    """The age that the offer shows, None if it shows none."""
    shown = (answers or {}).get("age")
    return None if shown is None else str(shown)
