"""At 16 and at 18 a task asks again, once, on live cases; the clock is turned to the day."""

from datetime import date, datetime, time

from sqlmodel import col, select

from app import clocks
from app.actions import cases
from app.models import Case, Event, Task
from app.operations import matched
from tests.visits import Visits, text_of
from tests.world import World


def tasks_of(world: World, case: Case) -> list[str]:
    with world.as_(world.worker) as database:
        rows = database.exec(select(Task).where(col(Task.case_id) == case.id).order_by(Task.kind))
        return [task.kind for task in rows if task.kind.startswith("turned-")]


def on(day: date) -> datetime:
    return datetime.combine(day, time(6), clocks.LONDON)


def born_before(years: int, days: int) -> date:
    """A birth date whose birthday of these years is so many days ahead."""
    today = clocks.today()
    ahead = date.fromordinal(today.toordinal() + days)
    return ahead.replace(year=ahead.year - years)


def test_a_task_asks_again_at_16_and_at_18_once(world: World, visit: Visits) -> None:
    born = born_before(16, 10)
    case = world.case(person=world.somebody(born_on=born))
    matched.ask_again()
    assert tasks_of(world, case) == []
    with clocks.turned_to(on(born.replace(year=born.year + 16))):
        matched.ask_again()
        matched.ask_again()
    assert tasks_of(world, case) == ["turned-16"]
    with clocks.turned_to(on(born.replace(year=born.year + 18))):
        matched.ask_again()
    assert tasks_of(world, case) == ["turned-16", "turned-18"]
    with world.as_(world.worker) as database:
        said = database.exec(
            select(Event.what, Event.account_id).where(
                Event.case_id == case.id, Event.noun == "task"
            )
        ).all()
        task = database.exec(select(Task).where(Task.case_id == case.id)).first()
    # Nobody did it: it is not put down to the worker.
    assert said == [("asked-again", None), ("asked-again", None)]
    assert task is not None
    assert task.account_id == world.worker.account_id
    # Whoever opens the task reads what to ask, not that somebody "turned 16".
    page = text_of(visit(world.worker).get(f"/cases/{case.id}/tasks/{task.id}"))
    assert (task.words or "missing") in page


def test_nobody_is_asked_who_was_as_old_before_or_whose_case_is_closed(world: World) -> None:
    grown = world.case(person=world.somebody(born_on=born_before(18, -30)))
    born = born_before(18, 10)
    closed = world.case(person=world.somebody(born_on=born))
    with world.as_(world.worker) as database:
        row = database.find(Case, closed.id, lock=True)
        cases.close(database, row, reason="not-reachable", planned=False)
    with clocks.turned_to(on(born.replace(year=born.year + 18))):
        matched.ask_again()
    assert tasks_of(world, grown) == []
    assert tasks_of(world, closed) == []


def test_who_was_born_on_the_29th_of_february_is_older_on_the_1st_of_march(world: World) -> None:
    with clocks.turned_to(on(date(2027, 1, 4))):
        case = world.case(person=world.somebody(born_on=date(2012, 2, 29)))
    for day, asked in (
        (date(2030, 2, 28), ["turned-16"]),
        (date(2030, 3, 1), ["turned-16", "turned-18"]),
    ):
        with clocks.turned_to(on(day)):
            matched.ask_again()
        assert tasks_of(world, case) == asked
