"""Looking before somebody new is written down: the keys of what was typed, and who has them."""

from collections.abc import Sequence
from uuid import UUID

from app import clocks
from app.actions import people
from app.actions.people import PersonDetails
from app.database import Database
from app.models import Referral
from app.queries import offers
from app.queries.known_people import Known, Looked, look_alikes
from app.queries.offers import Alike
from app.reference import names_for


def looked_for(details: PersonDetails) -> Looked:
    """What was typed as what is looked for: with the sounds of short forms of the name."""
    shorts = names_for(details.preferred_name)
    # The first of several names is what another form may hold alone.
    names = (details.preferred_name, *details.preferred_name.split()[:1], *shorts)
    sounds = {people.sound(name) for name in names} - {""}
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


def who_was_offered(
    database: Database, referral: Referral, name: str, age: int | None
) -> Sequence[Alike]:
    """Our own cases, and other live offers, that may be of the person of an offer.

    `name` and `age` are what the offer shows: the rule is the one of every search before writing down.
    """
    looked = looked_for(PersonDetails(name, age_given=age))
    known = look_alikes(database, looked, without=frozenset({referral.person_id}))
    ids = [one.id for one in known]
    return offers.alike(database, referral, looked, ids)
