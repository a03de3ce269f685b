"""A second provider under the same programme, and a transfer to it."""

from datetime import timedelta
from uuid import UUID

from app import clocks
from app.access import DatabaseRole
from app.actions import referrals, transfers
from app.actions.referrals import NewReferral
from app.database import Viewer, transaction
from app.models import Case, Commission, Person, Referral, Tier
from app.operations import handing
from tests.world import World


def rival_hospital(world: World) -> Commission:
    """The rival's own commission of the hospital programme."""
    return hospital_of(world, "rival")


def hospital_of(world: World, provider: str) -> Commission:
    """A further commission of the hospital programme, bought from one of the providers."""
    name = f"{provider}_hospital"
    if name not in world.commissions:
        first = world.commissions["hospital"]
        with transaction(role=DatabaseRole.administration) as database:
            made = Commission(
                name=f"{provider} hospital {world.tag}",
                programme_id=first.programme_id,
                provider_id=world.organisations[provider].id,
                commissioner_id=first.commissioner_id,
                tier=Tier.tertiary,
                starts_on=clocks.today() - timedelta(days=800),
                places=2,
            )
            database.add(made)
            database.flush()
            database.record(made, "added")
        world.commissions[name] = made
    return world.commissions[name]


def offer(world: World, case: Case, *, by: Viewer | None = None) -> Referral:
    """Offer a case of the hospital commission to the rival."""
    to = rival_hospital(world)
    with world.as_(by or world.worker) as database:
        person = database.find(Person, case.person_id)
        new = NewReferral(
            to, person, {"reason": ["assault"], "handed_over": "Likes music"}, "ed", "agreed"
        )
        return transfers.offer(database, database.find(Case, case.id), new)


def take_over(world: World, referral: Referral, *, settle: bool = True) -> UUID:
    """Accept a transfer as the rival's manager; the first case closes if the job is done."""
    with world.as_(world.rival_manager) as database:
        case = referrals.accept(database, database.find(Referral, referral.id, lock=True))
    if settle:
        handing.settle_transfer(referral.id)
    return case.id
