"""An offer before it is decided, and the receiver's decisions."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from app import clocks
from app.actions import referrals
from app.models import Case, Referral, ReferralState
from tests.visits import Visits, text_of
from tests.world import World


def test_an_offer_shows_what_the_programme_shows_and_nothing_more(
    world: World, visit: Visits
) -> None:
    referral = world.refer(
        person=world.somebody("Offered", family_name="Secretfamily"),
        answers={
            "reason": ["assault"],
            "discharge": "home",
            "relationship": "stranger",
            "retaliation": "yes",
        },
        immediate_risk=True,
    )
    text_ = text_of(visit(world.manager).get(f"/queue/{referral.id}"))
    assert "Offered" in text_
    assert "Assault" in text_
    assert "Immediate risk" in text_
    assert "Birmingham" in text_
    assert "First contact within 72 hours of sending" in text_
    for hidden in ("Secretfamily", "retaliation", "07700", "27 March 2008"):
        assert hidden not in text_


def test_opening_an_offer_marks_it_seen_and_leaves_an_event(
    world: World, visit: Visits, owner: Engine
) -> None:
    referral = world.refer()
    assert referral.seen_at is None
    visit(world.manager).get(f"/queue/{referral.id}")
    assert world.again(referral, by=world.manager).seen_at is not None
    with owner.connect() as connection:
        viewed = connection.scalar(
            text("SELECT count(*) FROM event WHERE viewed AND about_id = :id AND account_id = :a"),
            {"id": referral.id, "a": world.manager.account_id},
        )
    assert viewed == 1


def test_accepting_opens_a_case_and_asks_who_holds_it(world: World, visit: Visits) -> None:
    referral = world.refer()
    manager = visit(world.manager)
    answer = manager.post(f"/queue/{referral.id}/accept", {"known": "new"})
    assert answer.status_code == 200
    assert answer.url.path.startswith("/cases/")
    assert answer.url.path.endswith("/allocate")
    assert "Who will hold this case?" in text_of(answer)
    assert world.again(referral, by=world.manager).state == ReferralState.accepted
    after = text_of(manager.get(f"/queue/{referral.id}"))
    assert "Accepted on" in after
    assert "Open the case" in after


def test_a_double_press_accepts_once(world: World, visit: Visits) -> None:
    referral = world.refer()
    manager = visit(world.manager)
    key = "019a0000-0000-7000-8000-0000000000aa"
    boxes = {"known": "new"}
    first = manager.post(f"/queue/{referral.id}/accept", boxes, key=key)
    again = manager.post(f"/queue/{referral.id}/accept", boxes, key=key)
    assert first.url.path == again.url.path
    assert again.status_code == 200


def test_a_look_alike_is_shown_and_the_receiver_decides(world: World, visit: Visits) -> None:
    known = world.case(person=world.somebody("Catherine"))
    twin = world.refer(by=world.colleague, person=world.somebody("Katherine"))
    manager = visit(world.manager)
    page = text_of(manager.get(f"/queue/{twin.id}"))
    assert "Is this somebody you know?" in page
    assert known.reference in page
    assert "decline as already with us" in page
    # The person has an open case in this service: the referral can join it, or be declined.
    form = text_of(manager.get(f"/queue/{twin.id}/accept"))
    assert f"{known.reference} No second case" in form
    declined = manager.get(f"/queue/{twin.id}/decline?reason=already-with-us")
    assert 'value="already-with-us" checked' in declined.text
    answer = manager.post(f"/queue/{twin.id}/decline", {"reason": "already-with-us"})
    assert answer.url.path == "/queue"
    told = world.again(twin, by=world.colleague)
    assert (told.decline_reason, told.decline_whose) == ("service-reason", "provider")


def test_a_case_can_join_the_record_of_somebody_we_know(world: World, visit: Visits) -> None:
    known = world.case(person=world.somebody("Robert"))
    referral = world.refer(
        "iris", by=world.referrer, source="gp", answers={}, person=world.somebody("Robert")
    )
    manager = visit(world.manager)
    refused = manager.post(f"/queue/{referral.id}/accept", {})
    assert refused.status_code == 422
    assert "Select whether this is somebody you already work with" in text_of(refused)
    answer = manager.post(f"/queue/{referral.id}/accept", {"known": str(known.person_id)})
    case_id = answer.url.path.split("/")[2]
    with world.as_(world.manager) as database:
        assert database.find(Case, case_id).person_id == known.person_id


def test_an_id_that_was_not_offered_is_refused(world: World, visit: Visits) -> None:
    world.case(person=world.somebody("Robert"))
    other = world.case(person=world.somebody("Zebulon"))
    referral = world.refer(by=world.colleague, person=world.somebody("Robert"))
    answer = visit(world.manager).post(
        f"/queue/{referral.id}/accept", {"known": str(other.person_id)}
    )
    assert answer.status_code == 422


def test_other_live_offers_are_look_alikes_too(world: World, visit: Visits) -> None:
    first = world.refer(person=world.somebody("Jon"))
    second = world.refer(by=world.colleague, person=world.somebody("John"))
    page = text_of(visit(world.manager).get(f"/queue/{second.id}"))
    assert first.reference in page
    assert "Another referral in the queue" in page


@pytest.mark.parametrize(
    ("path", "boxes", "sentence"),
    [
        ("decline", {}, "Select why you decline this referral"),
        ("decline", {"reason": "no-such-reason"}, "Select why you decline this referral"),
        ("ask", {"question": "   "}, "Enter what you need to know"),
        ("wait", {}, "Enter the review date"),
        (
            "wait",
            {"review_on-day": "1", "review_on-month": "1", "review_on-year": "2020"},
            "review date must be today or in the future",
        ),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    world: World, visit: Visits, path: str, boxes: dict[str, str], sentence: str
) -> None:
    referral = world.refer()
    answer = visit(world.manager).post(f"/queue/{referral.id}/{path}", boxes)
    assert answer.status_code == 422
    assert sentence.lower() in text_of(answer).lower()
    assert "<title>Error:" in answer.text
    for typed in boxes.values():
        assert typed.strip() == "" or typed in answer.text or path == "decline"
    assert world.again(referral, by=world.manager).state == ReferralState.sent


def test_asking_puts_the_question_to_the_sender(world: World, visit: Visits) -> None:
    referral = world.refer()
    manager = visit(world.manager)
    answer = manager.post(f"/queue/{referral.id}/ask", {"question": "Which ward, please?"})
    assert answer.url.path == "/queue"
    assert world.again(referral, by=world.navigator).state == ReferralState.asked
    with world.as_(world.navigator) as database:
        referrals.answer(database, database.find(Referral, referral.id, lock=True), answer="Ward 7")
    page = text_of(manager.get(f"/queue/{referral.id}"))
    assert "Which ward, please?" in page
    assert "Ward 7" in page


def test_waiting_keeps_a_review_date(world: World, visit: Visits) -> None:
    referral = world.refer()
    day = clocks.today() + timedelta(days=30)
    answer = visit(world.manager).post(
        f"/queue/{referral.id}/wait",
        {
            "review_on-day": str(day.day),
            "review_on-month": str(day.month),
            "review_on-year": str(day.year),
        },
    )
    assert "state=waiting" in str(answer.url)
    assert world.again(referral, by=world.manager).review_on == day


def test_a_stale_decision_keeps_what_was_typed_and_can_be_sent_again(
    world: World, visit: Visits
) -> None:
    referral = world.refer()
    manager = visit(world.manager)
    manager.get(f"/queue/{referral.id}")
    answer = manager.post(f"/queue/{referral.id}/ask", {"question": "Which ward?"}, version=1)
    assert answer.status_code == 409
    assert "Which ward?" in answer.text
    fresh = world.again(referral, by=world.manager).version
    assert f'name="_version" value="{fresh}"' in answer.text
    sent = manager.post(f"/queue/{referral.id}/ask", {"question": "Which ward?"}, version=fresh)
    assert sent.url.path == "/queue"


def test_a_move_that_is_no_longer_open_is_refused_in_words(world: World, visit: Visits) -> None:
    referral = world.refer()
    manager = visit(world.manager)
    manager.post(f"/queue/{referral.id}/decline", {"reason": "no-capacity"})
    answer = manager.post(f"/queue/{referral.id}/wait", {"review_on": str(date(2099, 1, 1))})
    assert answer.status_code in {409, 422}
    assert "declined now" in text_of(answer)
    closed = text_of(manager.get(f"/queue/{referral.id}"))
    assert "No capacity" in closed
    assert "closed to you" in closed


@pytest.mark.parametrize("side", ["perpetrator", "partner"])
def test_both_sides_of_a_wall_decide_by_themselves(world: World, visit: Visits, side: str) -> None:
    referral = world.refer("dvpp", by=world.referrer, side=side, answers={}, source="gp")
    mine, other = (world.men_manager, world.partner_manager)[:: 1 if side == "perpetrator" else -1]
    assert visit(other).get(f"/queue/{referral.id}").status_code == 404
    manager = visit(mine)
    assert manager.get(f"/queue/{referral.id}").status_code == 200
    answer = manager.post(f"/queue/{referral.id}/accept", {"known": "new"})
    assert answer.status_code == 200
    assert "Who will hold this case?" in text_of(answer)
    team = text_of(answer)
    assert mine.name in team
    assert other.name not in team


def test_a_logged_referral_is_decided_like_any_other(world: World, visit: Visits) -> None:
    with world.as_(world.worker) as database:
        logged = referrals.log_received(
            database,
            referrals.NewReferral(
                commission=world.commissions["hospital"],
                person=world.somebody("Loggedone"),
                answers={"reason": ["assault"]},
                source="police",
                agreement="agreed",
                channel="phone",
                received_at=clocks.now() - timedelta(hours=30),
            ),
        )
    manager = visit(world.manager)
    queue = text_of(manager.get("/queue"))
    assert "Logged by us" in queue
    assert "30 hours" in queue
    answer = manager.post(f"/queue/{logged.id}/accept", {"known": "new"})
    assert answer.url.path.endswith("/allocate")
