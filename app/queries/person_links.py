"""What was decided about a person and others, and how they could be reached before."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import Database
from app.models import Account, Case, Commission, ContactChange, Person, PersonLink
from app.queries.case_file import CaseFile

MOST_CHANGES = 50


class LinkLine(NamedTuple):
    """A decision about this person and another, who decided it, and the other's cases here."""

    id: UUID
    same: bool
    other_id: UUID
    name: str
    born_on: date | None
    reason: str
    by: str
    made_at: datetime
    cases: tuple[tuple[UUID, str, str], ...]


class ContactThen(NamedTuple):
    """What was known of how to reach somebody until a moment: (what, value) pairs."""

    changed_at: datetime
    by: str
    was: tuple[tuple[str, str], ...]


def links(database: Database, file: CaseFile) -> list[LinkLine]:
    """What was decided about this person and others, in two statements."""
    one, other = aliased(Person), aliased(Person)
    me = file.person.id
    rows = database.execute(
        select(PersonLink, one, other, col(Account.name))
        .join(one, col(one.id) == PersonLink.person_id)
        .join(other, col(other.id) == PersonLink.other_id)
        .outerjoin(Account, col(Account.id) == PersonLink.by_id)
        .where(
            or_(col(PersonLink.person_id) == me, col(PersonLink.other_id) == me),
            col(PersonLink.undone_at).is_(None),
        )
        .order_by(col(PersonLink.made_at))
    ).all()
    found = [(link, two if first.id == me else first, by) for link, first, two, by in rows]
    cases = cases_of(database, [person.id for link, person, _ in found if link.kind == "same"])
    return [
        LinkLine(
            link.id,
            link.kind == "same",
            person.id,
            f"{person.preferred_name} {person.family_name}".strip(),
            person.born_on,
            link.reason,
            by or "",
            link.made_at,
            tuple(cases.get(person.id, ())),
        )
        for link, person, by in found
    ]


def cases_of(database: Database, people: list[UUID]) -> Mapping[UUID, list[tuple[UUID, str, str]]]:
    """The cases of some people that exist for the viewer: (id, reference, service) by person."""
    if not people:
        return {}
    rows = database.execute(
        select(col(Case.person_id), col(Case.id), col(Case.reference), col(Commission.name))
        .join(Commission, col(Commission.id) == Case.commission_id)
        .where(col(Case.person_id).in_(people))
        .order_by(col(Case.opened_at).desc())
    ).all()
    found: dict[UUID, list[tuple[UUID, str, str]]] = {}
    for person, case, reference, service in rows:
        found.setdefault(person, []).append((case, reference, service))
    return found


FIELDS = {
    "phone": "Phone",
    "may_call": "Safe to call",
    "may_text": "Safe to text",
    "may_leave_message": "Safe to leave a message",
    "may_write": "Safe to write",
    "other_phones": "Other numbers",
    "best_time": "Best time",
    "ask_for": "Ask for",
    "must_not_hear": "Must not hear of it",
    "address": "Address",
    "postcode": "Postcode",
    "interpreter": "Interpreter",
    "access_needs": "Access needs",
}


def contact_changes(database: Database, file: CaseFile) -> list[ContactThen]:
    """How they could be reached before, the latest change first."""
    rows = database.execute(
        select(col(ContactChange.changed_at), col(Account.name), col(ContactChange.was))
        .outerjoin(Account, col(Account.id) == ContactChange.by_id)
        .where(col(ContactChange.person_id) == file.person.id)
        .order_by(col(ContactChange.changed_at).desc())
        .limit(MOST_CHANGES)
    ).all()
    return [
        ContactThen(
            at, by or "", tuple((FIELDS[name], _said(was[name])) for name in FIELDS if name in was)
        )
        for at, by, was in rows
    ]


def _said(value: Any) -> str:
    """A kept value in words."""
    if value is None:
        return "Not known"
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value)
