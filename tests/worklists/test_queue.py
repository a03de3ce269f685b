"""The queue: the most pressing first, and only one's own."""

from datetime import timedelta

from app import clocks
from app.actions import referrals
from app.models import Referral, ReferralState
from app.queries.keyset import Turn
from app.queries.queue import QueueFilter, offers, standings
from tests.visits import Visits, text_of
from tests.world import World


def test_immediate_risk_comes_first_then_least_time_left_then_oldest(world: World) -> None:
    old = clocks.now() - timedelta(days=3)
    with clocks.turned_to(old):
        first_sent = world.refer(person=world.somebody("Oldest"))
    late = world.refer(person=world.somebody("Late"), attended_at=clocks.now() - timedelta(days=20))
    calm = world.refer(person=world.somebody("Calm"))
    urgent = world.refer(person=world.somebody("Urgent"), immediate_risk=True)
    with world.as_(world.manager) as database:
        rows = offers(database, QueueFilter(), Turn()).rows
    assert [row.id for row in rows] == [urgent.id, late.id, first_sent.id, calm.id]
    assert rows[0].name == "Urgent"


def test_the_queue_says_why_in_words(world: World, visit: Visits) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=30)):
        world.refer(person=world.somebody("Overdue"))
    world.refer(person=world.somebody("Urgent"), immediate_risk=True)
    text = text_of(visit(world.manager).get("/queue"))
    assert "Immediate risk" in text
    assert "overdue by" in text
    assert "30 days" in text
    assert text.index("Urgent") < text.index("Overdue")


def test_filters_are_plain_addresses(world: World, visit: Visits) -> None:
    world.refer(person=world.somebody("Hospitalcase"))
    world.refer(
        "iris", by=world.referrer, person=world.somebody("Iriscase"), answers={}, source="gp"
    )
    waiting = world.refer(person=world.somebody("Waitingcase"))
    with world.as_(world.manager) as database:
        referrals.wait(
            database,
            database.find(Referral, waiting.id, lock=True),
            review_on=clocks.today() + timedelta(days=7),
        )
    manager = visit(world.manager)
    everything = text_of(manager.get("/queue"))
    assert "All (3)" in everything
    assert "To decide (2)" in everything
    assert "Waiting list (1)" in everything
    only = text_of(manager.get("/queue?state=waiting"))
    assert "Waitingcase" in only
    assert "Hospitalcase" not in only
    iris = text_of(manager.get("/queue?programme=iris"))
    assert "Iriscase" in iris
    assert "Hospitalcase" not in iris
    commission = world.commissions["hospital"].id
    assert "Iriscase" not in text_of(manager.get(f"/queue?commission={commission}"))
    # A value nobody knows is no filter, and no fault.
    assert "All (3)" in text_of(manager.get("/queue?state=nonsense&commission=1&after=x"))


def test_pages_by_key_miss_nobody_and_repeat_nobody(world: World) -> None:
    sent = {world.refer(person=world.somebody(f"Person {n}")).id for n in range(7)}
    seen, turn = [], Turn()
    with world.as_(world.manager) as database:
        for _ in range(4):
            found = offers(database, QueueFilter(), turn, size=2)
            seen += [row.id for row in found.rows]
            if found.next is None:
                break
            turn = Turn(after=found.next)
        back = offers(database, QueueFilter(), Turn(before=seen[4]), size=2)
    assert len(seen) == 7
    assert set(seen) == sent
    assert [row.id for row in back.rows] == seen[2:4]
    assert back.previous == seen[2]


def test_somebody_else_finds_nothing(world: World, visit: Visits) -> None:
    referral = world.refer(person=world.somebody("Hidden"))
    for viewer in (world.rival_manager, world.men_manager, world.navigator):
        with world.as_(viewer) as database:
            assert offers(database, QueueFilter(), Turn()).rows == []
            assert standings(database) == []
    stranger = visit(world.rival_manager)
    assert "Hidden" not in stranger.get("/queue").text
    for path in ("", "/accept", "/decline", "/ask", "/wait"):
        assert stranger.get(f"/queue/{referral.id}{path}").status_code == 404
    # The sender follows it on the receipt, not in the receiver's queue.
    assert visit(world.navigator).get(f"/queue/{referral.id}").status_code == 404
    assert visit(world.commissioner).get("/queue").status_code == 404


def test_the_other_side_finds_nothing(world: World, visit: Visits) -> None:
    referral = world.refer(
        "dvpp", by=world.referrer, side="partner", person=world.somebody("Walled"), answers={}
    )
    assert "Walled" in visit(world.partner_manager).get("/queue").text
    assert "Walled" not in visit(world.men_manager).get("/queue").text
    assert visit(world.men_manager).get(f"/queue/{referral.id}").status_code == 404


def test_an_empty_queue_says_so(world: World, visit: Visits) -> None:
    assert "Nothing waits for a decision" in text_of(visit(world.manager).get("/queue"))


def test_htmx_gets_the_list_alone(world: World, visit: Visits) -> None:
    world.refer(person=world.somebody("Partial"))
    answer = visit(world.manager).get(
        "/queue?state=sent", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert "Partial" in answer.text
    assert "<html" not in answer.text


def test_a_worker_sees_the_queue_and_decides_nothing(world: World, visit: Visits) -> None:
    referral = world.refer(person=world.somebody("Seen"))
    worker = visit(world.worker)
    assert "Seen" in worker.get("/queue").text
    assert "A manager decides" in text_of(worker.get(f"/queue/{referral.id}"))
    assert worker.get(f"/queue/{referral.id}/decline").status_code == 404
    assert worker.post(f"/queue/{referral.id}/accept", {"known": "new"}).status_code == 404
    assert world.again(referral, by=world.manager).state == ReferralState.sent
