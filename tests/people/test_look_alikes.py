"""Search before create: who is proposed as the same person, why, and to whom nothing is shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.actions import looking, people
from app.actions.people import Contact, PersonDetails
from app.models import Person, Side
from tests.visits import Visits, text_of
from tests.world import World

KNOWN = PersonDetails(
    preferred_name="Theodore",
    family_name="Invented",
    born_on=date(2008, 3, 11),
    nhs_number="999 000 0018",
    contact=Contact(phone="07700 900123", postcode="B9 5SS"),
)


@dataclass
class Typed:
    """What somebody types, and why Theodore is proposed (nothing: he is not)."""

    details: PersonDetails
    why: str = ""


def typed(why: str = "", **other: Any) -> Typed:
    return Typed(PersonDetails(**({"preferred_name": "Somebody"} | other)), why)


CASES = {
    "sound": typed("Similar name", preferred_name="Theodor", family_name="Invented"),
    "nickname": typed("Short form of the name", preferred_name="Teddy", born_on=date(2008, 3, 11)),
    "letters": typed("Letters of the name swapped", preferred_name="Thedoore"),
    "other way round": typed(
        "Names the other way round", preferred_name="Invented", family_name="Theodore"
    ),
    "birth date swapped": typed(
        "Day and month of birth the other way round",
        preferred_name="Theo",
        born_on=date(2008, 11, 3),
    ),
    "one figure": typed(
        "Birth date differs by one figure", preferred_name="Theodore", born_on=date(2008, 3, 17)
    ),
    "phone": typed("Same phone number", contact=Contact(phone="+44 7700 900123")),
    "nhs": typed("Same nhs number", nhs_number="9990000018"),
    "postcode": typed(
        "Same postcode", preferred_name="Theodore", contact=Contact(postcode="b95ss")
    ),
    "part of it": typed(
        "Same part of the postcode", preferred_name="Theodore", contact=Contact(postcode="B9 4AA")
    ),
    "another family": typed(preferred_name="Theodore", family_name="Otherwise"),
    "another birth date": typed(preferred_name="Theodore", born_on=date(1999, 12, 25)),
    "only a birth date": typed(preferred_name="Wilhelmina", born_on=date(2008, 3, 11)),
    "only a place": typed(preferred_name="Wilhelmina", contact=Contact(postcode="B9 5SS")),
}


@pytest.mark.parametrize("name", CASES)
def test_somebody_is_proposed_for_what_speaks_for_them(world: World, name: str) -> None:
    case = CASES[name]
    world.refer(person=KNOWN)
    with world.as_(world.navigator) as database:
        found = looking.who_it_may_be(database, case.details)
    assert [case.why.casefold() in one.why.casefold() for one in found] == (
        [True] if case.why else []
    )


def test_nobody_of_another_organisation_or_side_is_ever_proposed(world: World) -> None:
    world.refer(person=KNOWN)
    world.refer("dvpp", by=world.referrer, person=KNOWN, side="partner", answers={}, source="self")
    for name in ("manager", "rival_worker", "men_worker"):
        with world.as_(world.viewers[name]) as database:
            assert looking.who_it_may_be(database, KNOWN) == []


def test_a_look_alike_of_the_other_side_changes_no_word(world: World) -> None:
    with world.as_(world.partner_worker) as database:
        people.record_person(database, KNOWN)
    hers = world.refer(
        "dvpp", by=world.referrer, side="partner", person=KNOWN, answers={}, source="self"
    )
    world.accept(hers, by=world.partner_manager, worker=world.partner_worker)
    with world.as_(world.men_worker) as database:
        assert looking.who_it_may_be(database, KNOWN) == []
        assert database.viewer.side == Side.perpetrator
        assert database.get(Person, hers.person_id) is None


def test_a_referral_received_asks_before_somebody_new_is_made(world: World, visit: Visits) -> None:
    case = world.case(person=KNOWN)
    worker = visit(world.worker)
    address = f"/referrals/received/{world.commissions['hospital'].id}"
    boxes = {
        "do": "send", "channel": "phone", "source": "ed", "agreement": "agreed",
        "preferred_name": "Teddy", "family_name": "Invented", "received_at": "0:00",
        "born_on-day": "11", "born_on-month": "3", "born_on-year": "2008",
        "received_on-day": "1", "received_on-month": "11", "received_on-year": "2026",
        "reason": "assault", "approach": "face-to-face",
    }  # fmt: skip
    asked = worker.post(address, boxes)
    assert asked.status_code == 422
    errors = text_of(asked).split("There is a problem")[1][:200]
    assert "Select whether this is somebody you have referred before" in errors
    assert "short form of the name" in text_of(asked)
    assert str(case.person_id) in asked.text
