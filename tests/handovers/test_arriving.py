"""What arrives from another service: taken over in one press, each by itself."""

from sqlmodel import select

from app.actions import referrals, transfers
from app.actions.referrals import NewReferral
from app.facts import Kind
from app.models import Case, Fact, Person, Referral, ReferralState
from tests.handovers.partnership import hospital_of, offer
from tests.visits import Visits, text_of
from tests.world import World


def test_all_that_arrive_are_taken_over_in_one_press_but_those_who_may_be_known(
    world: World, visit: Visits
) -> None:
    names = ("Anton", "Berta", "Carlo")
    offers = [offer(world, world.case(person=world.somebody(name))) for name in names]
    # The rival works with a Berta of that age already, and Carlo is taken back meanwhile.
    theirs = world.refer("rival_hospital", by=world.colleague, person=world.somebody("Berta"))
    world.accept(theirs, by=world.rival_manager, worker=world.rival_worker)
    manager = visit(world.rival_manager)
    listed = text_of(manager.get("/queue/transfers"))
    assert all(name in listed for name in names)
    nothing = manager.post("/queue/transfers", {})
    assert nothing.status_code == 422
    assert "Select one case or more" in text_of(nothing)
    with world.as_(world.worker) as database:
        row = database.find(Referral, offers[2].id, lock=True)
        referrals.withdraw(database, row, reason="circumstances-changed")
    done = manager.post("/queue/transfers", {"offers": [str(one.id) for one in offers]})
    shown = text_of(done)
    assert "1 case taken over" in shown
    assert offers[0].reference in shown.split("Taken over")[-1]
    assert offers[1].reference in shown.split("Not taken")[1]
    assert "1 transfer was taken back or decided" in shown
    with world.as_(world.rival_manager) as database:
        assert database.find(Referral, offers[1].id).state == ReferralState.sent
    # Somebody else's transfers are none of theirs to take.
    other = offer(world, world.case(person=world.somebody("Dora")))
    stolen = visit(world.manager).post("/queue/transfers", {"offers": [str(other.id)]})
    assert stolen.status_code == 404
    assert world.again(other, by=world.worker).state == ReferralState.sent
    assert visit(world.rival_worker).get("/queue/transfers").status_code == 404


def test_a_transfer_that_cannot_be_taken_over_stays_as_it_was(world: World, visit: Visits) -> None:
    case, to = world.case(person=world.somebody("Emil")), hospital_of(world, "provider")
    with world.as_(world.manager) as database:
        person = database.find(Person, case.person_id)
        new = NewReferral(to, person, {"reason": ["assault"]}, "ed", "agreed")
        referrals.accept(database, referrals.send(database, new))
    # Emil has a case in that service now, and is offered to it once more.
    with world.as_(world.worker) as database:
        sent = transfers.offer(database, database.find(Case, case.id), new)
    done = visit(world.manager).post("/queue/transfers", {"offers": [str(sent.id)]})
    assert "None was taken over" in text_of(done)
    now = world.again(sent, by=world.manager)
    assert (now.state, now.accepted_at) == (ReferralState.sent, None)
    with world.as_(world.manager) as database:
        stated = select(Fact.seq).where(Fact.source_id == sent.id, Fact.kind == Kind.accepted)
        assert database.exec(stated).first() is None
