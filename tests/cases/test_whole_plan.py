"""The plan of a case: said anew and never overwritten, reviewed with what it was, given on paper."""

from datetime import timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import plan
from app.actions.people import Contact
from app.models import Assessment, Case, Goal, GoalStep, PlanReview, SafetyPlan
from tests.cases.pages import day_boxes, rows, statements, version_on
from tests.visits import Visits, text_of
from tests.world import World


def with_goal(world: World, **other: object) -> tuple[Case, Goal]:
    """A case with one goal."""
    case = world.case(**other)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id)
        words = "To ride the bus alone"
        made = plan.set_goal(database, row, words=words, domain="safety", set_on=clocks.today())
    return case, made


def test_needs_are_said_anew_and_earlier_ones_stay_readable(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/plan"
    assert worker.post(f"{path}/needs/home", {"level": "urgent"}).status_code == 422
    assert worker.get(f"{path}/needs/elsewhere").status_code == 404
    worker.post(f"{path}/needs/home", {"level": "urgent", "needs": "Sleeps on a sofa"})
    assert "Sleeps on a sofa" in worker.get(f"{path}/needs/home").text
    page = worker.post(
        f"{path}/needs/home", {"level": "some-help", "strengths": "A room at her aunt"}
    )
    assert "A room at her aunt" in page.text
    assert "Sleeps on a sofa" not in page.text
    assert "Sleeps on a sofa" in worker.get(f"{path}/earlier").text
    # A whole talk is written down from part to part; where nothing is new, nothing is written.
    on = worker.post(
        f"{path}/needs/home",
        {"level": "some-help", "strengths": "A room at her aunt", "then": "next"},
    )
    assert on.url.path == f"{path}/needs/health"
    assert worker.post(f"{path}/needs/health", {"then": "next"}).url.path != f"{path}/needs/health"
    assert len(rows(world, Assessment, case)) == 2
    half = worker.post(f"{path}/needs/health", {"level": "urgent", "then": "next"})
    assert half.status_code == 422, "a level is never dropped in silence"


def test_high_risk_needs_its_reasons_and_keeps_its_history(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}"
    assert worker.post(f"{path}/risk", {"risk": "very-high"}).status_code == 422
    look_again = day_boxes("review_on", clocks.today() + timedelta(days=14))
    said = {"risk": "very-high", "reasons": "He waits at the gate"} | look_again
    assert "look again on" in text_of(worker.post(f"{path}/risk", said))
    worker.post(f"{path}/risk", {"risk": "low", "reasons": "He is in custody"})
    earlier = text_of(worker.get(f"{path}/plan/earlier"))
    assert "He waits at the gate" in earlier
    assert "He is in custody" in earlier


def test_two_who_write_the_safety_plan_at_once_both_keep_their_words(
    world: World, visit: Visits
) -> None:
    case = world.case()
    worker, manager = visit(world.worker), visit(world.manager)
    path = f"/cases/{case.id}/plan/safety"
    version = version_on(worker.get(path).text)
    worker.post(path, {"people": "Auntie Rose"}, version=version)
    late = manager.post(path, {"people": "Mr Green"}, version=version)
    assert late.status_code == 409
    assert "Mr Green" in late.text
    assert "Auntie Rose" in late.text
    assert worker.post(path, {}, version=version_on(worker.get(path).text)).status_code == 409
    manager.post(path, {"people": "Mr Green"}, version=version_on(late.text))
    with world.as_(world.worker) as database:
        numbers = select(col(SafetyPlan.number)).where(SafetyPlan.case_id == case.id)
        assert sorted(database.exec(numbers).all()) == [1, 2]


def test_steps_are_agreed_done_and_seen_by_nobody_else(world: World, visit: Visits) -> None:
    case, goal = with_goal(world)
    worker, path = visit(world.worker), f"/cases/{case.id}/plan"
    form = f"{path}/goals/{goal.id}/steps/new"
    assert worker.post(form, {"words": "Ask at the depot"}).status_code == 422
    page = worker.post(form, {"words": "Ask at the depot", "who": "together"})
    assert "Ask at the depot" in page.text
    with world.as_(world.worker) as database:
        step = database.exec(select(GoalStep).where(GoalStep.case_id == case.id)).one()
    done = f"{path}/goals/{goal.id}/steps/{step.id}/done"
    assert visit(world.rival_worker).post(done).status_code == 404
    assert "Done" in text_of(worker.post(done))
    assert worker.post(done).status_code == 409


def test_a_review_keeps_the_plan_as_it_stood(world: World, visit: Visits) -> None:
    case, goal = with_goal(world)
    worker, path = visit(world.worker), f"/cases/{case.id}/plan"
    worker.post(f"{path}/needs/school", {"needs": "x"})
    worker.post(f"{path}/goals/{goal.id}/steps/new", {"words": "Ask first", "who": "person"})
    today = day_boxes("held_on", clocks.today())
    said = today | {"with_whom": "person", "changed": "He rode two stops"}
    wrong = worker.post(f"{path}/reviews/new", said | {"with_whom": "nobody"})
    assert wrong.status_code == 422
    assert "He rode two stops" in wrong.text
    later = day_boxes("next_on", clocks.today() + timedelta(days=28))
    assert "Next review" in text_of(worker.post(f"{path}/reviews/new", said | later))
    worker.post(
        f"{path}/goals/{goal.id}",
        {"result": "achieved"} | day_boxes("on", clocks.today()),
        version=1,
    )
    with world.as_(world.worker) as database:
        review = database.exec(select(PlanReview).where(PlanReview.case_id == case.id)).one()
    stood = text_of(visit(world.guardian).get(f"{path}/reviews/{review.id}"))
    assert "To ride the bus alone" in stood
    assert "Ask first" in stood
    assert "Achieved" not in stood
    other = world.case()
    assert worker.get(f"/cases/{other.id}/plan/reviews/{review.id}").status_code == 404


def test_the_plan_on_paper_has_no_surname_and_no_address(world: World, visit: Visits) -> None:
    contact = Contact(phone="07700 900555", address="9 Quarry Lane", must_not_hear="The brother")
    case, _goal = with_goal(world, person=world.somebody("Ottilie", contact=contact))
    worker = visit(world.worker)
    worker.post(f"/cases/{case.id}/plan/safety", {"people": "Auntie Rose"}, version=0)
    paper = worker.get(f"/cases/{case.id}/plan/print")
    assert "Ottilie" in paper.text
    assert case.reference in paper.text
    assert "Auntie Rose" in paper.text
    for hidden in ("Testcase", "Quarry", "900555", "brother"):
        assert hidden not in paper.text
    # Two clicks: the tab of the plan, then its link.
    assert f"/cases/{case.id}/plan/print" in worker.get(f"/cases/{case.id}/plan").text


def test_a_full_plan_asks_no_more_than_an_empty_one(world: World, visit: Visits) -> None:
    case, goal = with_goal(world)
    worker, path = visit(world.worker), f"/cases/{case.id}/plan"
    counts = []
    for _ in range(2):
        with statements() as said:
            worker.get(path)
        counts.append(len(said))
        for domain in ("home", "health", "money"):
            worker.post(f"{path}/needs/{domain}", {"needs": "Something"})
            step = {"words": "Something", "who": "person"}
            worker.post(f"{path}/goals/{goal.id}/steps/new", step)
    assert counts[0] == counts[1] <= 7
