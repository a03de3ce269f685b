"""Sessions by day and week: one's own first, the team's on request, nobody else's ever."""

from datetime import timedelta

from app import clocks
from app.actions import sessions
from app.actions.sessions import NewSession
from app.models import Case
from app.queries.my_sessions import sessions_of_mine
from app.queries.session_days import sessions_between
from tests.cases.pages import statements
from tests.visits import Visits, text_of
from tests.world import World


def plan_at(world: World, case: Case, hours: float, *, by: str = "worker") -> None:
    with world.as_(world.viewers[by]) as database:
        new = NewSession(kind="phone", starts_at=clocks.now() + timedelta(hours=hours))
        sessions.plan(database, database.find(Case, case.id), new)


def day(hours: float) -> str:
    return (clocks.now() + timedelta(hours=hours)).astimezone(clocks.LONDON).date().isoformat()


def test_my_sessions_stand_by_day_with_what_to_record(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Dayby"))
    plan_at(world, case, 30)
    world.meet(case)
    worker = visit(world.worker)
    there = text_of(worker.get(f"/sessions?span=day&day={day(30)}"))
    assert "Dayby Testcase" in there
    assert "Phone call" in there
    assert "Record" in there
    assert "Attended" in text_of(worker.get(f"/sessions?span=day&day={day(0)}"))
    far = text_of(worker.get("/sessions?span=day&day=2031-01-01"))
    assert "No sessions that day." in far
    assert worker.get("/sessions?day=nonsense&span=year&after=x").status_code == 200


def test_a_colleagues_sessions_are_the_teams(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Theirs"))
    plan_at(world, case, 30)
    other = visit(world.second_worker)
    assert "Theirs" not in other.get(f"/sessions?day={day(30)}").text
    assert "Theirs" in other.get(f"/sessions?day={day(30)}&who=team").text


def test_who_was_guessed_to_be_a_child_grows_up_in_lists_of_sessions(world: World) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=740)):
        case = world.case(person=world.somebody(born_on=None, age_given=17))
    plan_at(world, case, 0)
    today = clocks.today()
    with world.as_(world.worker) as database:
        found = sessions_between(database, today, today + timedelta(days=1))
        (mine,) = sessions_of_mine(database)
    assert [line.age for _day, lines in found.days for line in lines] == [19]
    assert mine.is_child is False


def test_somebody_else_finds_nothing(world: World, visit: Visits) -> None:
    plan_at(world, world.case(person=world.somebody("Hidden")), 30)
    for viewer in (world.rival_manager, world.men_manager, world.navigator):
        assert "Hidden" not in visit(viewer).get(f"/sessions?day={day(30)}&who=team").text
    for viewer in (world.commissioner, world.administrator, world.referrer, world.guardian):
        assert visit(viewer).get("/sessions").status_code == 404


def test_a_week_takes_two_statements_and_goes_on_after_fifty(world: World, visit: Visits) -> None:
    case = world.case()
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id)
        at = clocks.now() + timedelta(hours=30)
        for _number in range(53):
            sessions.plan(database, row, NewSession(kind="phone", starts_at=at))
    worker, url = visit(world.worker), f"/sessions?span=day&day={day(30)}"
    worker.get(url)
    with statements() as said:
        first = worker.get(url)
    # The sessions, and who is away.
    assert len(said) == 2, said
    assert first.text.count("Zebedee Testcase</a>") == 50
    link = first.text.split(">More sessions<")[0].rsplit('href="', 1)[1].split('"')[0]
    assert worker.get(link.replace("&amp;", "&")).text.count("Zebedee Testcase</a>") == 3
