"""Family, labels, agreement and sharing of the filled partnership, with canaries in every text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app import clocks
from app.access import DatabaseRole
from app.actions import allocation, labels, links, matching, network, referrals, sharing
from app.database import transaction
from app.models import Case, Person, Referral
from tests.access.people import ADMINISTRATION, LISTED, MEN, PARTNER, PROVIDER, RIVAL, TRUST

if TYPE_CHECKING:
    from tests.access.filled import Filled

LINES = {
    "hospital": ("manager", "worker", PROVIDER),
    "restricted": ("manager", "worker", LISTED),
    "iris": ("manager", "second_worker", PROVIDER),
    "men": ("men_manager", "men_worker", MEN),
    "partner": ("partner_manager", "partner_worker", PARTNER),
    "rival": ("rival_manager", "rival_worker", RIVAL),
}


def fill_people(made: Filled) -> None:
    """Everything that can be around a person, on the case of every line."""
    for name in LINES:
        _around(made, name)
    _later_case(made)
    _agree_to_match(made)


def _around(made: Filled, name: str) -> None:
    _, worker, seen_by = LINES[name]
    world, today = made.world, clocks.today()

    def hide(about: str, **more: Any) -> str:
        return made.secrets.word(f"{name}: {about}", seen_by, shown=False, **more)

    other = _second_record(made, name)
    with world.as_(world.viewers[worker]) as database:
        case = database.find(Case, made.cases[name].id, lock=True)
        relative = network.add_relative(
            database, case, relation="parent", name=hide("name of a parent"), age=None,
            lives="here", contact="not-safe", phone=None, words=hide("words about a parent"),
        )  # fmt: skip
        professional = network.add_professional(
            database, case, name=hide("name of a professional"), job=hide("job"),
            employer=hide("employer"), phone=None, may_tell="no",
        )  # fmt: skip
        network.assess_competence(
            database, case, question="take-part", decision="able", assessor=hide("assessor"),
            assessed_on=today, ground=hide("ground of an assessment"),
        )  # fmt: skip
        label = labels.put_label(
            database, case, kind="gang", detail="gang-association:exploited", victim="yes",
            said_by="police", said_on=today, ground=hide("ground of a label"),
            review_by=today + timedelta(days=60), disputed=hide("what they say to a label"),
        )  # fmt: skip
        sharing.record_agreement(
            database, case, answer="agreed", given_by="person", manner="spoken", given_on=today,
            about=hide("what was agreed to"),
        )  # fmt: skip
        sharing.record_basis(
            database, case, purpose="support", basis="f", condition=None, from_on=today,
            ground=hide("ground of a basis"),
        )  # fmt: skip
        decision = sharing.record_decision(
            database, case, shared=True, recipient="police", recipient_name=hide("told whom"),
            what=hide("told what"), agreed=False, ground="child-at-risk",
            reasons=hide("reasons to share"), decider=hide("who decided"), decided_on=today,
            told=False, safe_to_show=False,
        )  # fmt: skip
        one, two = database.find(Person, case.person_id), database.find(Person, other.person_id)
        link = links.decide(
            database, one, two, same=False, reason=hide("reason about a pair"), case_id=case.id
        )
    made.keep(
        "around", name, seen_by, case_id=case.id, relative_id=relative.id,
        professional_id=professional.id, label_id=label.id, person_id=other.person_id,
        link_id=link.id, what="decisions", record_id=decision.id, name="release_date",
        occasion="baseline",
    )  # fmt: skip


def _second_record(made: Filled, name: str) -> Case:
    """Another case of the same service, whose person might be the same."""
    from tests.access.filled import LINES as REFERRED
    from tests.access.filled import Readers, new_referral

    sender, _, _, _, manager, _, senders, receivers = REFERRED[name]
    world, both = made.world, senders | receivers
    with world.as_(world.viewers[sender]) as database:
        new = new_referral(made, name, f"{name} second", Readers(both, both, frozenset()))
        act = referrals.log_received if sender == "rival_worker" else referrals.send
        received = clocks.now() if sender == "rival_worker" else None
        sent = act(database, new._replace(received_at=received))
    with world.as_(world.viewers[manager]) as database:
        case = referrals.accept(database, database.find(Referral, sent.id, lock=True))
    if name == "restricted":
        from app.actions import restriction

        with world.as_(world.viewers[manager]) as database:
            listed = {world.viewers[one].account_id for one in LISTED}
            restriction.restrict(
                database, database.find(Case, case.id, lock=True), account_ids=listed
            )
    return case


def _later_case(made: Filled) -> None:
    """A new case of the person of the hospital line: what the earlier one knows is offered to it."""
    from tests.access.filled import Readers, new_referral

    world, both = made.world, TRUST | PROVIDER
    with world.as_(world.navigator) as database:
        new = new_referral(made, "hospital", "later", Readers(both, both, frozenset()))
        # Another service of the same provider: in one service nobody has two open cases.
        sent = referrals.send(database, new._replace(commission=world.commissions["routes"]))
    with world.as_(world.manager) as database:
        person = database.find(Person, made.cases["hospital"].person_id)
        offer = database.find(Referral, sent.id, lock=True)
        case = referrals.accept(database, offer, person=person)
        allocation.allocate(database, case, account_id=world.worker.account_id)
    made.keep("later", "hospital", PROVIDER, case_id=case.id)


def _agree_to_match(made: Filled) -> None:
    world = made.world
    with transaction(role=DatabaseRole.administration) as database:
        agreement = matching.agree(
            database,
            one_id=world.organisations["provider"].id,
            other_id=world.organisations["rival"].id,
            reference="In the blue folder",
            from_day=date(2026, 1, 1),
        )
    made.keep("matching", "one", ADMINISTRATION, agreement_id=agreement.id)
