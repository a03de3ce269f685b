"""Referring on from a case: to another service here, or to one outside that is only named."""

from uuid import UUID

from sqlmodel import col, select

from app.facts import Kind
from app.models import Fact, Note, Person, Referral
from tests.visits import Visits, text_of
from tests.world import World


def sent_from(world: World, case_id: object) -> list[Referral]:
    with world.as_(world.worker) as database:
        return list(
            database.exec(select(Referral).where(col(Referral.from_case_id) == case_id)).all()
        )


def counted(world: World, person_id: UUID) -> list[str]:
    """Where the onward referrals of a person went, as the ledger has it."""
    with world.as_(world.worker) as database:
        subject = database.find(Person, person_id).subject
        facts = select(Fact.code).where(
            col(Fact.subject) == subject, col(Fact.kind) == int(Kind.onward)
        )
        return list(database.exec(facts).all())


def test_a_person_is_referred_on_without_being_asked_again(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/onward"
    target = world.commissions["resettlement"]
    chosen = worker.get(path)
    assert target.name in chosen.text
    assert f'value="{world.commissions["hospital"].id}"' not in chosen.text
    form = worker.post(path, {"service": str(target.id)})
    assert "Zebedee" not in text_of(form).split("gets the name")[1]
    to = f"{path}/to/{target.id}"
    refused = worker.post(to, {"immediate_risk": "no"})
    assert refused.status_code == 422
    assert 'href="#agreement"' in refused.text
    boxes = {
        "agreement": "agreed",
        "immediate_risk": "no",
        "reason": ["gang"],
        "strand": "community-child",
    }
    done = worker.post(to, boxes)
    assert "Referred on." in done.text
    (referral,) = sent_from(world, case.id)
    assert (referral.person_id, referral.source) == (case.person_id, "other-programme")
    assert "Referred on to another service" in text_of(done)
    assert counted(world, case.person_id) == ["resettlement"]
    twice = worker.post(to, boxes)
    assert twice.status_code == 409
    assert "already has a referral" in text_of(twice)


def test_sharing_without_agreement_needs_a_reason(world: World, visit: Visits) -> None:
    case = world.case()
    to = f"/cases/{case.id}/onward/to/{world.commissions['resettlement'].id}"
    boxes = {"agreement": "without-agreement", "reason": ["gang"], "strand": "community-child"}
    answer = visit(world.worker).post(to, boxes)
    assert answer.status_code == 422
    assert 'href="#agreement_reason"' in answer.text


def test_a_service_outside_is_kept_as_a_note(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/onward"
    assert "Food or clothing bank" in worker.post(path, {"service": "outside-food-clothing"}).text
    done = worker.post(f"{path}/outside/food-clothing", {"service_name": "St Invented's"})
    assert "Recorded that they were referred on" in done.text
    with world.as_(world.worker) as database:
        note = database.exec(select(Note).where(col(Note.case_id) == case.id)).one()
    assert "St Invented's (Food or clothing bank)" in note.words
    assert counted(world, case.person_id) == ["outside-food-clothing"]
    assert worker.get(f"{path}/outside/moon-landing").status_code == 404
    assert worker.post(path, {"service": "outside-moon-landing"}).status_code == 422


def test_nobody_is_referred_across_the_wall(world: World, visit: Visits) -> None:
    referral = world.refer("dvpp", by=world.referrer, side="partner", answers={}, source="self")
    case = world.accept(referral, by=world.partner_manager, worker=world.partner_worker)
    page = visit(world.partner_worker).get(f"/cases/{case.id}/onward")
    assert "perpetrator" not in page.text
    code = f"{world.commissions['dvpp'].id}.perpetrator"
    answer = visit(world.partner_worker).get(f"/cases/{case.id}/onward/to/{code}")
    assert answer.status_code == 404
