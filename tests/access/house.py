"""What lies around the lines of the filled partnership: drafts, hand-overs, the house itself."""

from dataclasses import replace
from datetime import timedelta

from app import clocks
from app.access import DatabaseRole
from app.actions import drafts, handovers
from app.database import transaction
from app.models import Membership, MembershipCommission, Role, Side
from tests.access.brought import bring_in
from tests.access.filled import Filled
from tests.access.guested import let_guests_in
from tests.access.people import EVERYBODY, MEN, PARTNER, PRACTICE, PROVIDER, RIVAL, TRUST
from tests.world import employ


def furnish(made: Filled) -> None:
    """Drafts of a shift and of one person, hand-over notes, and what an administrator keeps."""
    _drafts(made)
    _handovers(made)
    _house(made)
    let_guests_in(made)
    bring_in(made)


def _drafts(made: Filled) -> None:
    world, hide = made.world, made.secrets.word
    quick = f"/referrals/new/{world.commissions['hospital'].id}/quick"
    kept = {
        "shift": ("navigator", quick, True, TRUST),
        "private": ("referrer", f"/referrals/new/{world.commissions['iris'].id}", False, PRACTICE),
        "worker": ("worker", f"/cases/{made.cases['hospital'].id}/notes/new", False, {"worker"}),
    }
    for name, (who, form, shared, seen_by) in kept.items():
        box = "words" if name == "worker" else "preferred_name"
        typed = {box: [hide(f"{name} draft", seen_by, shown=name != "worker")]}
        with world.as_(made.world.viewers[who]) as database:
            draft = drafts.save(database, form=form, typed=typed, shared=shared)
        made.keep("draft", name, frozenset(seen_by), draft_id=draft.id)


def _handovers(made: Filled) -> None:
    for who, seen_by in (("navigator", TRUST), ("own_navigator", PROVIDER)):
        words = made.secrets.word(f"hand-over of the {who}", seen_by, shown=who == "navigator")
        with made.world.as_(made.world.viewers[who]) as database:
            handovers.write(database, words=words)


def _house(made: Filled) -> None:
    """What an administrator keeps, and the services that people refer to."""
    world = made.world
    everybody = EVERYBODY
    for name in ("hospital", "dvpp"):
        made.keep("service", name, everybody, commission_id=world.commissions[name].id)
    for name, seen_by in (("hospital", PROVIDER), ("dvpp", MEN | PARTNER), ("resettlement", RIVAL)):
        made.keep("own service", name, seen_by, commission_id=world.commissions[name].id)
    for name, seen_by in (("worker", PROVIDER), ("men_worker", MEN)):
        made.keep("colleague", name, seen_by, account_id=made.world.viewers[name].account_id)
    with transaction(role=DatabaseRole.administration) as database:
        start = clocks.today() - timedelta(days=9)
        worker = ("provider", Role.worker, Side.none)
        employ(database, world, {"limited_worker": worker, "leaver": worker}, start)
        limited, leaver = world.limited_worker, world.viewers.pop("leaver")
        limited_to = database.find(Membership, limited.membership_id)
        limited_to.every_commission = False
        iris = world.commissions["iris"].id
        database.add(MembershipCommission(membership_id=limited_to.id, commission_id=iris))
        database.record(limited_to, "limited")
        world.viewers["limited_worker"] = replace(limited, every_commission=False)
    made.keep(
        "house",
        "house",
        everybody,
        organisation_id=world.organisations["house"].id,
        user_id=leaver.account_id,
        role_id=leaver.membership_id,
        setting_id=world.settings["school"].id,
        commission_id=world.commissions["schools"].id,
    )
