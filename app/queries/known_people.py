"""People whom the viewer's own organisation and side already know and who may be the one meant."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select, union_all
from sqlmodel import col

from app.database import Database
from app.models import Person, Referral, SafeContact
from app.queries.ages import age_from
from app.queries.likeness import Likeness, Looked, likeness, swapped

__all__ = ["Known", "Looked", "look_alikes"]

MOST_FOUND, MOST_SHOWN = 60, 5


class Known(NamedTuple):
    """Somebody we may know already, when we last referred them, and why they may be the same."""

    id: UUID
    preferred_name: str
    family_name: str
    born_on: date | None
    age: int | None
    last_sent_at: datetime | None
    likeness: Likeness

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.preferred_name} {self.family_name}".strip()

    @property
    def why(self) -> str:
        """What speaks for one person, in words: "Same birth date, short form of the name"."""
        return ", ".join(self.likeness.reasons).capitalize()


def look_alikes(
    database: Database, looked: Looked, *, without: frozenset[UUID] = frozenset()
) -> list[Known]:
    """Those who may be the same person, the likeliest first; at most five. `without` leaves out ids.

    Each known key walks its own index. Row-level security leaves only people of one's own
    organisation and side, and nobody of a restricted case one is not on the list of.
    """
    candidates = _candidates(database, looked)
    if not candidates:
        return []
    last = (
        select(func.max(Referral.sent_at))
        .where(
            col(Referral.person_id) == Person.id,
            col(Referral.organisation_id) == Person.organisation_id,
            col(Referral.sender_side) == Person.side,
        )
        .scalar_subquery()
    )
    rows = database.execute(
        select(
            col(Person.id),
            col(Person.preferred_name),
            col(Person.family_name),
            col(Person.born_on),
            col(Person.age_given),
            col(Person.age_given_on),
            last,
            col(Person.nhs_key),
            col(SafeContact.phone_key),
            col(SafeContact.postcode),
        )
        .outerjoin(SafeContact, col(SafeContact.person_id) == Person.id)
        .where(col(Person.id).in_(union_all(*candidates)))
        .order_by(last.desc().nulls_last())
        .limit(MOST_FOUND)
    ).all()
    found = []
    for id_, name, family, born, given, given_on, sent, nhs, phone, postcode in rows:
        age = age_from(born, given, given_on)
        alike = likeness(
            looked,
            name=name,
            family_name=family,
            born_on=born,
            age=age,
            phone=bool(phone) and phone == looked.phone_key,
            nhs=bool(nhs) and nhs == looked.nhs_key,
            postcode=postcode,
        )
        if alike.may_be and id_ not in without:
            found.append(Known(id_, name, family, born, age, sent, alike))
    return sorted(found, key=lambda one: -one.likeness.weight)[:MOST_SHOWN]


def _candidates(database: Database, looked: Looked) -> list[Select[Any]]:
    """One statement for each key that is known."""
    viewer = database.viewer

    def where(table: type[Person | SafeContact], key: Any, *values: object) -> Select[Any]:
        id_: Any = col(Person.id) if table is Person else col(SafeContact.person_id)
        mine = col(table.organisation_id) == viewer.organisation_id
        fits = key == values[0] if len(values) == 1 else key.in_(values)
        return select(id_).where(mine, col(table.side) == viewer.side, fits)

    found = []
    if looked.sounds:
        found.append(where(Person, col(Person.name_sound), *sorted(looked.sounds)))
    if looked.letters:
        found.append(where(Person, col(Person.name_letters), looked.letters))
    if looked.family_sound:
        # The two names may have been written the other way round.
        found.append(where(Person, col(Person.name_sound), looked.family_sound))
    if looked.born_on:
        days = {looked.born_on, swapped(looked.born_on)} - {None}
        found.append(where(Person, col(Person.born_on), *days))
    if looked.nhs_key:
        found.append(where(Person, col(Person.nhs_key), looked.nhs_key))
    if looked.phone_key:
        found.append(where(SafeContact, col(SafeContact.phone_key), looked.phone_key))
    if looked.postcode_key:
        found.append(where(SafeContact, col(SafeContact.postcode_key), looked.postcode_key))
    return found
