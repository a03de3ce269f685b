"""People whom the viewer's own organisation and side already know and who may be the one meant."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from rapidfuzz.distance import JaroWinkler
from sqlalchemy import Select, func, select, union_all
from sqlmodel import col

from app.database import Database
from app.models import Person, Referral, SafeContact
from app.queries.ages import age_from

# Names as alike as Jon and John, not as Jon and Jan; two guesses of an age may be a year apart.
ALIKE = 0.85
YEARS_APART = 1
MOST_FOUND, MOST_SHOWN = 50, 5


class Looked(NamedTuple):
    """What is known of the person in the form. `sound` and `phone_key` are stored keys."""

    name: str
    family_name: str
    sound: str
    born_on: date | None
    age: int | None
    phone_key: str | None


class Known(NamedTuple):
    """Somebody we may know already, and when we last referred them."""

    id: UUID
    preferred_name: str
    family_name: str
    born_on: date | None
    age: int | None
    last_sent_at: datetime | None
    same_phone: bool

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.preferred_name} {self.family_name}".strip()


def look_alikes(database: Database, looked: Looked) -> list[Known]:
    """Those who may be the same person, by sound of the name, birth date or phone; at most five.

    Row-level security leaves only people of one's own organisation and side.
    """
    last = (
        select(func.max(Referral.sent_at))
        .where(
            col(Referral.person_id) == Person.id,
            col(Referral.organisation_id) == Person.organisation_id,
            col(Referral.sender_side) == Person.side,
        )
        .scalar_subquery()
    )
    candidates = _candidates(database, looked)
    if not candidates:
        return []
    rows = database.execute(
        select(
            col(Person.id),
            col(Person.preferred_name),
            col(Person.family_name),
            col(Person.born_on),
            col(Person.age_given),
            col(Person.age_given_on),
            last,
            col(SafeContact.phone_key),
        )
        .outerjoin(SafeContact, col(SafeContact.person_id) == Person.id)
        .where(col(Person.id).in_(union_all(*candidates)))
        .order_by(last.desc().nulls_last())
        .limit(MOST_FOUND)
    ).all()
    found = [
        Known(
            id_,
            name,
            family,
            born,
            age_from(born, given, given_on),
            sent,
            bool(looked.phone_key) and key == looked.phone_key,
        )
        for id_, name, family, born, given, given_on, sent, key in rows
    ]
    return [one for one in found if _may_be(one, looked)][:MOST_SHOWN]


def _candidates(database: Database, looked: Looked) -> list[Select[Any]]:
    """One statement for each key that is known: each walks its own index."""
    viewer = database.viewer

    def where(table: type[Person | SafeContact], id_: Any, key: Any, value: object) -> Select[Any]:
        mine = col(table.organisation_id) == viewer.organisation_id
        return select(id_).where(mine, col(table.side) == viewer.side, key == value)

    found = []
    if looked.sound:
        found.append(where(Person, col(Person.id), col(Person.name_sound), looked.sound))
    if looked.born_on:
        found.append(where(Person, col(Person.id), col(Person.born_on), looked.born_on))
    if looked.phone_key:
        key = col(SafeContact.phone_key)
        found.append(where(SafeContact, col(SafeContact.person_id), key, looked.phone_key))
    return found


def _may_be(known: Known, looked: Looked) -> bool:
    """Whether enough speaks for one person: a phone, a birth date and a name, or a name and age."""
    alike = _alike(known.preferred_name, looked.name)
    if known.same_phone:
        return True
    if looked.born_on and known.born_on:
        return looked.born_on == known.born_on and (alike or _families(known, looked))
    if not alike:
        return False
    if looked.family_name and known.family_name and not _families(known, looked):
        return False
    if looked.age is None or known.age is None:
        return True
    return abs(known.age - looked.age) <= YEARS_APART


def _families(known: Known, looked: Looked) -> bool:
    return _alike(known.family_name, looked.family_name)


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return JaroWinkler.similarity(one.casefold(), other.casefold()) >= ALIKE
