"""Finding people by name, reference, phone or birth date, within what exists for the viewer."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Integer, cast, or_, select

from app.database import Database
from app.models import LIVE
from app.models.naming import LETTERS
from app.queries import found_records
from app.queries.ended_offers import declined_under
from app.queries.found_records import SHOWN, Found
from app.queries.tables import PERSON, REFERRAL, REFERRAL_OFFER, SAFE_CONTACT

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
    condition = _person(sought)
    if condition is None:
        return []
    people = _people(database, condition, sought)
    ids = list(people)
    known = found_records.of_people(database, ids) if ids else []
    ranked = sorted(known, key=lambda one: -people.get(one[0], 0))
    offered = _offered(database, sought, sound) if sought.sounds else []
    return [*(one for _, one in ranked), *offered][:SHOWN]


def by_reference(database: Database, reference: str) -> Sequence[Found]:
    """The case, the offer in the queue, the referral sent and what we declined under this reference."""
    viewer = database.viewer
    known = found_records.under(database, reference)
    received = found_records.received(
        database,
        REFERRAL.c.provider_id == viewer.organisation_id,
        REFERRAL.c.side == viewer.side,
        REFERRAL.c.reference == reference,
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


def _person(sought: Sought) -> ColumnElement[bool] | None:
    """The condition on a person that what was typed means."""
    if sought.born_on:
        return PERSON.c.born_on == sought.born_on
    if sought.phone_key:
        return SAFE_CONTACT.c.phone_key == sought.phone_key
    if sought.sounds:
        return or_(PERSON.c.name_sound.in_(sought.sounds), PERSON.c.family_sound.in_(sought.sounds))
    return None


def _people(
    database: Database, condition: ColumnElement[bool], sought: Sought
) -> dict[UUID, float]:
    """The people that fit, each with how near the spelling is (0 to 100), the nearest fifty."""
    viewer = database.viewer
    both = cast(PERSON.c.name_sound.in_(sought.sounds), Integer) + cast(
        PERSON.c.family_sound.in_(sought.sounds), Integer
    )
    statement = select(PERSON.c.id, PERSON.c.preferred_name, PERSON.c.family_name).where(
        PERSON.c.organisation_id == viewer.organisation_id,
        PERSON.c.side == viewer.side,
        condition,
    )
    if sought.phone_key:
        statement = statement.join(SAFE_CONTACT, SAFE_CONTACT.c.person_id == PERSON.c.id).where(
            SAFE_CONTACT.c.organisation_id == viewer.organisation_id,
            SAFE_CONTACT.c.side == viewer.side,
        )
    rows: Sequence[Any] = ()
    if len(sought.sounds) > 1:
        # Where many have both names, everybody with one of them need not be looked at.
        whole = statement.where(
            PERSON.c.name_sound.in_(sought.sounds), PERSON.c.family_sound.in_(sought.sounds)
        )
        rows = database.execute(whole.order_by(PERSON.c.id.desc()).limit(SOUNDING)).all()
    if len(rows) < ENOUGH:
        nearest = statement.order_by(both.desc(), PERSON.c.id.desc()).limit(SOUNDING)
        rows = database.execute(nearest).all()
    near = {
        row.id: fuzz.WRatio(sought.words.casefold(), f"{row[1]} {row[2]}".strip().casefold())
        for row in rows
    }
    return dict(sorted(near.items(), key=lambda pair: -pair[1])[:SHOWN])


def _offered(database: Database, sought: Sought, sound: Callable[[str], str]) -> list[Found]:
    """Live offers by the name they show. Older ones have no key by which it could be found."""
    viewer, offer = database.viewer, REFERRAL_OFFER.c
    other = REFERRAL.c.organisation_id != viewer.organisation_id
    here = [
        offer.provider_id == viewer.organisation_id,
        offer.side == viewer.side,
        offer.state.in_(LIVE),
        or_(
            offer.name_sound.in_(sought.sounds),
            offer.other_sound.in_(sought.sounds),
            offer.name_sound.is_(None),
        ),
    ]
    return [
        one
        for one in found_records.received(database, *here, other)
        if {sound(part) for part in (one.name, *one.name.split())} & sought.sounds
    ]
