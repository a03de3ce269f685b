"""Moves of a case: agreement, pause, closing, opening again, and asking again after the end."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from app import clocks
from app.actions import cases, referrals
from app.facts import Kind
from app.models import Case, CaseState, Fact, FollowUp, Person, Referral, Task
from tests.cases.pages import a_session, day_boxes, rows, version_on
from tests.visits import Visits, text_of
from tests.world import World


def test_agreement_pause_resume(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}"
    version = version_on(worker.get(f"{path}/engage").text)
    boxes = day_boxes("agreed_on", clocks.today())
    assert "Active" in text_of(worker.post(f"{path}/engage", boxes, version=version))
    stale = worker.post(f"{path}/engage", boxes, version=version)
    assert stale.status_code == 409
    assert "they themselves, in words" in text_of(worker.get(f"{path}/sharing")), (
        "said once, it stands there as well"
    )
    review = day_boxes("review_on", clocks.today() + timedelta(days=20))
    version = version_on(worker.get(f"{path}/pause").text)
    assert worker.post(f"{path}/pause", {"reason": "tired", **review}).status_code == 422
    said = worker.post(f"{path}/pause", {"reason": "hospital", **review}, version=version)
    assert "Case paused." in said.text
    version = version_on(worker.get(f"{path}/resume").text)
    assert "Case resumed." in worker.post(f"{path}/resume", version=version).text
    assert world.again(case, by=world.worker).state == CaseState.active


def test_agreement_written_under_sharing_makes_the_case_active(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}"
    said = {"answer": "agreed", "given_by": "parent", "manner": "paper", "about": "Mentoring"}
    new = f"{path}/sharing/agreements/new"
    long_ago = day_boxes("given_on", clocks.today() - timedelta(days=900))
    assert worker.post(new, said | long_ago).status_code == 422
    worker.post(new, {**said, "answer": "declined"} | day_boxes("given_on", clocks.today()))
    assert world.again(case, by=world.worker).state == CaseState.open
    worker.post(new, said | day_boxes("given_on", clocks.today()))
    again = world.again(case, by=world.worker)
    assert (again.state, again.agreed_on) == (CaseState.active, clocks.today())


def test_planned_can_be_changed_and_a_manager_reopens(world: World, visit: Visits) -> None:
    case = world.case()
    path = f"/cases/{case.id}"
    worker = visit(world.worker)
    version = version_on(worker.get(f"{path}/close").text)
    worker.post(f"{path}/close", {"reason": "moved", "planned": "yes"}, version=version)
    assert world.again(case, by=world.worker).planned is True
    assert worker.post(f"{path}/reopen").status_code == 409
    manager = visit(world.manager)
    version = version_on(manager.get(f"{path}/reopen").text)
    assert "Case reopened." in manager.post(f"{path}/reopen", version=version).text
    assert worker.post(f"{path}/sessions/new", a_session()).status_code == 200
    # With a newer case of the same person it would be two: that is said, and nothing tried again.
    closing = {"reason": "moved", "planned": "yes"}
    worker.post(f"{path}/close", closing, version=version_on(worker.get(f"{path}/close").text))
    newer = world.refer()
    with world.as_(world.manager) as database:
        known = database.find(Person, case.person_id)
        referrals.accept(database, database.find(Referral, newer.id, lock=True), person=known)
    again = manager.post(f"{path}/reopen", version=version_on(manager.get(f"{path}/reopen").text))
    assert again.status_code == 409
    assert "has a newer case in this service" in text_of(again)


def test_agreement_written_down_after_the_first_session_counts_from_that_session(
    world: World,
) -> None:
    now = clocks.now()
    with clocks.turned_to(now - timedelta(days=3)):
        case = world.case()
    met_at = now - timedelta(days=2)
    world.meet(case, at=met_at)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.engage(database, row, agreed_on=met_at.astimezone(clocks.LONDON).date())
    assert world.again(case, by=world.worker).engaged_at == met_at
    world.meet(case)
    with world.as_(world.worker) as database:
        told = select(Fact.happened_on).where(Fact.source_id == case.id, Fact.kind == Kind.engaged)
        assert database.exec(told).all() == [met_at.astimezone(clocks.LONDON).date()]


def test_a_follow_up_is_due_after_closing_and_is_done_by_recording_it_once(
    world: World, visit: Visits
) -> None:
    case, other = world.case(), world.case()
    world.engage(case)
    world.meet(case)
    worker, path = visit(world.worker), f"/cases/{case.id}"
    version = version_on(worker.get(f"{path}/close").text)
    worker.post(f"{path}/close", {"reason": "goals-met", "planned": "usual"}, version=version)
    task = rows(world, Task, case)[0]
    assert f"{path}/follow-up/{task.id}" in worker.get(path).text
    # Marked as done it would be gone without what was heard, and without being counted.
    marked = worker.post(f"{path}/tasks/{task.id}/done")
    assert marked.status_code == 409
    assert "This is a follow-up." in text_of(marked)
    assert world.again(task, by=world.worker).done_at is None
    heard = {"result": "reached"} | day_boxes("asked_on", clocks.today())
    assert worker.post(f"/cases/{other.id}/follow-up/{task.id}", heard).status_code == 404
    assert worker.post(f"{path}/follow-up/{task.id}", heard).status_code == 200
    assert worker.post(f"{path}/follow-up/{task.id}", heard).status_code == 404
    assert world.again(task, by=world.worker).done_by_id == world.worker.account_id
    assert [one.result for one in rows(world, FollowUp, case)] == ["reached"]


def test_a_case_that_is_closed_twice_is_asked_again_once(world: World) -> None:
    case = world.case()
    world.engage(case)
    world.meet(case)
    ends = (
        datetime(2027, 8, 31, 12, tzinfo=clocks.LONDON),
        datetime(2027, 10, 2, tzinfo=clocks.LONDON),
    )
    for at in ends:
        with clocks.turned_to(at), world.as_(world.manager) as database:
            row = database.find(Case, case.id, lock=True)
            if row.state == CaseState.closed:
                cases.reopen(database, row)
            cases.close(database, row, reason="goals-met", planned=True)
        (task,) = rows(world, Task, case)
        assert task.due_on == clocks.add_months(at.date(), 6)
    # A month without such a day ends the day before.
    assert clocks.add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert clocks.add_months(date(2027, 12, 30), 2) == date(2028, 2, 29)
    assert clocks.add_months(date(2027, 1, 31), 36) == date(2030, 1, 31)
