"""Invented people and numbers: the same seed gives the same rows."""

import random
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from pydantic_core import PydanticUndefined

from app import clocks
from app.actions import people
from app.models.naming import LETTERS
from bench.tables import COPY_OF, COPY_SIGNS, TABLES

FIRST = [a + b for a in ("Za", "Qui", "Bel", "Tor", "Mi", "Lu", "Fen", "O", "Ha", "Yso", "Ke", "Dra")
         for b in ("bri", "llon", "vek", "nna", "rik", "sto", "ma", "dun", "lie", "zar", "peth", "go")]  # fmt: skip
LAST = [a + b for a in ("Fable", "Saga", "Verse", "Tale", "Ode", "Rune", "Myth", "Quill", "Ink", "Page")
        for b in ("wick", "ford", "ley", "stone", "combe", "worth", "by", "holm", "thorpe", "mere",
                  "den", "gate", "brook", "shaw", "field", "wood", "ton", "well", "croft", "ridge")]  # fmt: skip
ETHNICITIES = ("A1", "B1", "C2", "D1", "E1", "NK")
ANSWERS = {"reason": ["assault"]}
sound = cache(people.sound)


def id_at(rng: random.Random, at: datetime) -> UUID:
    """A UUIDv7 of a moment, by our own chance; its end stands for the copy it will be written in."""
    milliseconds = int(at.timestamp() * 1000)
    chance = rng.getrandbits(42)
    high = milliseconds << 16 | 0x7000 | chance >> 30
    return UUID(int=high << 64 | 0b10 << 62 | (chance & (1 << 30) - 1) << 32 | COPY_OF)


def day_of(at: datetime) -> date:
    """The day of a moment in England."""
    return at.astimezone(clocks.LONDON).date()


def reference(number: int) -> str:
    """A reference of the usual shape; no two numbers give the same one. Two letters are the copy's."""
    signs = letters(number * 2_654_437 % 25**5, 5)
    return f"{signs[:3]}-{signs[3:]}{COPY_SIGNS}"


def letters(number: int, size: int) -> str:
    """A number in the letters of references."""
    signs = []
    for _ in range(size):
        number, rest = divmod(number, 25)
        signs.append(LETTERS[rest])
    return "".join(signs)


def person(rng: random.Random, number: int, at: datetime, area: str) -> dict[str, Any]:
    """Who somebody is, as every copy of them says: columns of `person` without its owner."""
    name, family = rng.choice(FIRST), rng.choice(LAST)
    year = at.year - rng.randint(12, 25)
    born = date(year, rng.randint(1, 12), rng.randint(1, 28)) if number % 10 else None
    return {
        "preferred_name": name,
        "family_name": family,
        "name_sound": sound(name),
        "family_sound": sound(family),
        "born_on": born,
        "age_given": None if born else 16,
        "age_given_on": None if born else at.date(),
        "sex": rng.choice("FMMU"),
        "ethnicity": rng.choice(ETHNICITIES),
        "area": area,
        "made_at": at,
    }


def contact(number: int) -> dict[str, Any]:
    """How to reach somebody: a number nobody has."""
    phone = f"+44{7_000_000_000 + number * 7_919 % 1_000_000_000}"
    return {
        "phone": phone,
        "phone_key": people.phone_key(phone),
        "may_call": True,
        "may_text": True,
        "may_leave_message": False,
    }


def as_row(table: str, columns: dict[str, Any]) -> Any:
    """Columns as an object that the ledger's and the record's functions read like a row."""
    return SimpleNamespace(__tablename__=table, **(_blank(table) | columns))


@cache
def _blank(table: str) -> dict[str, Any]:
    """Every column of a table as its model leaves it where nothing is said."""
    model = next(one for one in TABLES if str(one.__tablename__) == table)
    starts = {name: one.default for name, one in model.model_fields.items()}
    return {name: None if one is PydanticUndefined else one for name, one in starts.items()}
