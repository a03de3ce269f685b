"""The caseload: filters are addresses, lists have ends, and numbers equal their lists."""

from datetime import date, timedelta
from html import unescape

import pytest

from app import clocks
from app.actions import cases as working
from app.actions import restriction
from app.database import Viewer
from app.models import Case, CaseState
from app.queries import keyset
from app.queries.caseload import CaseFilter, Due, Missing, Sort, cases, state_counts
from app.queries.keyset import Turn
from tests.visits import Visits, text_of
from tests.worklists.statements import counted, reads
from tests.world import World


def next_step(world: World, case: Case, *, on: date, words: str = "Ring the school") -> None:
    with world.as_(world.worker) as database:
        working.set_next(database, database.find(Case, case.id, lock=True), words=words, on=on)


def test_a_worker_sees_mine_first_and_the_team_on_request(world: World, visit: Visits) -> None:
    world.case(person=world.somebody("Mineown"))
    world.accept(world.refer(person=world.somebody("Theirs")), worker=world.second_worker)
    worker = visit(world.worker)
    assert "Mineown" in worker.get("/cases").text
    assert "Theirs" not in worker.get("/cases").text
    assert "Theirs" in worker.get("/cases?who=team").text
    assert "Theirs" in worker.get(f"/cases?who={world.second_worker.account_id}").text
    assert "Theirs" in visit(world.manager).get("/cases").text
    assert "Theirs" in visit(world.own_navigator).get("/cases?who=team").text
    assert "Theirs" in visit(world.guardian).get("/cases").text


def test_states_have_counts_and_closed_cases_are_apart(world: World, visit: Visits) -> None:
    world.case(person=world.somebody("Stillopen"))
    active = world.case(person=world.somebody("Nowactive"))
    world.engage(active)
    closed = world.case(person=world.somebody("Longclosed"))
    with world.as_(world.worker) as database:
        working.close(
            database, database.find(Case, closed.id, lock=True), reason="goals-met", planned=True
        )
    worker = visit(world.worker)
    page = text_of(worker.get("/cases"))
    for words in ("All open (2)", "Not agreed yet (1)", "Active (1)", "Closed (1)"):
        assert words in page
    assert "Longclosed" not in page
    assert "Longclosed" in worker.get("/cases?state=closed").text
    assert "Stillopen" not in worker.get("/cases?state=active").text


def test_what_is_due_is_found(world: World, visit: Visits) -> None:
    today = clocks.today()
    late = world.case(person=world.somebody("Lateone"))
    next_step(world, late, on=today - timedelta(days=2))
    soon = world.case(person=world.somebody("Soonone"))
    next_step(world, soon, on=today + timedelta(days=3))
    none = world.case(person=world.somebody("Noneone"))
    with world.as_(world.worker) as database:
        working.set_next(database, database.find(Case, none.id, lock=True), words=None, on=None)
    worker = visit(world.worker)
    overdue = text_of(worker.get("/cases?due=overdue"))
    assert "Lateone" in overdue
    assert "Overdue:" in overdue
    assert "Soonone" not in overdue
    week = worker.get("/cases?due=this-week").text
    assert "Soonone" in week
    assert "Lateone" not in week
    assert "Noneone" in worker.get("/cases?due=no-next").text
    assert "No case fits" in text_of(worker.get("/cases?due=no-contact"))


def test_cases_without_contact_are_found_after_two_weeks(world: World) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=20)):
        silent = world.case(person=world.somebody("Silent"))
        met = world.case(person=world.somebody("Met"))
    world.meet(met)
    with world.as_(world.worker) as database:
        found = cases(database, CaseFilter(due=Due.no_contact), Sort.next, Turn()).rows
    assert [row.id for row in found] == [silent.id]


def test_missing_parts_lead_to_their_cases(world: World, visit: Visits) -> None:
    bare = world.somebody("Bare", born_on=None, age_given=15, ethnicity="NK")
    world.case(person=bare)
    whole = world.case(person=world.somebody("Whole"))
    world.engage(whole)
    manager = visit(world.manager)
    for missing, is_there, is_not in (
        (Missing.birth_date, "Bare", "Whole"),
        (Missing.ethnicity, "Bare", "Whole"),
        (Missing.baseline, "Whole", "Bare"),
    ):
        page = text_of(manager.get(f"/cases?who=team&missing={missing}"))
        assert is_there in page
        assert is_not not in page
        assert "All open (1)" in page


def test_programme_and_risk_filter(world: World, visit: Visits) -> None:
    high = world.case(person=world.somebody("Highrisk"))
    iris = world.somebody("Irisone")
    world.accept(world.refer("iris", by=world.referrer, source="gp", answers={}, person=iris))
    with world.as_(world.worker) as database:
        working.set_risk(database, database.find(Case, high.id, lock=True), risk="high")
    worker = visit(world.worker)
    of_iris = worker.get("/cases?programme=iris").text
    assert "Irisone" in of_iris
    assert "Highrisk" not in of_iris
    risky = text_of(worker.get("/cases?risk=high"))
    assert "Highrisk" in risky
    assert "Irisone" not in risky


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("descending", [False, True])
def test_every_sort_pages_without_gap_or_repeat(
    world: World, sort: Sort, *, descending: bool
) -> None:
    names = ("Ann", "bea", "Cy", "Di", "Ann")
    made = {world.case(person=world.somebody(name)).id for name in names}
    with world.as_(world.worker) as database:
        whole = cases(database, CaseFilter(), sort, Turn(), descending=descending).rows
    assert {row.id for row in whole} == made
    if sort is Sort.name:
        found = [row.preferred_name.lower() for row in whole]
        assert found == sorted(found, reverse=descending)


def test_fifty_to_a_page_and_no_name_in_an_address(
    world: World, visit: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "SIZE", 2)
    for name in ("Ann", "Bea", "Cyd"):
        world.case(person=world.somebody(name))
    worker = visit(world.worker)
    first = worker.get("/cases?sort=name")
    assert "Ann" in first.text
    assert "Cyd" not in first.text
    link = unescape(first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])
    assert "Bea" not in link
    second = worker.get(link)
    assert "Cyd" in second.text
    assert "Ann" not in text_of(second)
    assert 'rel="prev"' in second.text


def test_sorting_is_said_and_leads_on(world: World, visit: Visits) -> None:
    world.case()
    page = visit(world.worker).get("/cases?sort=name").text
    assert 'aria-sort="ascending"' in page
    assert "sort=-name" in page
    assert 'aria-sort="descending"' in visit(world.worker).get("/cases?sort=-name").text


@pytest.mark.parametrize("viewer", ["rival_worker", "rival_manager", "men_worker", "navigator"])
def test_somebody_else_finds_nothing(world: World, visit: Visits, viewer: str) -> None:
    world.case(person=world.somebody("Hiddencase"))
    stranger: Viewer = getattr(world, viewer)
    with world.as_(stranger) as database:
        assert cases(database, CaseFilter(), Sort.next, Turn()).rows == []
        assert state_counts(database, CaseFilter()) == {}
    page = visit(stranger).get(f"/cases?who={world.worker.account_id}")
    assert "Hiddencase" not in page.text


def test_nobody_without_casework_gets_a_caseload(world: World, visit: Visits) -> None:
    for viewer in (world.commissioner, world.evaluator, world.administrator, world.referrer):
        assert visit(viewer).get("/cases").status_code == 404


def test_a_restricted_case_is_listed_for_its_people_only(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Restrictedone"))
    with world.as_(world.manager) as database:
        restriction.restrict(
            database, database.find(Case, case.id, lock=True), account_ids={world.worker.account_id}
        )
    assert "Restrictedone" in visit(world.worker).get("/cases").text
    assert "Restrictedone" not in visit(world.second_worker).get("/cases?who=team").text
    assert "All open (0)" in text_of(visit(world.second_worker).get("/cases?who=team"))


def test_the_list_takes_few_statements(world: World, visit: Visits) -> None:
    for name in ("One", "Two", "Three"):
        world.case(person=world.somebody(name))
    worker = visit(world.worker)
    worker.get("/cases?missing=baseline")  # the versions of the programmes are read once
    for path, most in (("/cases", 5), ("/cases?due=overdue&sort=name&programme=iris", 4)):
        with counted() as sent:
            worker.get(path)
        assert len(reads(sent)) <= most, "\n\n".join(reads(sent))


def test_the_default_leaves_closed_cases_out(world: World) -> None:
    assert CaseFilter().state is None
    case = world.case()
    with world.as_(world.worker) as database:
        working.close(
            database, database.find(Case, case.id, lock=True), reason="goals-met", planned=True
        )
    with world.as_(world.worker) as database:
        assert cases(database, CaseFilter(), Sort.next, Turn()).rows == []
        assert state_counts(database, CaseFilter()) == {CaseState.closed: 1}
