"""Blind matching: only where an agreement names both, only by keys, shown to nobody, undone at its end."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from app import clocks
from app.access import DatabaseRole
from app.actions import looking, matching
from app.actions.people import Contact, PersonDetails
from app.database import transaction
from app.errors import Refused
from app.models import Case, MatchingAgreement
from app.operations import matched
from tests.world import World

HER = PersonDetails(
    preferred_name="Seraphina",
    family_name="Invented",
    born_on=date(2004, 2, 29),
    contact=Contact(phone="07700 900321", postcode="CV1 2WT"),
)


def known_to_both(
    world: World,
    ours: PersonDetails = HER,
    theirs: PersonDetails = HER,
    commission: str = "hospital",
) -> tuple[Case, Case]:
    """One human being with a case at the provider and one at its rival, each from a sender of its own."""
    by = world.referrer if commission == "iris" else world.navigator
    source = "self"
    one = world.accept(world.refer(commission, by=by, person=ours, answers={}, source=source))
    sent = world.refer(
        "resettlement", by=world.rival_worker, person=theirs, answers={}, source=source
    )
    other = world.accept(sent, by=world.rival_manager, worker=world.rival_worker)
    return one, other


def agree(world: World, **more: bool) -> MatchingAgreement:
    with transaction(role=DatabaseRole.administration) as database:
        made = matching.agree(
            database,
            one_id=world.organisations["provider"].id,
            other_id=world.organisations["rival"].id,
            reference="Signed in spring",
            from_day=clocks.today() - timedelta(days=1),
            **more,
        )
    matched.under(made.id)
    return made


STANDING = text(
    "SELECT p.organisation_id, s.identity FROM person p JOIN same_person s ON s.subject = p.subject"
    " WHERE p.id = ANY(:people) AND s.identity IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM same_person c WHERE c.closes = s.seq)"
)


def are_one(owner: Engine, *cases: Case) -> bool:
    """Whether the blind ledger says, as it stands, that these people are one."""
    with owner.connect() as connection:
        rows = connection.execute(STANDING, {"people": [case.person_id for case in cases]}).all()
    return len(rows) == len(cases) and len({row.identity for row in rows}) == 1


def test_nobody_is_matched_without_an_agreement(world: World, owner: Engine) -> None:
    cases = known_to_both(world)
    matched.under_all()
    assert not are_one(owner, *cases)


def test_an_agreement_makes_one_of_two_and_its_end_two_again(world: World, owner: Engine) -> None:
    cases = known_to_both(world)
    agreement = agree(world)
    assert are_one(owner, *cases)
    with transaction(role=DatabaseRole.administration) as database:
        matching.end(database, database.find(MatchingAgreement, agreement.id, lock=True))
    matched.under(agreement.id)
    assert not are_one(owner, *cases)


def test_a_number_matches_whatever_the_name_and_contradicts_a_name(
    world: World, owner: Engine
) -> None:
    number = "9990000018"
    cases = known_to_both(
        world, HER._replace(nhs_number=number), world.somebody("Another", nhs_number=number)
    )
    agree(world)
    assert are_one(owner, *cases)


def test_two_numbers_are_two_people_with_one_name(world: World, owner: Engine) -> None:
    cases = known_to_both(
        world, HER._replace(nhs_number="9990000018"), HER._replace(nhs_number="9990000026")
    )
    agree(world)
    assert not are_one(owner, *cases)


COMPARED = text(
    "SELECT count(*) FROM fact f WHERE kind = 40 AND provider_id = :provider"
    " AND NOT EXISTS (SELECT FROM fact c WHERE c.closes = f.seq)"
)


def compared(world: World, owner: Engine) -> tuple[int, int]:
    """Of how many people of the provider and of its rival it stands that they were compared."""
    with owner.connect() as connection:
        ours, theirs = (
            connection.scalar(COMPARED, {"provider": world.organisations[name].id})
            for name in ("provider", "rival")
        )
    return int(ours or 0), int(theirs or 0)


def test_who_could_be_compared_is_stated_once_and_taken_back_at_the_end(
    world: World, owner: Engine
) -> None:
    known_to_both(world)
    # Of somebody with neither a number nor a birth date and postcode nothing can be compared.
    world.accept(world.refer("hospital", person=world.somebody("Nothing-known")))
    agreement = agree(world)
    assert compared(world, owner) == (1, 1)
    matched.under(agreement.id)
    assert compared(world, owner) == (1, 1)
    with transaction(role=DatabaseRole.administration) as database:
        matching.end(database, database.find(MatchingAgreement, agreement.id, lock=True))
    matched.under(agreement.id)
    assert compared(world, owner) == (0, 0)


def test_iris_stays_out_unless_the_agreement_names_it(world: World, owner: Engine) -> None:
    cases = known_to_both(world, commission="iris")
    agreement = agree(world)
    assert not are_one(owner, *cases)
    with transaction(role=DatabaseRole.administration) as database:
        matching.end(database, database.find(MatchingAgreement, agreement.id, lock=True))
        again = matching.agree(
            database,
            one_id=agreement.one_id,
            other_id=agreement.other_id,
            reference="With IRIS",
            from_day=clocks.today() + timedelta(days=1),
            includes_withheld=True,
        )
    with clocks.turned_to(clocks.now() + timedelta(days=2)):
        matched.under(again.id)
        told = compared(world, owner)
        # The night goes over the agreement that ended too: what the new one says stays.
        matched.under_all()
    assert are_one(owner, *cases)
    assert told == compared(world, owner) == (1, 1)


def test_a_second_agreement_of_the_same_two_is_refused(world: World) -> None:
    agree(world)
    with pytest.raises(Refused, match="already"):
        agree(world)


def test_what_was_matched_shows_on_no_page(world: World) -> None:
    cases = known_to_both(world)
    agree(world)
    for viewer, other in ((world.manager, cases[1]), (world.rival_manager, cases[0])):
        with world.as_(viewer) as database:
            found = looking.who_it_may_be(database, HER)
            assert other.person_id not in {one.id for one in found}
