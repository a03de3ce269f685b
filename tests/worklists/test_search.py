"""Search: by sound, reference, phone and birth date, and never beyond what is one's own."""

from datetime import date

import pytest

from app.actions import restriction
from app.actions.people import Contact
from app.models import Case
from tests.visits import Visit, Visits, text_of
from tests.worklists.statements import counted, reads
from tests.world import World


def found(visit: Visit, words: str) -> str:
    answer = visit.post("/search", {"words": words})
    assert answer.status_code == 200
    return text_of(answer)


@pytest.mark.parametrize(
    "words", ["Catherine", "katherin", "Kathryn Okafor", "okafor", "OKAFOR, CATHERINE"]
)
def test_names_are_found_by_their_sound(world: World, visit: Visits, words: str) -> None:
    case = world.case(person=world.somebody("Catherine", family_name="Okafor"))
    world.case(person=world.somebody("Zebulon", family_name="Quixley"))
    page = found(visit(world.worker), words)
    assert case.reference in page
    assert "Zebulon" not in page


def test_the_nearest_spelling_comes_first(world: World, visit: Visits) -> None:
    world.case(person=world.somebody("Jon", family_name="Whitby"))
    world.case(person=world.somebody("Joan", family_name="Whitby"))
    page = found(visit(world.worker), "Joan Whitby")
    assert page.index("Joan Whitby Age") < page.index("Jon Whitby")


def test_reference_phone_and_birth_date(world: World, visit: Visits) -> None:
    person = world.somebody(
        "Phoebe", born_on=date(2009, 2, 28), contact=Contact(phone="+447700900417", may_text=True)
    )
    case = world.case(person=person)
    worker = visit(world.worker)
    bare = case.reference.replace("-", "").lower()
    for words in (case.reference, bare, "07700 900 417", "+44 7700 900417", "28/2/2009"):
        page = found(worker, words)
        assert "Phoebe" in page, words
        assert "1 record found" in page
    assert "Nothing found" in found(worker, "07700 900418")
    assert "Nothing found" in found(worker, "27/2/2009")


def test_an_offer_in_the_queue_is_found_by_name_and_reference(world: World, visit: Visits) -> None:
    referral = world.refer(person=world.somebody("Offeredname", family_name="Hiddenfamily"))
    manager = visit(world.manager)
    for words in ("Offeredname", referral.reference):
        page = found(manager, words)
        assert "Offer in the queue" in page
        assert "Offeredname" in page
    # The family name is not part of the offer: it must not be confirmed by a search.
    assert "Nothing found" in found(manager, "Hiddenfamily")


def test_a_sender_finds_what_it_sent(world: World, visit: Visits) -> None:
    referral = world.refer(person=world.somebody("Sentone"))
    answer = visit(world.navigator).post("/search", {"words": "Sentone"})
    assert f"/referrals/{referral.id}" in answer.text
    assert "Referral sent" in text_of(answer)


@pytest.mark.parametrize("viewer", ["rival_worker", "rival_manager", "men_worker", "referrer"])
def test_somebody_else_finds_nothing(world: World, visit: Visits, viewer: str) -> None:
    person = world.somebody("Hiddenperson", contact=Contact(phone="07700900555"))
    case = world.case(person=person)
    stranger = visit(getattr(world, viewer))
    for words in ("Hiddenperson", case.reference, "07700900555", "27/3/2008"):
        assert "Nothing found" in found(stranger, words)


def test_the_other_side_finds_nothing(world: World, visit: Visits) -> None:
    referral = world.refer(
        "dvpp", by=world.referrer, side="partner", person=world.somebody("Wallname"), answers={}
    )
    case = world.accept(referral, by=world.partner_manager, worker=world.partner_worker)
    for words in ("Wallname", case.reference, referral.reference, "27/3/2008"):
        assert "Nothing found" in found(visit(world.men_worker), words)
    assert "Wallname" in found(visit(world.partner_worker), "Wallname")


def test_a_restricted_case_is_not_confirmed(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Restrictedname"))
    with world.as_(world.manager) as database:
        restriction.restrict(
            database, database.find(Case, case.id, lock=True), account_ids={world.worker.account_id}
        )
    for words in ("Restrictedname", case.reference, "27/3/2008"):
        assert "Nothing found" in found(visit(world.second_worker), words)
    assert case.reference in found(visit(world.worker), "Restrictedname")


def test_nothing_typed_is_said_and_what_is_not_found_is_explained(
    world: World, visit: Visits
) -> None:
    worker = visit(world.worker)
    empty = worker.post("/search", {"words": "  "})
    assert empty.status_code == 422
    assert "Enter a name, reference, phone number or date of birth" in text_of(empty)
    assert "Why is somebody not here?" in found(worker, "Nobodyatall")
    strange = worker.post("/search", {"words": "%_' OR 1=1 -- 🦊 اسم"})
    assert strange.status_code == 200
    assert worker.get("/search").status_code == 200


def test_no_name_stands_in_an_address(world: World, visit: Visits) -> None:
    world.case(person=world.somebody("Addressname"))
    answer = visit(world.worker).post("/search", {"words": "Addressname"})
    assert str(answer.url).endswith("/search")
    assert "Addressname" not in "".join(
        part.split('"')[0] for part in answer.text.split('href="')[1:]
    )


def test_only_those_who_work_with_people_may_search(world: World, visit: Visits) -> None:
    for viewer in (world.commissioner, world.evaluator, world.administrator):
        assert visit(viewer).post("/search", {"words": "Anybody"}).status_code == 404
        assert visit(viewer).get("/search").status_code == 404


def test_search_takes_few_statements(world: World, visit: Visits) -> None:
    for name in ("Ann", "Anne", "Anna"):
        world.case(person=world.somebody(name))
    worker = visit(world.worker)
    for words, most in (("Anna", 3), ("27/3/2008", 2), ("CDF-GHJK", 6)):
        with counted() as sent:
            worker.post("/search", {"words": words})
        assert len(reads(sent)) <= most, "\n\n".join(reads(sent))
