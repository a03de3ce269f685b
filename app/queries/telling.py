"""What in a text could tell who somebody is: days, exact ages, postcodes, numbers, names of places."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import col

from app.database import Database
from app.models import Setting

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
SHORTEST_NAME = 6
"""Shorter names of places, such as "Hall", are words like any other."""

TELLING = tuple(
    (re.compile(pattern, re.IGNORECASE), right)
    for pattern, right in (
        (rf"\b\d{{1,2}}(st|nd|rd|th)?( of)? ({MONTHS})\b( \d{{4}})?", "Say “in spring” or “some weeks later” instead of a day"),
        (rf"\b({MONTHS}),? (\d{{1,2}}(st|nd|rd|th)?\b(,? \d{{4}})?|\d{{4}})", "Say “in spring” or “some weeks later” instead of a month with its year"),
        (r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b", "Say “some weeks later” instead of a day"),
        (r"\b(19|20)\d{2}\b", "Leave the year out"),
        (r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", "Leave the postcode out"),
        (r"\b\d{1,2}([- ]years?[- ]old|[- ]year[- ]olds?)\b|\baged? \d{1,2}\b", "The age band says enough: leave the exact age out"),
        (r"\b0\d{2,4} ?\d{3} ?\d{3,4}\b", "Leave telephone numbers out"),
        (r"\b\d{3} ?\d{3} ?\d{4}\b", "Leave numbers out that belong to one person"),
        (r"[\w.+-]+@[\w-]+\.\w+", "Leave email addresses out"),
    )
)  # fmt: skip


class Tells(NamedTuple):
    """Something that could tell who it is, as it stands in the text, and what would be right."""

    found: str
    right: str

    @property
    def sentence(self) -> str:
        """Both, for the reader of a form."""
        return f"“{self.found}” could tell who this is. {self.right}"


def what_tells(database: Database, text: str) -> list[Tells]:
    """Everything in a text that could tell who somebody is, in the order it stands there."""
    found = [*_patterns(text), *_places(database, text)]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _patterns(text: str) -> Iterator[tuple[int, Tells]]:
    taken: set[int] = set()
    for pattern, right in TELLING:
        for match in pattern.finditer(text):
            if not taken & {*range(*match.span())}:
                taken |= {*range(*match.span())}
                yield match.start(), Tells(match[0], right)


def _places(database: Database, text: str) -> Iterator[tuple[int, Tells]]:
    """Names of the places that the partnership works in: hospitals, practices, schools, routes."""
    small = text.casefold()
    for name in database.scalars(select(col(Setting.name)).distinct()):
        for spelt in {name, name.partition(",")[0]}:
            if len(spelt) < SHORTEST_NAME:
                continue
            match = re.search(rf"\b{re.escape(spelt.casefold())}\b", small)
            if match:
                right = "Say “the school” or “the hospital” instead of its name"
                yield match.start(), Tells(text[match.start() : match.end()], right)
                break
