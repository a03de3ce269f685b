"""What the query of an address asks a list for; nonsense falls to "not asked"."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from fastapi import Request

from app import clocks

Code = TypeVar("Code", bound=StrEnum)
LONGEST = 100
# Whoever goes on from page to page stays within what a calendar can count.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


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


def day_in(text: str) -> date:
    """Return the day that an address asks for; today for one that is none, or far from ours."""
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        return clocks.today()
    return chosen if EARLIEST <= chosen <= LATEST else clocks.today()
