"""An onward referral is counted for the commission that made it, also when it is accepted."""

from sqlmodel import col, select

from app.actions import onward, referrals
from app.facts import Kind
from app.models import Case, Fact, Person, Referral
from tests.world import World


def test_an_accepted_onward_referral_counts_for_the_commission_it_came_from(world: World) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        mine = database.find(Case, case.id)
        sent = onward.refer_on(
            database,
            mine,
            referrals.NewReferral(
                commission=world.commissions["resettlement"],
                person=database.find(Person, mine.person_id),
                answers={"reason": ["gang"], "strand": "community"},
                source="other-programme",
                agreement="agreed",
            ),
        )
    with world.as_(world.rival_manager) as database:
        referrals.accept(database, database.find(Referral, sent.id, lock=True))
    with world.as_(world.manager) as database:
        said = database.exec(
            select(Fact).where(col(Fact.kind) == Kind.onward_accepted, Fact.source_id == sent.id)
        ).one()
        assert said.commission_id == case.commission_id
        assert said.code == "ed-navigators"
    with world.as_(world.rival_manager) as database:
        seen = select(Fact).where(col(Fact.kind) == Kind.onward_accepted)
        assert database.exec(seen).all() == []
