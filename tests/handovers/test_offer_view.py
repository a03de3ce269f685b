"""Before it accepts, a receiver sees all that its programme's document offers, and nothing more."""

import random

import pytest
from sqlmodel import select

from app import clocks
from app.database import Viewer
from app.models import Commission, Programme, ReferralOffer
from app.operations.demo import invented
from app.programmes.definition import Definition
from app.programmes.loading import definition_of, newest_version
from app.programmes.questions import CORE_FIELDS
from app.web.found_offer import IN_BANNER
from tests.visits import Visits, text_of
from tests.world import World

# (commission, side, who sends, who receives)
OFFERS = (
    ("hospital", "", "navigator", "manager"),
    ("iris", "", "referrer", "manager"),
    ("schools", "", "referrer", "manager"),
    ("routes", "", "referrer", "manager"),
    ("resettlement", "", "referrer", "rival_manager"),
    ("dvpp", "perpetrator", "referrer", "men_manager"),
    ("dvpp", "partner", "referrer", "partner_manager"),
)


def definition_for(world: World, viewer: Viewer, commission: Commission) -> Definition:
    with world.as_(viewer) as database:
        version = newest_version(database, database.find(Programme, commission.programme_id))
        assert version is not None
        return definition_of(version)


@pytest.mark.parametrize(("name", "side", "sender", "receiver"), OFFERS)
def test_the_offer_is_whole_for_every_programme(
    world: World, visit: Visits, name: str, side: str, sender: str, receiver: str
) -> None:
    commission = world.commissions[name]
    whole = definition_for(world, world.viewers[sender], commission)
    own = whole.for_side(side)
    said = invented.answers(
        random.Random(7),  # noqa: S311 - chance, not secrets
        whole,
        side=side,
        today=clocks.today(),
        setting=str(world.settings["ward"].id),
    )
    sent = world.refer(
        name,
        by=world.viewers[sender],
        side=side,
        source=own.referral.sources[0],
        answers=said | {"own_words": "Said in confidence"},
        person=world.somebody("Offered", family_name="Secretfamily"),
    )
    page = text_of(visit(world.viewers[receiver]).get(f"/queue/{sent.id}"))
    with world.as_(world.viewers[receiver]) as database:
        shown = database.exec(
            select(ReferralOffer.answers).where(ReferralOffer.referral_id == sent.id)
        ).one()
    assert set(shown) <= set(own.referral.offer)
    # What identifies who is meant, and what a decision needs, is in every offer.
    assert {"preferred_name", "reason", "immediate_risk"} <= set(shown)
    for key in set(shown) - IN_BANNER:
        question = own.question(key)
        label = question.short_label if question else CORE_FIELDS[key]
        assert label in page, key
    sensitive = {one.key for one in own.questions if one.sensitive}
    assert not sensitive & set(shown)
    for hidden in ("Secretfamily", "07700", "Said in confidence"):
        assert hidden not in page
