"""A case goes over to another provider, and nobody is ever without one."""

from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from app.actions import cases, referrals, restriction, transfers
from app.actions.referrals import NewReferral
from app.errors import NotFound, Refused, Stale
from app.models import Case, CaseState, Fact, Person, Referral, ReferralState, Task
from app.operations import handing
from tests.handovers.partnership import hospital_of, offer, rival_hospital, take_over
from tests.test_races import together
from tests.visits import Visits, text_of
from tests.world import World


def test_a_case_is_offered_from_its_page_with_what_was_answered(
    world: World, visit: Visits
) -> None:
    case = world.case(answers={"reason": ["assault"], "discharge": "home"})
    to = rival_hospital(world)
    worker, path = visit(world.worker), f"/cases/{case.id}/transfer"
    chosen = worker.get(path)
    assert to.name in chosen.text
    assert f'value="{world.commissions["hospital"].id}"' not in chosen.text.split("<main")[1]
    form = worker.post(path, {"service": str(to.id)})
    assert f"Transfer to {to.name}" in text_of(form)
    # What was answered once is not asked again.
    assert 'value="assault" checked' in form.text
    refused = worker.post(f"{path}/to/{to.id}", {"reason": ["assault"], "handed_over": "Kept"})
    assert refused.status_code == 422
    assert "Kept" in refused.text
    boxes = {
        "agreement": "agreed",
        "reason": ["assault"],
        "approach": "face-to-face",
        "handed_over": "Best after school",
    }
    done = worker.post(f"{path}/to/{to.id}", boxes)
    assert done.status_code == 200, text_of(done)
    assert "The case stays yours until they accept" in text_of(done)
    assert "Offered to" in text_of(done)
    with world.as_(world.worker) as database:
        sent = database.exec(select(Referral).where(Referral.from_case_id == case.id)).one()
        assert sent.transfer
    # Before it accepts the receiver reads what the programme shows, and that it is a transfer.
    manager = visit(world.rival_manager)
    seen = text_of(manager.get(f"/queue/{sent.id}"))
    assert "A transfer" in seen
    assert "Best after school" not in seen
    manager.post(f"/queue/{sent.id}/accept", {"known": "new"})
    with world.as_(world.rival_manager) as database:
        new = database.exec(select(Case).where(Case.referral_id == sent.id)).one()
    assert "Best after school" in text_of(manager.get(f"/cases/{new.id}/referral"))


def test_the_first_case_closes_as_transferred_when_the_second_is_open(
    world: World, visit: Visits
) -> None:
    case = world.case()
    world.engage(case)
    world.meet(case)
    sent = offer(world, case)
    take_over(world, sent, settle=False)
    # Between the press and the job the person has two cases, never none.
    assert world.again(case, by=world.worker).state == CaseState.active
    handing.settle_transfer(sent.id)
    handing.settle_transfer(sent.id)
    closed = world.again(case, by=world.worker)
    assert (closed.state, closed.close_reason, closed.planned) == (
        CaseState.closed,
        "another-provider",
        True,
    )
    with world.as_(world.worker) as database:
        tasks = database.exec(select(Task).where(Task.case_id == case.id)).all()
        ends = database.exec(
            select(Fact.code).where(Fact.referral == case.referral_id, Fact.kind == 15)
        ).all()
    # The next provider follows up; the closure is counted once.
    assert (list(tasks), list(ends)) == ([], ["another-provider"])
    page = text_of(visit(world.worker).get(f"/cases/{case.id}"))
    assert "Transferred to another provider" in page
    # Who referred first reads that the work ended, and nothing of where it went.
    receipt = text_of(visit(world.navigator).get(f"/referrals/{case.referral_id}"))
    assert "has finished its work" in receipt
    assert "rival" not in receipt
    assert "ransfer" not in receipt


def test_a_declined_transfer_leaves_the_case_and_a_task(world: World, visit: Visits) -> None:
    case = world.case()
    sent = offer(world, case)
    with world.as_(world.rival_manager) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.decline(database, row, reason="no-capacity", whose="no-capacity")
    for _ in range(2):
        handing.settle_transfer(sent.id)
    assert world.again(case, by=world.worker).state == CaseState.open
    page = text_of(visit(world.worker).get(f"/cases/{case.id}"))
    assert "declined to take this person over" in page
    assert "The transfer was declined: say what comes next" in page
    with world.as_(world.worker) as database:
        assert len(database.exec(select(Task).where(Task.case_id == case.id)).all()) == 1
    # And it may be offered again.
    assert offer(world, case).state == ReferralState.sent


def test_while_it_is_offered_a_case_is_worked_on_but_not_closed_or_offered_twice(
    world: World,
) -> None:
    case = world.case()
    sent = offer(world, case)
    world.meet(case)
    with pytest.raises(Refused, match="offered to another provider"):
        offer(world, case)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        with pytest.raises(Refused, match="take the offer back"):
            cases.close(database, row, reason="moved", planned=False)
        database.rollback()
    with world.as_(world.worker) as database:
        row = database.find(Referral, sent.id, lock=True)
        referrals.withdraw(database, row, reason="circumstances-changed")
    with world.as_(world.worker) as database:
        cases.close(
            database, database.find(Case, case.id, lock=True), reason="moved", planned=False
        )


def test_the_receiver_reads_nothing_of_the_first_case(world: World) -> None:
    case = world.case()
    take_over(world, offer(world, case))
    with world.as_(world.rival_manager) as database, pytest.raises(NotFound):
        database.find(Case, case.id)


def test_a_transfer_of_a_restricted_case_is_hidden_from_colleagues_not_on_its_list(
    world: World,
) -> None:
    case = world.case()
    with world.as_(world.manager) as database:
        listed = {world.manager.account_id, world.worker.account_id}
        restriction.restrict(database, database.find(Case, case.id, lock=True), account_ids=listed)
    sent = offer(world, case)
    with world.as_(world.second_worker) as database, pytest.raises(NotFound):
        database.find(Referral, sent.id)
    take_over(world, sent)
    assert world.again(case, by=world.worker).state == CaseState.closed


def test_all_cases_of_a_service_are_handed_over_in_one_press(
    world: World, visit: Visits, owner: Engine
) -> None:
    to = rival_hospital(world)
    ours = [world.case(person=world.somebody(name)) for name in ("Anton", "Berta", "Carlo")]
    already = world.case(person=world.somebody("Dora"))
    offer(world, already)
    manager = visit(world.manager)
    path = f"/transfers/from/{world.commissions['hospital'].id}"
    dry = manager.get(path)
    assert f"offered to {to.name} already" in text_of(dry)
    with owner.connect() as connection:
        count = "SELECT count(*) FROM referral WHERE batch_id IS NOT NULL"
        before = connection.scalar(text(count))
    refused = manager.post(path, {"cases": [str(ours[0].id)], "handed_over": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text
    chosen = [str(case.id) for case in ours[:2]]
    boxes = {"to": str(to.id), "cases": chosen, "agreement": "agreed", "handed_over": "As agreed"}
    # One that cannot go: all stay, and it is named.
    mixed = manager.post(path, boxes | {"cases": [*chosen, str(already.id)]})
    assert mixed.status_code == 409
    assert already.reference in text_of(mixed)
    with owner.connect() as connection:
        assert connection.scalar(text(count)) == before
    done = manager.post(path, boxes)
    assert done.url.path.startswith("/transfers/")
    assert "2 cases to rival" in text_of(done)
    with world.as_(world.manager) as database:
        sent = database.exec(
            select(Referral).where(col(Referral.batch_id).is_not(None), Referral.transfer)
        ).all()
        mine = [one for one in sent if str(one.from_case_id) in chosen]
    assert {str(one.from_case_id) for one in mine} == set(chosen)
    take_over(world, mine[0])
    again = text_of(manager.get(done.url.path))
    assert "Accepted 1" in again
    assert visit(world.rival_manager).get(done.url.path).status_code == 404
    assert visit(world.worker).get("/transfers").status_code in {403, 404}


def test_two_transfers_of_one_case_raced_end_as_one(world: World) -> None:
    rival_hospital(world)
    for _ in range(3):
        case = world.case(person=world.somebody(f"Quillon{uuid4().hex[:6]}"))
        offers = [partial(offer, world, case, by=by) for by in (world.worker, world.manager) * 2]
        ended = together(*offers)
        assert sum(isinstance(one, Referral) for one in ended) == 1
        lost = [one for one in ended if not isinstance(one, Referral)]
        assert all(isinstance(one, Refused | Stale | NotFound) for one in lost), lost


def test_accepting_a_transfer_against_taking_it_back_ends_as_one(world: World) -> None:
    for _ in range(3):
        case = world.case(person=world.somebody(f"Quillon{uuid4().hex[:6]}"))
        sent = offer(world, case)

        def take_back(one: Referral = sent) -> None:
            with world.as_(world.worker) as database:
                row = database.find(Referral, one.id, lock=True)
                referrals.withdraw(database, row, reason="circumstances-changed")

        ended = together(partial(take_over, world, sent), take_back)
        assert sum(isinstance(one, Refused | Stale | NotFound) for one in ended) == 1
        # Either two cases, the first closed; or one, still open. Never none.
        state = world.again(case, by=world.worker).state
        taken = world.again(sent, by=world.worker).state == ReferralState.accepted
        assert (state == CaseState.closed) == taken


def test_a_case_goes_from_one_service_to_another_of_the_same_provider(
    world: World, visit: Visits
) -> None:
    case = world.case(person=world.somebody("Ottokar"))
    world.engage(case)
    world.meet(case)
    to = hospital_of(world, "provider")
    worker, path = visit(world.worker), f"/cases/{case.id}/transfer"
    assert "(your own)" in text_of(worker.get(path))
    boxes = {"agreement": "agreed", "reason": ["assault"], "approach": "face-to-face"}
    done = worker.post(f"{path}/to/{to.id}", boxes)
    assert "Until it is accepted there" in text_of(done), text_of(done)
    with world.as_(world.manager) as database:
        sent = database.exec(select(Referral).where(Referral.from_case_id == case.id)).one()
    manager = visit(world.manager)
    # They are not asked whether somebody they hand over to themselves is known.
    assert "Is this somebody you know?" not in text_of(manager.get(f"/queue/{sent.id}"))
    manager.post(f"/queue/{sent.id}/accept", {"known": "new"})
    handing.settle_transfer(sent.id)
    closed = world.again(case, by=world.worker)
    assert (closed.state, closed.close_reason) == (CaseState.closed, "another-service")
    with world.as_(world.manager) as database:
        new = database.exec(select(Case).where(Case.referral_id == sent.id)).one()
    assert (new.person_id, new.commission_id) == (case.person_id, to.id)
    page = text_of(worker.get(f"/cases/{case.id}"))
    assert "Transferred to another service of ours" in page
    with world.as_(world.worker) as database, pytest.raises(Refused, match="in that service"):
        person = database.find(Person, new.person_id)
        again = NewReferral(to, person, {}, "self", "agreed")
        transfers.offer(database, database.find(Case, new.id), again)
