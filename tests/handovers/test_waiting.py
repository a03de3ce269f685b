"""Whoever waits is seen: the list by its rule, its reviews, and what nobody acted on."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clocks
from app.access import DatabaseRole
from app.actions import cases, memberships, referrals
from app.database import transaction
from app.facts import Kind
from app.forms.reasons import EndReason
from app.models import Case, Fact, Membership, Referral
from app.operations import handing
from app.reporting.counting import Question, count
from app.reporting.measures import MEASURES
from app.reporting.periods import Quarter
from tests.visits import Visits, text_of
from tests.worklists.statements import counted, reads
from tests.world import World


def wait(world: World, referral: Referral, days: int) -> None:
    with world.as_(world.manager) as database:
        row = database.find(Referral, referral.id, lock=True)
        day = clocks.today() + timedelta(days=days)
        referrals.wait(database, row, review_on=day)


def test_the_line_is_in_the_order_that_the_page_states(world: World, visit: Visits) -> None:
    now = clocks.now()
    with clocks.turned_to(now - timedelta(days=9)):
        first = world.refer(person=world.somebody("Firstcome"))
    with clocks.turned_to(now - timedelta(days=4)):
        later = world.refer(person=world.somebody("Latercome"))
        wait(world, later, 2)
    wait(world, first, 20)
    urgent = world.refer(person=world.somebody("Urgently"), immediate_risk=True)
    wait(world, urgent, 5)
    manager, path = visit(world.manager), f"/waiting/{first.commission_id}"
    page = text_of(manager.get(path))
    assert "Immediate risk first" in page
    # Not who was put on the list first, but who was referred first.
    assert page.index("Urgently") < page.index("Firstcome") < page.index("Latercome")
    assert page.count("Review overdue") == 1
    day = clocks.today() + timedelta(days=30)
    boxes = {f"review_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    moved = manager.post(f"/queue/{later.id}/review", boxes)
    assert "Review overdue" not in text_of(moved)
    assert world.again(later, by=world.navigator).review_on == day
    # A worker reads the list and decides nothing.
    seen = text_of(visit(world.worker).get(path))
    assert "Firstcome" in seen
    assert "Decide" not in seen
    manager.post(f"/queue/{urgent.id}/accept", {"known": "new"})
    assert "Urgently" not in text_of(manager.get(path))
    late = manager.post(f"/queue/{urgent.id}/review", boxes)
    assert late.status_code == 409
    assert "not on the waiting list any more" in text_of(late)


def test_waiting_lists_and_transfers_take_few_statements(world: World, visit: Visits) -> None:
    for number in range(4):
        wait(world, world.refer(person=world.somebody(f"Waits{number}")), 3)
        world.case(person=world.somebody(f"Works{number}"))
    manager, one = visit(world.manager), world.commissions["hospital"].id
    for path, most in (
        ("/waiting", 1),
        (f"/waiting/{one}", 2),
        ("/transfers", 3),
        (f"/transfers/from/{one}", 6),
    ):
        manager.get(path)
        with counted() as sent:
            assert manager.get(path).status_code == 200
        assert len(reads(sent)) <= most, "\n\n".join(reads(sent))


def test_what_nobody_acted_on_is_named_to_the_sender_and_counted_once(
    world: World, visit: Visits
) -> None:
    now = clocks.now()
    with clocks.turned_to(now - timedelta(days=9)):
        # Nobody is left at its sender: that holds up none of the others.
        world.refer("iris", by=world.referrer, source="gp", answers={})
    with transaction(role=DatabaseRole.administration) as database:
        role = database.find(Membership, world.referrer.membership_id)
        memberships.end_membership(database, role, reason=EndReason.left)
    with clocks.turned_to(now - timedelta(days=8)):
        forgotten = world.refer(person=world.somebody("Forgotten"))
        decided = world.refer(person=world.somebody("Decided"))
        asked = world.refer(person=world.somebody("Asked"))
        with world.as_(world.manager) as database:
            row = database.find(Referral, asked.id, lock=True)
            referrals.ask(database, row, question="When is a good time?")
    world.accept(decided)
    fresh = world.refer(person=world.somebody("Fresh"))
    for _ in range(2):
        handing.note_unacted()
    navigator = visit(world.navigator)
    home = text_of(navigator.get("/"))
    assert "Nobody has acted on 1 referral" in home
    assert "Forgotten Testcase No answer" in home
    # The receiver asked: now it is the sender's turn.
    for name in ("Decided", "Asked", "Fresh"):
        assert f"{name} Testcase No answer" not in home
    # What one logged for a service of one's own waits in one's own queue: nobody is named for it.
    with world.as_(world.manager) as database:
        long_ago = now - timedelta(days=8)
        new = referrals.NewReferral(
            world.commissions["hospital"],
            world.somebody("Logged"),
            {"reason": ["assault"]},
            "ed",
            "agreed",
            received_at=long_ago,
        )
        referrals.log_received(database, new)
    own = text_of(visit(world.manager).get("/referrals"))
    assert "Logged" in own
    assert "Nobody has acted in time (0)" in own
    assert own.count("Nobody has acted") == 1
    listed = text_of(navigator.get("/referrals?unacted=yes"))
    assert "Nobody has acted in time (1)" in listed
    assert "Fresh" not in listed
    assert "Nobody has acted on this referral" in text_of(
        navigator.get(f"/referrals/{forgotten.id}")
    )
    with world.as_(world.manager) as database:
        facts = database.exec(select(Fact).where(Fact.kind == int(Kind.unacted))).all()
    assert [(one.referral, one.happened_on) for one in facts] == [
        (forgotten.id, forgotten.act_by and forgotten.act_by.astimezone(clocks.LONDON).date())
    ]
    # Noted later than it was due or not: the commissioner's cell is one, and so hidden.
    answer = count(Question(Quarter.of(facts[0].happened_on)), world.commissioner)
    assert answer.total.cells["unacted"].is_hidden
    assert not MEASURES["unacted"].own_only
    # An answer gives the receiver its time anew.
    with world.as_(world.navigator) as database:
        row = database.find(Referral, asked.id, lock=True)
        referrals.answer(database, row, answer="After four")
    assert (world.again(asked, by=world.navigator).act_by or now) > now
    assert fresh.act_by is not None


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("not-reachable", "They could not reach this person"), ("moved", "Their work ended on")],
)
def test_the_receipt_says_whether_somebody_could_be_reached(
    world: World, visit: Visits, reason: str, sentence: str
) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason=reason, planned=False)
    navigator = visit(world.navigator)
    page = text_of(navigator.get(f"/referrals/{case.referral_id}"))
    assert sentence in page
    # Status and date; not the reason, where it is another.
    assert "Moved out" not in page
    with world.as_(world.manager) as database:
        cases.reopen(database, database.find(Case, case.id, lock=True))
    assert sentence not in text_of(navigator.get(f"/referrals/{case.referral_id}"))
