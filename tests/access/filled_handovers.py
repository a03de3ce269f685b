"""A case that is offered to another provider together with others, in the filled partnership."""

from app.actions import allocation, referrals, transfers
from app.models import Case, Person, Referral
from app.queries.arriving import arriving
from tests.access.filled import Filled, Readers, new_referral
from tests.access.people import PROVIDER, RIVAL, TRUST
from tests.handovers.partnership import rival_hospital


def hand_over(made: Filled) -> None:
    """Somebody goes over to the rival: until it accepts it reads the name and the offer only."""
    world, both = made.world, TRUST | PROVIDER
    first, to = world.commissions["hospital"], rival_hospital(world)
    with world.as_(world.navigator) as database:
        by = Readers(both | RIVAL, both, frozenset())
        sent = referrals.send(database, new_referral(made, "hospital", "handed over", by))
    with world.as_(world.manager) as database:
        case = referrals.accept(database, database.find(Referral, sent.id, lock=True))
        allocation.allocate(database, case, account_id=world.second_worker.account_id)
    words = made.secrets.word("words that go with a transfer", PROVIDER, shown=False)
    with world.as_(world.manager) as database:
        case = database.find(Case, case.id)
        person = database.find(Person, case.person_id)
        new = referrals.NewReferral(to, person, {"handed_over": words}, "ed", "agreed")
        batch = transfers.offer_all(database, first, to, [(case.id, new)])
    made.keep("transfer", "hospital", PROVIDER, batch_id=batch.id)
    made.secrets.mark(case.id, "id of a case that is handed over", PROVIDER)
    with world.as_(world.rival_manager) as database:
        waiting = arriving(database)
    made.keep("taking over", "rival", RIVAL, query=f"?offers={waiting[0].id}")
    hospital = made.cases["hospital"].id
    made.keep("handing", "hospital", PROVIDER, case_id=hospital, code=to.id)
