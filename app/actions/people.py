"""Writing down who somebody is, as the viewer's own organisation and side know them."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import jellyfish
from sqlmodel import col, select

from app import clocks, facts
from app.actions.assigning import assign
from app.database import Database
from app.models import ContactChange, Fact, Person, Referral, SafeContact
from app.models.encrypted import blind
from app.models.naming import new_id


class Contact(NamedTuple):
    """How to reach somebody safely; None is "not known"."""

    phone: str | None = None
    may_call: bool | None = None
    may_text: bool | None = None
    may_leave_message: bool | None = None
    may_write: bool | None = None
    other_phones: str | None = None
    best_time: str | None = None
    ask_for: str | None = None
    must_not_hear: str | None = None
    address: str | None = None
    postcode: str | None = None
    interpreter: str | None = None
    access_needs: str | None = None


class PersonDetails(NamedTuple):
    """Who somebody is. `area` is a GSS code; a guessed age is of today, or of `age_given_on`."""

    preferred_name: str
    family_name: str = ""
    born_on: date | None = None
    age_given: int | None = None
    sex: str = "U"
    gender: str | None = None
    ethnicity: str = "NK"
    ethnicity_source: str | None = None
    nhs_number: str | None = None
    area: str | None = None
    language: str | None = None
    contact: Contact | None = None
    # Of somebody new: on which day the age was guessed, where another organisation did.
    age_given_on: date | None = None


# Kept by the database for finding, never typed.
KEYS = frozenset({"phone_key", "postcode_key"})


def sound(name: str) -> str:
    """The key by which names that sound alike are found (Metaphone; empty for no letters)."""
    return jellyfish.metaphone(name)[:24] if name else ""


def phone_key(phone: str | None) -> str | None:
    """The blind key of a phone number: its digits, with +44 read as 0."""
    digits = "".join(sign for sign in phone or "" if sign.isascii() and sign.isdigit())
    if digits.startswith("44"):
        digits = "0" + digits[2:]
    return blind("phone", digits) if digits else None


def letters(name: str) -> str:
    """The letters of a name in order: equal for two names whose letters were swapped."""
    return "".join(sorted(sign for sign in name.casefold() if sign.isalpha()))[:40]


def nhs_key(number: str | None) -> str | None:
    """The blind key of an NHS number, however it was spaced."""
    digits = "".join((number or "").split())
    return blind("nhs", digits) if digits else None


def postcode_key(postcode: str | None) -> str | None:
    """The blind key of a whole postcode, however it was spaced."""
    tidy = "".join((postcode or "").split()).upper()
    return blind("postcode", tidy) if tidy else None


def match_key(details: PersonDetails, postcode: str | None) -> str | None:
    """The blind key for matching between organisations: name, birth date and postcode together.

    None unless all of them are known: less would take two people for one.
    """
    name, family = letters(details.preferred_name), letters(details.family_name)
    area = "".join((postcode or "").split()).upper()
    if not (name and family and details.born_on and area):
        return None
    return blind("match", f"{name}\0{family}\0{details.born_on.isoformat()}\0{area}")


def record_person(
    database: Database, details: PersonDetails, *, person_id: UUID | None = None
) -> Person:
    """Make the viewer's organisation's own copy of a person, with how to reach them safely.

    `person_id` is for somebody whose id was settled before, such as by an emailed link.
    """
    viewer = database.viewer
    person = Person(
        id=person_id or new_id(),
        organisation_id=viewer.organisation_id,
        side=viewer.side,
        **_columns(details),
        match_key=match_key(details, details.contact.postcode if details.contact else None),
    )
    database.add(person)
    database.flush()
    if details.contact:
        database.add(
            SafeContact(
                person_id=person.id,
                organisation_id=person.organisation_id,
                side=person.side,
                **_contact_columns(details.contact),
            )
        )
        database.flush()
    database.record(person, "recorded")
    return person


def change_person(database: Database, person: Person, details: PersonDetails) -> None:
    """Correct who somebody is; what was counted about them is corrected with it.

    How they could be reached until now is kept with the day. Who may not see how to reach them
    (a restricted case of theirs) changes nothing about it.
    """
    changed = assign(person, _columns(details, known=person))
    contact = database.get(SafeContact, person.id)
    if details.contact and contact is not None:
        changed += _change_contact(database, contact, details.contact)
    elif details.contact and not person.guarded:
        contact = SafeContact(
            person_id=person.id,
            organisation_id=person.organisation_id,
            side=person.side,
            **_contact_columns(details.contact),
        )
        database.add(contact)
        changed.append("contact")
    if not changed:
        return
    if contact is not None:
        person.match_key = match_key(details, contact.postcode)
    database.flush()
    database.record(person, "changed", fields=sorted({*changed} - KEYS))
    _correct_facts(database, person)


def _change_contact(database: Database, contact: SafeContact, now: Contact) -> list[str]:
    """Change how somebody can be reached, and keep what stood there before."""
    before = {name: getattr(contact, name) for name in Contact._fields}
    changed = assign(contact, _contact_columns(now))
    was = {name: before[name] for name in changed if name not in KEYS}
    if was:
        database.add(
            ContactChange(
                person_id=contact.person_id,
                organisation_id=contact.organisation_id,
                side=contact.side,
                by_id=database.viewer.account_id,
                was=was,
            )
        )
    return changed


def _correct_facts(database: Database, person: Person) -> None:
    """Close and state anew every fact of this person whose age, area, sex or ethnicity changed."""
    # What closes a fact is about the same person: only theirs need be looked through.
    ended = select(col(Fact.closes)).where(
        Fact.subject == person.subject, col(Fact.closes).is_not(None)
    )
    stated = database.exec(
        select(Fact).where(
            Fact.subject == person.subject,
            Fact.stated_by == database.viewer.organisation_id,
            Fact.kind != facts.Kind.withdrawn,
            col(Fact.seq).not_in(ended),
        )
    ).all()
    for fact in stated:
        as_is = facts.of_row(fact)
        to_be = facts.with_person(as_is, person)
        if to_be != as_is:
            database.state(facts.correct(fact, to_be, "dimension-corrected"))


def snapshot(person: Person, contact: SafeContact | Contact | None) -> dict[str, Any]:
    """What a sender hands over about a person when the offer is accepted (JSON)."""
    said = {
        name: getattr(person, name)
        for name in (
            "preferred_name",
            "family_name",
            "age_given",
            "sex",
            "gender",
            "ethnicity",
            "ethnicity_source",
            "nhs_number",
            "area",
            "language",
        )
    }
    said["born_on"] = person.born_on.isoformat() if person.born_on else None
    said["age_given_on"] = person.age_given_on.isoformat() if person.age_given_on else None
    if contact:
        said["contact"] = {name: getattr(contact, name) for name in Contact._fields}
    return said


def details_of(said: dict[str, Any]) -> PersonDetails:
    """The details in a snapshot."""
    contact = said.get("contact")
    kept = {
        name: said[name] for name in PersonDetails._fields if name in said and name != "contact"
    }
    for day in ("born_on", "age_given_on"):
        kept[day] = date.fromisoformat(kept[day]) if kept.get(day) else None
    return PersonDetails(**kept, contact=Contact(**contact) if contact else None)


def person_of(database: Database, referral: Referral) -> Person:
    """The sender's copy of the person of a referral. Raises NotFound for the receiver."""
    return database.find(Person, referral.person_id)


def _columns(details: PersonDetails, known: Person | None = None) -> dict[str, Any]:
    nhs = "".join((details.nhs_number or "").split()) or None
    given = None if details.born_on else details.age_given
    kept_day = details.age_given_on
    if known is not None:
        kept_day = known.age_given_on if known.age_given == given else None
    return {
        "preferred_name": details.preferred_name,
        "family_name": details.family_name,
        "name_sound": sound(details.preferred_name),
        "family_sound": sound(details.family_name),
        "name_letters": letters(details.preferred_name),
        "born_on": details.born_on,
        "age_given": given,
        "age_given_on": None if given is None else kept_day or clocks.today(),
        "sex": details.sex,
        "gender": details.gender,
        "ethnicity": details.ethnicity,
        "ethnicity_source": details.ethnicity_source,
        "nhs_number": nhs,
        "nhs_key": nhs_key(nhs),
        "area": details.area,
        "language": details.language,
    }


def _contact_columns(contact: Contact) -> dict[str, Any]:
    return contact._asdict() | {
        "phone_key": phone_key(contact.phone),
        "postcode_key": postcode_key(contact.postcode),
    }
