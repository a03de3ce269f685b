"""What the query of an address asks a list for; nonsense falls to "not asked"."""

from enum import StrEnum
from typing import TypeVar

from fastapi import Request

Code = TypeVar("Code", bound=StrEnum)
LONGEST = 100


def words_of(request: Request, name: str = "words") -> str:
    """Return the words to look for, without what no name contains."""
    text = "".join(sign for sign in request.query_params.get(name, "") if sign.isprintable())
    return " ".join(text.split())[:LONGEST]


def code_of(request: Request, name: str, codes: type[Code]) -> Code | None:
    """Return the code that a filter asks for, or None."""
    try:
        return codes(request.query_params.get(name, ""))
    except ValueError:
        return None
