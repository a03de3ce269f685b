"""Looking before somebody new is written down: the keys of what was typed, and who has them."""

from uuid import UUID

from app import clocks
from app.actions import people
from app.actions.people import PersonDetails
from app.database import Database
from app.queries.known_people import Known, Looked, look_alikes
from app.reference import names_for


def looked_for(details: PersonDetails) -> Looked:
    """What was typed as what is looked for: with the sounds of short forms of the name."""
    shorts = names_for(details.preferred_name)
    sounds = {people.sound(name) for name in (details.preferred_name, *shorts)} - {""}
    postcode = details.contact.postcode if details.contact else None
    today = clocks.today()
    return Looked(
        name=details.preferred_name,
        family_name=details.family_name,
        sounds=frozenset(sounds),
        family_sound=people.sound(details.family_name),
        letters=people.letters(details.preferred_name),
        shorts=shorts,
        born_on=details.born_on,
        age=clocks.age_on(details.born_on, today) if details.born_on else details.age_given,
        phone_key=people.phone_key(details.contact.phone if details.contact else None),
        nhs_key=people.nhs_key(details.nhs_number),
        postcode=postcode,
        postcode_key=people.postcode_key(postcode),
    )


def who_it_may_be(
    database: Database, details: PersonDetails, *, without: frozenset[UUID] = frozenset()
) -> list[Known]:
    """People of the viewer's own organisation and side whom these details may describe."""
    return look_alikes(database, looked_for(details), without=without)
