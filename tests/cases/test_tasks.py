"""Tasks, standards that rest, follow-ups and reminders."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from app import clocks
from app.access import DatabaseRole
from app.actions import cases, pauses, tasks
from app.database import Database, transaction
from app.errors import Refused
from app.models import Case, Clock, Event, Fact, FollowUp, Mail, Task
from app.operations import reminders
from app.programmes.loading import stored_definition
from tests.cases.pages import day_boxes, rows, version_on
from tests.visits import Visits, text_of
from tests.world import World


def test_a_task_is_given_changed_done_and_opened_again(world: World, visit: Visits) -> None:
    case = world.case()
    worker, other = visit(world.worker), visit(world.second_worker)
    boxes = {"words": "Ring the school", "account": str(world.second_worker.account_id)}
    late = worker.post(
        f"/cases/{case.id}/tasks/new", boxes | day_boxes("due_on", clocks.today() - timedelta(1))
    )
    assert late.status_code == 422
    assert "Ring the school" in late.text
    answer = worker.post(f"/cases/{case.id}/tasks/new", boxes | day_boxes("due_on", clocks.today()))
    assert "Task saved." in answer.text
    assert "Ring the school" in text_of(other.get("/tasks"))
    assert "Ring the school" in text_of(other.get("/"))
    assert "Ring the school" in text_of(worker.get("/tasks?who=given"))
    assert "Ring the school" not in text_of(worker.get("/tasks"))
    [task] = rows(world, Task, case)
    path = f"/cases/{case.id}/tasks/{task.id}"
    version = version_on(other.get(path).text)
    changed = {"words": "Ring the head", "account": str(world.worker.account_id)}
    changed |= day_boxes("due_on", clocks.today() + timedelta(3))
    assert "Task saved." in other.post(path, changed, version=version).text
    stale = worker.post(path, changed | {"words": "Mine"}, version=version)
    assert stale.status_code == 409
    assert "Mine" in stale.text
    worker.post(f"{path}/done")
    assert "Ring the head" in text_of(worker.get("/tasks?due=done"))
    worker.post(f"{path}/open-again")
    assert rows(world, Task, case)[0].done_at is None


def test_nobody_outside_gets_a_task_or_finds_one(world: World, visit: Visits) -> None:
    case = world.case()
    for stranger in (world.rival_worker, world.guardian, world.commissioner):
        boxes = {"words": "x", "account": str(stranger.account_id)}
        boxes |= day_boxes("due_on", clocks.today())
        answer = visit(world.worker).post(f"/cases/{case.id}/tasks/new", boxes)
        assert answer.status_code in {409, 422}
        assert visit(stranger).get(f"/cases/{case.id}/tasks/new").status_code == 404
    assert rows(world, Task, case) == []
    with world.as_(world.worker) as database:
        made = tasks.make(
            database, database.find(Case, case.id), words="Secret", due_on=clocks.today()
        )
    assert "Secret" not in visit(world.rival_manager).get("/tasks?who=team").text
    path = f"/cases/{case.id}/tasks/{made.id}"
    assert visit(world.rival_worker).get(path).status_code == 404


def running(world: World, case: Case, name: str) -> Clock:
    with world.as_(world.worker) as database:
        return database.exec(
            select(Clock).where(Clock.referral_id == case.referral_id, Clock.name == name)
        ).one()


def test_a_standard_rests_is_not_late_meanwhile_and_goes_on_with_what_was_left(
    world: World, visit: Visits
) -> None:
    case = world.case()
    clock = running(world, case, "first-contact")
    worker = visit(world.worker)
    path = f"/cases/{case.id}/clocks/{clock.id}"
    assert worker.post(path, {}).status_code == 422
    assert "Standard paused." in worker.post(path, {"reason": "custody"}).text
    assert "In custody" in text_of(worker.get(f"/cases/{case.id}"))
    rested = running(world, case, "first-contact")
    later = clocks.now() + timedelta(days=9)
    with clocks.turned_to(later), world.as_(world.manager) as database:
        definition = stored_definition(database, case.programme_version_id).for_side(case.side)
        row = database.find(Clock, clock.id, lock=True)
        pauses.restart(database, database.find(Case, case.id), row, definition)
        assert row.due_at - clocks.now() == timedelta(seconds=rested.left_seconds)
        with pytest.raises(Refused, match="not paused"):
            pauses.restart(database, database.find(Case, case.id), row, definition)
    said = text_of(worker.get(f"/cases/{case.id}/history?show=decisions"))
    assert "Standard paused: " in said
    assert ", in custody" in said


def test_what_waits_for_the_person_rests_with_a_paused_case_and_goes_on_in_working_days(
    world: World,
) -> None:
    def at(day: int, hour: int) -> AbstractContextManager[None]:
        return clocks.turned_to(datetime(2026, 3, day, hour, tzinfo=clocks.LONDON))

    with at(30, 10):  # a Monday; Good Friday is 3 April, Easter Monday the 6th
        sent = world.refer("resettlement", by=world.rival_worker, answers={}, source="self")
        case = world.accept(sent, by=world.rival_manager, worker=world.rival_worker)
    by = world.rival_worker

    def clock(name: str) -> Clock:
        with world.as_(by) as database:
            return database.exec(
                select(Clock).where(Clock.referral_id == sent.id, Clock.name == name)
            ).one()

    def act(what: Callable[[Database, Case], None]) -> None:
        with world.as_(by) as database:
            what(database, database.find(Case, case.id, lock=True))

    first = clock("first-contact")
    assert first.due_at == datetime(2026, 4, 16, tzinfo=clocks.LONDON)
    with at(31, 9):
        review = clocks.today() + timedelta(days=9)
        act(lambda database, row: cases.pause(database, row, reason="custody", review_on=review))
    rests = clock("first-contact")
    # Ten whole working days are left: one of March and nine of April.
    assert (rests.pause_reason, rests.left_seconds) == ("case-paused", 10 * 8 * 3600)
    # Out again on Tuesday after Easter: ten working days from then on, whatever lay between.
    with clocks.turned_to(datetime(2026, 4, 7, 9, tzinfo=clocks.LONDON)):
        act(cases.resume)
    goes_on = clock("first-contact")
    assert goes_on.paused_at is None
    assert goes_on.due_at == datetime(2026, 4, 21, tzinfo=clocks.LONDON)


def test_what_somebody_paused_for_its_own_reason_rests_on_when_the_case_goes_on(
    world: World,
) -> None:
    case = world.case()
    clock = running(world, case, "first-contact")
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        definition = stored_definition(database, case.programme_version_id).for_side(case.side)
        own = database.find(Clock, clock.id, lock=True)
        pauses.pause(database, row, own, definition, reason="sender")
        cases.pause(database, row, reason="hospital", review_on=clocks.today())
        cases.resume(database, row)
    assert running(world, case, "first-contact").pause_reason == "sender"


def test_time_at_rest_is_no_time_taken(world: World) -> None:
    case = world.case()
    clock = running(world, case, "first-contact")
    with world.as_(world.worker) as database:
        definition = stored_definition(database, case.programme_version_id).for_side(case.side)
        row = database.find(Clock, clock.id, lock=True)
        pauses.pause(database, database.find(Case, case.id), row, definition, reason="sender")
    with clocks.turned_to(clocks.now() + timedelta(days=20)):
        world.meet(case)
    with world.as_(world.worker) as database:
        fact = database.exec(
            select(col(Fact.n), col(Fact.value)).where(
                Fact.source_id == clock.id, col(Fact.closes).is_(None)
            )
        ).one()
    assert (fact[0], fact[1] < 60) == (1, True)


def test_a_reminder_comes_once_a_day_names_nobody_and_can_be_refused(
    world: World, visit: Visits
) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id)
        for days in (0, 5):
            tasks.make(database, row, words="Tell Zebedee", due_on=clocks.today() + timedelta(days))

    def mails() -> list[Mail]:
        with transaction(role=DatabaseRole.system) as database:
            return list(
                database.exec(
                    select(Mail).where(Mail.address == world.mails["worker"]).order_by(Mail.id)
                ).all()
            )

    reminders.remind()
    reminders.remind()
    [mail] = mails()
    assert "Due today: 1. Overdue: 0." in mail.words
    assert "Zebedee" not in mail.subject + mail.words
    assert case.reference not in mail.subject + mail.words
    with clocks.turned_to(clocks.now() + timedelta(days=1)):
        reminders.remind()
    assert "Overdue: 1." in mails()[-1].words
    account = visit(world.worker)
    assert (
        "no emails about your tasks" in account.post("/account/reminders", {"by_mail": "no"}).text
    )
    with clocks.turned_to(clocks.now() + timedelta(days=2)):
        reminders.remind()
    assert len(mails()) == 2


def test_a_follow_up_is_recorded_and_counted_while_the_case_stays_closed(
    world: World, visit: Visits
) -> None:
    case = world.case()
    world.engage(case)
    world.meet(case)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason="goals-met", planned=True)
    [task] = rows(world, Task, case)
    worker, path = visit(world.worker), f"/cases/{case.id}/follow-up/{task.id}"
    assert "Follow-up" in text_of(worker.get("/tasks"))
    assert worker.post(path, {"result": "reached"}).status_code == 422
    boxes = {"result": "reached", "method": "phone", "words": "Back at college"}
    answer = worker.post(path, boxes | day_boxes("asked_on", clocks.today()))
    assert "The case stays closed." in answer.text
    [made] = rows(world, FollowUp, case)
    assert (made.months, made.words) == (6, "Back at college")
    assert world.again(case, by=world.worker).state == "closed"
    assert worker.get(path).status_code == 404
    with world.as_(world.worker) as database:
        fact = database.exec(select(Fact).where(Fact.source_id == made.id)).one()
        done = database.exec(
            select(Event).where(Event.case_id == case.id, Event.noun == "follow_up")
        ).all()
    assert (fact.kind, fact.code, fact.value) == (32, "reached", 6)
    assert len(done) == 1
