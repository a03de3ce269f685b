"""The sender follows what became of a referral, and sees nothing else of the case."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from app import clocks
from app.actions import referrals
from app.models import Referral
from app.queries import referrals_sent
from tests.cases.pages import version_on
from tests.referrals.pages import count, send_quick, statements, work_at
from tests.visits import Visits, text_of
from tests.world import World


def as_manager(world: World, referral: Referral, step: str, **what: object) -> None:
    with world.as_(world.manager) as database:
        getattr(referrals, step)(database, database.find(Referral, referral.id, lock=True), **what)


def test_the_receipt_tells_the_story_in_sentences(world: World, visit: Visits) -> None:
    referral = world.refer()
    navigator = visit(world.navigator)
    assert "Nobody has read it yet" in text_of(navigator.get(f"/referrals/{referral.id}"))
    as_manager(world, referral, "mark_seen")
    assert "They have read it and not decided yet" in text_of(
        navigator.get(f"/referrals/{referral.id}")
    )
    case = world.accept(referral)
    world.meet(case)
    said = text_of(navigator.get(f"/referrals/{referral.id}"))
    provider = world.organisations["provider"].name
    assert f"{provider} accepted it" in said
    assert "First contact was made" in said
    assert case.reference not in said
    assert "Assault" in said  # what the sender itself wrote


def test_opening_a_receipt_leaves_an_event(world: World, visit: Visits, owner: Engine) -> None:
    referral = world.refer()
    visit(world.navigator).get(f"/referrals/{referral.id}")
    found = "SELECT count(*) FROM event WHERE about_id = :id AND viewed AND account_id = :who"
    assert count(owner, found, id=referral.id, who=world.navigator.account_id) == 1


def test_a_question_is_answered_and_an_empty_answer_is_not(world: World, visit: Visits) -> None:
    referral = world.refer()
    as_manager(world, referral, "ask", question="Which school is it?")
    navigator = visit(world.navigator)
    page = navigator.get(f"/referrals/{referral.id}/answer")
    assert "Which school is it?" in text_of(page)
    version = world.again(referral, by=world.navigator).version
    empty = navigator.post(f"/referrals/{referral.id}/answer", {"answer": " "}, version=version)
    assert empty.status_code == 422
    stale = navigator.post(
        f"/referrals/{referral.id}/answer", {"answer": "The old one"}, version=version - 1
    )
    assert stale.status_code == 409
    assert "The old one" in stale.text
    assert version_on(stale.text) == version
    done = navigator.post(
        f"/referrals/{referral.id}/answer", {"answer": "The one on the hill"}, version=version
    )
    assert "Answer sent" in text_of(done)
    assert "The one on the hill" in text_of(done)
    assert world.again(referral, by=world.navigator).state == "sent"


def test_an_unread_offer_is_recalled_with_a_reason(world: World, visit: Visits) -> None:
    referral = world.refer()
    navigator = visit(world.navigator)
    assert "Recall it" in text_of(navigator.get(f"/referrals/{referral.id}"))
    path = f"/referrals/{referral.id}/withdraw"
    assert navigator.post(path, {}, version=referral.version).status_code == 422
    assert navigator.post(path, {"reason": "made-up"}, version=referral.version).status_code == 422
    done = navigator.post(path, {"reason": "wrong-person"}, version=referral.version)
    assert "Referral withdrawn" in text_of(done)
    assert "Wrong person" in text_of(done)
    assert "Taken back" in text_of(visit(world.manager).get(f"/queue/{referral.id}"))


def test_a_decided_referral_is_not_taken_back(world: World, visit: Visits) -> None:
    referral = world.refer()
    world.accept(referral)
    version = world.again(referral, by=world.navigator).version
    refused = visit(world.navigator).post(
        f"/referrals/{referral.id}/withdraw", {"reason": "wrong-person"}, version=version
    )
    assert refused.status_code == 409
    assert "accepted now" in text_of(refused)


def test_a_decline_says_its_reason_and_nothing_more(world: World, visit: Visits) -> None:
    referral = world.refer()
    as_manager(world, referral, "decline", reason="no-capacity", whose="no-capacity")
    assert "No capacity" in text_of(visit(world.navigator).get(f"/referrals/{referral.id}"))


@pytest.mark.parametrize("page", ["", "/sent", "/card", "/withdraw", "/answer"])
def test_someone_else_finds_nothing(world: World, visit: Visits, page: str) -> None:
    referral = world.refer()
    for stranger in (world.rival_manager, world.referrer, world.men_worker, world.commissioner):
        answer = visit(stranger).get(f"/referrals/{referral.id}{page}")
        assert answer.status_code in {403, 404}, stranger.name
    if page:
        assert visit(world.manager).get(f"/referrals/{referral.id}{page}").status_code == 404


def test_the_receiver_is_led_to_its_queue(world: World, visit: Visits) -> None:
    referral = world.refer()
    answer = visit(world.manager).get(f"/referrals/{referral.id}", follow_redirects=False)
    assert answer.headers["location"] == f"/queue/{referral.id}"


def test_the_card_carries_no_address_and_no_reason(world: World, visit: Visits) -> None:
    sent = send_quick(visit(world.navigator), world)
    card = text_of(visit(world.navigator).get(str(sent.url.path).replace("/sent", "/card")))
    assert "Quillon" in card
    assert "Assault" not in card
    assert "07700" not in card


def test_the_list_filters_by_plain_addresses(world: World, visit: Visits) -> None:
    first, second = (
        world.refer(person=world.somebody("Aurelian")),
        world.refer(person=world.somebody("Barnaby")),
    )
    as_manager(world, first, "decline", reason="no-capacity", whose="no-capacity")
    navigator = visit(world.navigator)
    every = text_of(navigator.get("/referrals"))
    assert "Aurelian" in every
    assert "Barnaby" in every
    declined = text_of(navigator.get("/referrals?state=declined"))
    assert "Aurelian" in declined
    assert "Barnaby" not in declined
    spoken = second.reference.replace("-", " ").lower()
    found = text_of(navigator.get(f"/referrals?reference={spoken}"))
    assert "Barnaby" in found
    assert "Aurelian" not in found
    assert "No referral of yours has this reference" in text_of(
        navigator.get("/referrals?reference=zzz")
    )
    assert "Barnaby" in text_of(visit(world.colleague).get("/referrals"))
    assert "Barnaby" not in text_of(visit(world.colleague).get("/referrals?mine=yes"))
    assert navigator.get("/referrals?state=nonsense&late=perhaps&after=x").status_code == 200


def test_a_list_of_someone_else_is_empty(world: World, visit: Visits) -> None:
    world.refer(person=world.somebody("Aurelian"))
    for stranger in (world.referrer, world.rival_manager, world.worker):
        assert "Aurelian" not in visit(stranger).get("/referrals").text


def test_the_list_goes_on_after_fifty(world: World, visit: Visits) -> None:
    for _ in range(52):
        world.refer()
    navigator = visit(world.navigator)
    first = navigator.get("/referrals")
    assert first.text.count("<tr") == 51
    link = (
        first.text[: first.text.index('rel="next"')].rsplit('href="', 1)[-1]
        if 'rel="next"' in first.text
        else ""
    )
    address = (
        link
        or first.text.rsplit("after=", 1)[0].rsplit('href="', 1)[-1]
        + "after="
        + first.text.rsplit("after=", 1)[1]
    ).split('"')[0]
    assert navigator.get(address.replace("&amp;", "&")).text.count("<tr") == 3


def test_waiting_for_more_than_a_day_is_on_the_first_page(world: World, visit: Visits) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=2)):
        world.refer(person=world.somebody("Aurelian"))
    world.refer(person=world.somebody("Barnaby"))
    said = text_of(visit(world.navigator).get("/"))
    late = said[said.index("waiting for more than 24 hours") :]
    assert "Aurelian" in late
    assert "Barnaby" not in late
    assert "Aurelian" in text_of(visit(world.navigator).get("/referrals?late=yes"))
    assert "Aurelian" not in text_of(visit(world.colleague).get("/"))


def test_what_came_back_since_the_last_shift_is_on_the_first_page(
    world: World, visit: Visits
) -> None:
    referral = world.refer(person=world.somebody("Aurelian"))
    other = world.refer(person=world.somebody("Barnaby"))
    world.accept(referral)
    as_manager(world, other, "ask", question="Which school?")
    said = text_of(visit(world.navigator).get("/"))
    news = said[said.index("Since your last shift") : said.index("My referrals waiting")]
    assert "Needs information (1)" in news
    assert "Accepted (1)" in news
    assert "Aurelian" in news


def test_the_first_page_has_new_referral_drafts_and_the_note(
    world: World, visit: Visits, owner: Engine
) -> None:
    work_at(owner, world.navigator, world, "ward")
    navigator = visit(world.navigator)
    left = navigator.post("/handovers", {"words": "RK4-7TQX waits for her aunt"})
    assert "RK4-7TQX waits for her aunt" in text_of(left)
    home = navigator.get("/")
    assert "RK4-7TQX waits for her aunt" in text_of(home)
    assert 'href="/referrals/new"' in home.text
    # The note is for the shift at that place.
    assert "RK4-7TQX" in text_of(visit(world.colleague).get("/handovers"))
    assert "RK4-7TQX" not in text_of(visit(world.own_navigator).get("/handovers"))
    assert navigator.post("/handovers", {"words": ""}).status_code == 422


def test_a_referrers_first_page(world: World, visit: Visits, owner: Engine) -> None:
    work_at(owner, world.referrer, world, "surgery")
    said = text_of(visit(world.referrer).get("/"))
    assert "New referral" in said
    assert "Services you can refer to" in said
    assert world.commissions["iris"].name in text_of(
        visit(world.referrer).get("/referrals/services")
    )


def test_pages_say_few_statements(world: World, visit: Visits) -> None:
    referral = world.refer()
    navigator = visit(world.navigator)
    for page, most in (
        ("/", 10),
        ("/referrals", 6),
        (f"/referrals/{referral.id}", 10),
        ("/handovers", 6),
    ):
        navigator.get(page)
        with statements() as said:
            assert navigator.get(page).status_code == 200
        assert len(said) <= most, (page, len(said), said)


def test_services_show_the_wait_of_those_referred_lately(
    world: World, visit: Visits, owner: Engine
) -> None:
    for _ in range(3):
        referral = world.refer()
        with owner.begin() as connection:
            connection.execute(
                text(
                    "UPDATE referral SET first_contact_at = sent_at + interval '49 hours' WHERE id = :id"
                ),
                {"id": referral.id},
            )
    said = text_of(visit(world.navigator).get("/referrals/services"))
    assert "first contact after about 2 days" in said


def test_a_shift_ends_where_nothing_follows_for_six_hours(world: World, visit: Visits) -> None:
    now = clocks.now()
    for hours in (30, 29, 9, 7, 5, 1):
        with clocks.turned_to(now - timedelta(hours=hours)):
            world.refer()
    with world.as_(world.navigator) as database:
        assert now - referrals_sent.last_shift(database) == timedelta(hours=29)
