"""Safeguarding concerns: nothing is forgotten, nobody beyond the case hears of them."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import cases, concerns, restriction, risk_forums
from app.actions.risk_forums import Marac
from app.database import transaction
from app.errors import NotFound, Refused
from app.facts import Kind
from app.models import Case, Concern, ConcernAction, Event, Fact, Mail
from app.operations import escalating
from tests.cases.pages import day_boxes, statements, version_on
from tests.visits import Visits, text_of
from tests.world import World


def boxes(**other: object) -> dict[str, object]:
    """The boxes of a concern noticed today."""
    filled = {
        "in_danger": "no",
        "category": "criminal-exploitation",
        "at_risk": "person",
        "seen": "New phone, two train tickets to Margate",
        "own_words": "They said I owe them",
        "plan": ["childrens-social-care"],
    }
    return filled | day_boxes("noticed_on", clocks.today()) | other


def raised(world: World, case: Case, **other: object) -> Concern:
    """A concern on a case, raised by its worker."""
    said = {
        "category": "weapon",
        "at_risk": "person",
        "in_danger": False,
        "noticed_on": clocks.today(),
        "seen": "A blade in the bag",
    }
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id)
        return concerns.raise_concern(database, row, **(said | other))  # type: ignore[arg-type]  # a form's words


def actions(world: World, concern: Concern) -> dict[str, ConcernAction]:
    """What is to be done about a concern, by its kind."""
    with world.as_(world.worker) as database:
        found = select(ConcernAction).where(ConcernAction.concern_id == concern.id)
        return {one.kind: one for one in database.exec(found).all()}


def test_a_concern_is_raised_acted_on_answered_and_closed(world: World, visit: Visits) -> None:
    case = world.case()
    worker, safety = visit(world.worker), f"/cases/{case.id}/safety"
    page = worker.post(f"{safety}/concerns/new", boxes())
    assert "Referred to children's social care (MASH) in 4 hours" in text_of(page)
    assert "A safeguarding concern is open." in text_of(worker.get(f"/cases/{case.id}"))
    place = page.url.path
    with world.as_(world.worker) as database:
        action = database.exec(select(ConcernAction).where(ConcernAction.case_id == case.id)).one()
    form = f"{place}/actions/{action.id}"
    version = version_on(worker.get(form).text)
    now = clocks.now().astimezone(clocks.LONDON)
    done = day_boxes("on", now.date()) | {"at": f"{now:%H:%M}", "outcome": "waiting"}
    page = worker.post(form, done | {"words": "Told Robin, by phone"}, version=version)
    # The phone referral starts the clock of the one in writing, and that of the answer.
    assert "Referral in writing (MARF)" in text_of(page)
    assert "An answer is expected by" in text_of(page)
    refused = worker.post(
        f"{place}/close", {"outcome": "taken-over", "words": "They lead"}, version=1
    )
    assert refused.status_code == 409
    assert "They lead" in refused.text
    assert "This is still open" in text_of(refused)
    answer = day_boxes("on", now.date()) | {"outcome": "accepted", "feedback": "A plan is made"}
    guardian = visit(world.guardian)
    version = version_on(guardian.get(f"{form}/answer").text)
    undone = guardian.post(f"{form}/answer", answer | {"outcome": "not-needed"}, version=version)
    assert undone.status_code == 422
    page = guardian.post(f"{form}/answer", answer, version=version)
    assert "A plan is made" in text_of(page)
    marf = next(one for one in actions_of(world, case) if one.kind == "written-referral")
    form = f"{place}/actions/{marf.id}"
    page = guardian.post(form, done | {"outcome": "done"}, version=marf.version)
    page = guardian.post(
        f"{place}/close", {"outcome": "taken-over", "words": "They lead"}, version=1
    )
    assert "Taken" not in page.text
    assert page.url.path == safety
    assert "is open." not in text_of(worker.get(f"/cases/{case.id}"))


def actions_of(world: World, case: Case) -> list[ConcernAction]:
    """Everything to be done about any concern of a case."""
    with world.as_(world.worker) as database:
        return list(
            database.exec(select(ConcernAction).where(ConcernAction.case_id == case.id)).all()
        )


def test_danger_puts_the_police_first_and_nothing_planned_still_has_a_clock(world: World) -> None:
    case = world.case()
    alarmed = actions(world, raised(world, case, in_danger=True, plan=["nrm"]))
    assert set(alarmed) == {"police-999", "nrm"}
    due = alarmed["police-999"].due_at
    assert due
    assert due - clocks.now() <= timedelta(hours=1)
    assert set(actions(world, raised(world, case))) == {"lead"}


def test_a_case_is_not_closed_over_an_open_concern(world: World) -> None:
    case = world.case()
    world.engage(case)
    concern = raised(world, case)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        with pytest.raises(Refused, match="Close the concern"):
            cases.close(database, row, reason="goals-met", planned=True)
        database.rollback()
    with world.as_(world.worker) as database:
        action = database.find(ConcernAction, actions(world, concern)["lead"].id, lock=True)
        concerns.do_action(database, action, at=clocks.now(), outcome="done")
        row = database.find(Concern, concern.id, lock=True)
        concerns.close(database, row, outcome="safe-plan", words="Seen with his mother")
        cases.close(
            database, database.find(Case, case.id, lock=True), reason="goals-met", planned=True
        )


def test_what_is_overdue_is_told_once_without_a_word_about_anybody(world: World) -> None:
    earlier = clocks.now() - timedelta(hours=6)
    with clocks.turned_to(earlier):
        case = world.case(person=world.somebody("Quillon"))
        concern = raised(world, case)
    escalating.tell_overdue()
    escalating.tell_overdue()
    with transaction(role=DatabaseRole.system) as database:
        sent = database.exec(select(Mail).where(col(Mail.address).like(f"%{world.tag}%"))).all()
        told = [mail for mail in sent if mail.subject.startswith("A safeguarding action")]
    assert sorted(mail.address for mail in told) == sorted(
        world.mails[name] for name in ("manager", "guardian")
    )
    assert not any("Quillon" in mail.words or case.reference in mail.words for mail in sent)
    with world.as_(world.manager) as database:
        events = select(Event).where(Event.case_id == case.id, Event.what == "escalated")
        assert len(database.exec(events).all()) == 1
    assert actions(world, concern)["lead"].escalated_at


def test_the_guardian_is_told_that_a_concern_was_raised(world: World) -> None:
    concern = raised(world, world.case())
    assert escalating.tell_raised(concern.id) == 1


def test_of_a_restricted_case_only_its_list_hears(world: World, visit: Visits) -> None:
    case = world.case()
    concern = raised(world, case)
    with world.as_(world.manager) as database:
        row = database.find(Case, case.id, lock=True)
        restriction.restrict(database, row, account_ids={world.worker.account_id})
    assert escalating.tell_raised(concern.id) == 0
    assert visit(world.guardian).get(f"/cases/{case.id}/safety").status_code == 404
    listed = text_of(visit(world.guardian).get("/concerns"))
    assert case.reference not in listed
    assert case.reference in text_of(visit(world.worker).get("/concerns"))


def test_the_wall_holds_and_a_rival_finds_nothing(world: World, visit: Visits) -> None:
    refer = world.refer("dvpp", by=world.referrer, side="partner", source="self", answers={})
    case = world.accept(refer, by=world.partner_manager, worker=world.partner_worker)
    with world.as_(world.partner_worker) as database:
        concern = concerns.raise_concern(
            database,
            database.find(Case, case.id),
            category="adult-domestic",
            at_risk="person",
            in_danger=False,
            noticed_on=clocks.today(),
            seen="He waits outside",
        )
    for outsider in (world.men_worker, world.men_manager, world.rival_manager, world.guardian):
        come = visit(outsider)
        assert come.get(f"/cases/{case.id}/safety/concerns/{concern.id}").status_code == 404
        assert case.reference not in come.get("/concerns").text
        with world.as_(outsider) as database, pytest.raises(NotFound):
            database.find(Concern, concern.id)
    assert case.reference in visit(world.partner_manager).get("/concerns").text


def test_what_belongs_to_another_case_does_not_exist_below_this_one(
    world: World, visit: Visits
) -> None:
    other, own = world.case(), world.case()
    concern = raised(world, other)
    action = actions(world, concern)["lead"]
    with world.as_(world.worker) as database:
        dash = risk_forums.score_dash(
            database,
            database.find(Case, other.id),
            score=3,
            done_on=clocks.today(),
            form_version=None,
            marac=Marac(),
        )
    worker, safety = visit(world.worker), f"/cases/{own.id}/safety"
    for path in (
        f"concerns/{concern.id}",
        f"concerns/{concern.id}/close",
        f"concerns/{concern.id}/actions/new",
        f"concerns/{concern.id}/actions/{action.id}",
        f"concerns/{raised(world, own).id}/actions/{action.id}",
        f"dash/{dash.id}",
    ):
        assert worker.get(f"{safety}/{path}").status_code == 404, path


def test_a_concern_counts_without_its_content(world: World) -> None:
    case = world.case()
    concern = raised(world, case, plan=["police-101"])
    action = actions(world, concern)["police-101"]
    with world.as_(world.worker) as database:
        row = database.find(ConcernAction, action.id, lock=True)
        concerns.do_action(database, row, at=clocks.now(), outcome="done")
    with world.as_(world.worker) as database:
        found = database.exec(
            select(Fact).where(col(Fact.source_id).in_([concern.id, action.id]))
        ).all()
    assert sorted((fact.kind, fact.code, fact.n) for fact in found) == [
        (Kind.concern_raised, "", 1),
        (Kind.concern_action, "police-101", 1),
    ]


def test_high_risk_goes_to_marac_on_a_ground(world: World, visit: Visits) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id)
        for score, marac, sentence in (
            (14, Marac(), "14 or more is high risk"),
            (9, Marac(criterion="visible-high-risk", consent="yes"), "means a score of 14"),
            (9, Marac(criterion="professional-judgement", consent="yes"), "rests on"),
            (15, Marac(criterion="visible-high-risk"), "whether they agree"),
            (15, Marac(criterion="visible-high-risk", consent="no"), "without their agreement"),
        ):
            with pytest.raises(Refused, match=sentence):
                risk_forums.score_dash(
                    database,
                    row,
                    score=score,
                    done_on=clocks.today(),
                    form_version=None,
                    marac=marac,
                )
    worker, safety = visit(world.worker), f"/cases/{case.id}/safety"
    said = day_boxes("done_on", clocks.today()) | {
        "score": "17",
        "criterion": "visible-high-risk",
        "consent": "yes",
    }
    assert worker.post(f"{safety}/dash/new", said | {"score": "25"}).status_code == 422
    assert "DASH 17 of 24" in text_of(worker.post(f"{safety}/dash/new", said))
    said = {"category": "2", "level": "2", "lead_agency": "Probation"}
    assert "active multi-agency management" in text_of(worker.post(f"{safety}/mappa", said))


def test_lists_ask_the_database_once_however_long_they_are(world: World, visit: Visits) -> None:
    case, worker = world.case(), visit(world.manager)
    counts = []
    for _ in range(2):
        raised(world, case, plan=["lado", "nrm"])
        with statements() as said:
            worker.get("/concerns")
            worker.get(f"/cases/{case.id}/safety")
        counts.append(len(said))
    assert counts[0] == counts[1] <= 16


def test_worker_and_manager_meet_what_is_overdue_on_their_first_page(
    world: World, visit: Visits
) -> None:
    with clocks.turned_to(clocks.now() - timedelta(hours=6)):
        raised(world, world.case())
    assert "Safeguarding: Our safeguarding lead told (" in text_of(visit(world.worker).get("/"))
    assert "1 safeguarding concern open 1 overdue" in text_of(visit(world.manager).get("/"))
    assert "1 with something overdue" in text_of(visit(world.guardian).get("/concerns"))
