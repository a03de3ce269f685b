"""Finding people by name, reference, phone or birth date, within what exists for the viewer."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Integer, Select, Text, bindparam, cast, or_, select

from app.database import Database
from app.models.naming import LETTERS
from app.queries import found_records
from app.queries.ended_offers import declined_under
from app.queries.found_records import SHOWN, Found
from app.queries.tables import PERSON, SAFE_CONTACT

# So many people of one sound are looked at before the nearest by spelling are chosen.
SOUNDING = 300
# With so many people of both names, those who have one of them are left out.
ENOUGH = 10
REFERENCE = re.compile(rf"^[{LETTERS}]{{3}}[- ]?[{LETTERS}]{{4}}$", re.IGNORECASE)
LEAST_DIGITS = 7


class Sought(NamedTuple):
    """What was typed, understood: one of the four, and in words what was looked for."""

    words: str
    reference: str | None = None
    phone_key: str | None = None
    born_on: date | None = None
    sounds: frozenset[str] = frozenset()


def understand(
    words: str,
    *,
    sound: Callable[[str], str],
    phone_key: Callable[[str], str | None],
    birth_date: date | None,
) -> Sought:
    """Say what somebody looks for.

    `sound` and `phone_key` are the key makers of `actions/people`; `birth_date` is what the words
    mean as a day, if they do.
    """
    letters = words.strip().upper().replace(" ", "").replace("-", "")
    digits = "".join(sign for sign in words if sign.isdigit())
    if birth_date:
        return Sought(words, born_on=birth_date)
    if len(digits) >= LEAST_DIGITS and not re.search(r"[^\W\d_]", words):
        return Sought(words, phone_key=phone_key(words))
    names = [words, *words.replace("-", " ").split()]
    sounds = frozenset(key for key in map(sound, names) if key)
    reference = f"{letters[:3]}-{letters[3:]}" if REFERENCE.match(words.strip()) else None
    return Sought(words, reference=reference, sounds=sounds)


def search(database: Database, sought: Sought, *, sound: Callable[[str], str]) -> Sequence[Found]:
    """The records that fit, the nearest first, at most fifty; two statements or three.

    A reference that fits nothing is tried as a name.
    """
    if sought.reference and (found := by_reference(database, sought.reference)):
        return found
    people = _people(database, sought)
    ids = list(people)
    known = found_records.of_people(database, ids) if ids else []
    ranked = sorted(known, key=lambda one: -people.get(one[0], 0))
    offered = _offered(database, sought, sound) if sought.sounds else []
    return [*(one for _, one in ranked), *offered][:SHOWN]


def by_reference(database: Database, reference: str) -> Sequence[Found]:
    """The case, the offer in the queue, the referral sent and what we declined under this reference."""
    known, received = (
        find(database, reference) for find in (found_records.under, found_records.offers_under)
    )
    found = known + received
    found += [
        Found(
            "Declined by us",
            f"/queue/{one.referral_id}",
            "No name is kept",
            None,
            one.reference,
            "declined",
            one.service,
            one.by,
        )
        for one in declined_under(database, reference)
    ]
    return list(dict.fromkeys(found))


def _people(database: Database, sought: Sought) -> dict[UUID, float]:
    """The people that fit, each with how near the spelling is (0 to 100), the nearest fifty."""
    viewer = database.viewer
    given = {"organisation": viewer.organisation_id, "side": viewer.side}
    rows: Sequence[Any] = ()
    if sought.born_on:
        rows = database.execute(_born_on(), given | {"day": sought.born_on}).all()
    elif sought.phone_key:
        rows = database.execute(_rung_on(), given | {"phone": sought.phone_key}).all()
    elif sought.sounds:
        given["sounds"] = list(sought.sounds)
        if len(sought.sounds) > 1:
            # Where many have both names, everybody with one of them need not be looked at.
            rows = database.execute(_sounding(both=True), given).all()
        if len(rows) < ENOUGH:
            rows = database.execute(_sounding(both=False), given).all()
    spelled = {row.id: f"{row[1]} {row[2]}".strip().casefold() for row in rows}
    nearest = process.extract(sought.words.casefold(), spelled, scorer=fuzz.WRatio, limit=SHOWN)
    return {person: near for _, near, person in nearest}


def _here(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(PERSON.c.id, PERSON.c.preferred_name, PERSON.c.family_name).where(
        PERSON.c.organisation_id == bindparam("organisation"),
        PERSON.c.side == bindparam("side"),
        *conditions,
    )


# Made once: making a statement takes as long as asking it.
@cache
def _born_on() -> Select[Any]:
    statement = _here(PERSON.c.born_on == bindparam("day"))
    return statement.order_by(PERSON.c.id.desc()).limit(SOUNDING)


@cache
def _rung_on() -> Select[Any]:
    statement = _here(
        SAFE_CONTACT.c.organisation_id == bindparam("organisation"),
        SAFE_CONTACT.c.side == bindparam("side"),
        SAFE_CONTACT.c.phone_key == bindparam("phone"),
    ).join(SAFE_CONTACT, SAFE_CONTACT.c.person_id == PERSON.c.id)
    return statement.order_by(PERSON.c.id.desc()).limit(SOUNDING)


@cache
def _sounding(*, both: bool) -> Select[Any]:
    sounds = bindparam("sounds", type_=Text, expanding=True)
    name, family = PERSON.c.name_sound.in_(sounds), PERSON.c.family_sound.in_(sounds)
    if both:
        return _here(name, family).order_by(PERSON.c.id.desc()).limit(SOUNDING)
    nearest = (cast(name, Integer) + cast(family, Integer)).desc()
    return _here(or_(name, family)).order_by(nearest, PERSON.c.id.desc()).limit(SOUNDING)


def _offered(database: Database, sought: Sought, sound: Callable[[str], str]) -> list[Found]:
    """Live offers by the name they show, also those that have no key by which it could be found."""
    return [
        one
        for one in found_records.offers_sounding(database, list(sought.sounds))
        if {sound(part) for part in (one.name, *one.name.split())} & sought.sounds
    ]
