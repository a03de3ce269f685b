"""The case file: what stands on its pages, who finds it, and how few statements it takes."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app import clocks
from app.actions import cases, notes, sessions
from app.actions.people import Contact
from app.actions.sessions import NewSession
from app.models import Case, Event
from tests.cases.pages import statements
from tests.visits import Visits, text_of
from tests.world import World

TABS = ("", "/referral", "/plan", "/sessions", "/history")
FORMS = (
    "/next",
    "/risk",
    "/level",
    "/engage",
    "/pause",
    "/close",
    "/person",
    "/notes/new",
    "/onward",
    "/sessions/new",
    "/sessions/plan",
    "/sessions/attempt",
    "/plan/goals/new",
    "/plan/measures/baseline",
)


def plan_session(world: World, case: Case, days: int = 1) -> object:
    with world.as_(world.worker) as database:
        new = NewSession(kind="community", starts_at=clocks.now() + timedelta(days=days))
        return sessions.plan(database, database.find(Case, case.id), new).id


@pytest.mark.parametrize("tab", TABS)
def test_every_page_of_a_case_says_whose_it_is_and_how_to_reach_them(
    world: World, visit: Visits, tab: str
) -> None:
    safely = Contact(
        phone="07700 900123",
        may_text=True,
        may_leave_message=False,
        ask_for="Auntie",
        must_not_hear="The older brother",
    )
    case = world.case(person=world.somebody("Banner", contact=safely))
    answer = visit(world.worker).get(f"/cases/{case.id}{tab}")
    said = text_of(answer)
    assert answer.status_code == 200
    for words in (
        "Banner Testcase",
        case.reference,
        "Contact safely",
        "07700 900123",
        "Text: yes",
        "Leave no message",
        "Ask for: Auntie",
        "The older brother",
    ):
        assert words in said


@pytest.mark.parametrize("form", FORMS)
def test_every_form_opens_for_the_worker(world: World, visit: Visits, form: str) -> None:
    case = world.case()
    answer = visit(world.worker).get(f"/cases/{case.id}{form}")
    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_opening_a_case_leaves_an_event(world: World, visit: Visits) -> None:
    case = world.case()
    visit(world.worker).get(f"/cases/{case.id}/plan")
    with world.as_(world.worker) as database:
        seen = database.exec(
            select(Event).where(col(Event.case_id) == case.id, col(Event.viewed))
        ).all()
    assert [(one.account_id, one.codes) for one in seen] == [
        (world.worker.account_id, {"page": "plan"})
    ]


def test_somebody_else_finds_nothing(world: World, visit: Visits) -> None:
    case = world.case(person=world.somebody("Hidden"))
    for viewer in (
        world.rival_worker,
        world.rival_manager,
        world.men_worker,
        world.navigator,
        world.commissioner,
        world.administrator,
        world.referrer,
    ):
        other = visit(viewer)
        for path in (*TABS, *FORMS):
            answer = other.get(f"/cases/{case.id}{path}")
            assert answer.status_code == 404, (viewer.name, path)
            assert "Hidden" not in answer.text
        posted = other.post(f"/cases/{case.id}/next", {"words": "mine now"})
        assert posted.status_code == 404
    missing = visit(world.rival_worker).get("/cases/01932c5e-0000-7000-8000-000000000000").text
    assert "There is nothing here that you can see." in missing


def test_the_other_side_finds_nothing(world: World, visit: Visits) -> None:
    referral = world.refer(
        "dvpp",
        by=world.referrer,
        side="partner",
        person=world.somebody("Walled"),
        answers={},
        source="self",
    )
    case = world.accept(referral, by=world.partner_manager, worker=world.partner_worker)
    assert visit(world.partner_worker).get(f"/cases/{case.id}").status_code == 200
    for path in (*TABS, *FORMS, "/letters/new"):
        assert visit(world.men_worker).get(f"/cases/{case.id}{path}").status_code == 404
    assert "Walled" not in visit(world.men_worker).get("/sessions?who=team").text


def test_a_guardian_reads_and_changes_nothing(world: World, visit: Visits) -> None:
    case = world.case()
    guardian = visit(world.guardian)
    page = guardian.get(f"/cases/{case.id}")
    assert page.status_code == 200
    assert "Record a session" not in page.text
    for form in FORMS:
        assert guardian.get(f"/cases/{case.id}{form}").status_code == 404
    assert guardian.post(f"/cases/{case.id}/notes/new", {"words": "x"}).status_code == 404


def test_the_moves_are_those_of_the_pathway(world: World, visit: Visits) -> None:
    case = world.case()
    worker, manager = visit(world.worker), visit(world.manager)
    assert "Record agreement" in worker.get(f"/cases/{case.id}").text
    world.engage(case)
    page = worker.get(f"/cases/{case.id}").text
    assert "Record agreement" not in page
    assert ">Pause<" in page
    with world.as_(world.worker) as database:
        cases.close(
            database, database.find(Case, case.id, lock=True), reason="goals-met", planned=True
        )
    assert ">Reopen<" not in worker.get(f"/cases/{case.id}").text
    closed = manager.get(f"/cases/{case.id}").text
    assert ">Reopen<" in closed
    assert "Goals met (planned)" in closed


def test_the_timeline_tells_and_filters(world: World, visit: Visits) -> None:
    case = world.case()
    world.engage(case)
    world.meet(case)
    world.meet(case, status="did-not-attend")
    with world.as_(world.worker) as database:
        notes.write(database, database.find(Case, case.id), words="Likes football")
    worker = visit(world.worker)
    said = text_of(worker.get(f"/cases/{case.id}"))
    for words in (
        "attended, 45 minutes",
        "did not attend",
        "Likes football",
        "Agreed to take part: the case is active",
        "Referral accepted",
    ):
        assert words in said
    contacts = text_of(worker.get(f"/cases/{case.id}?show=contacts"))
    assert "attended, 45 minutes" in contacts
    assert "did not attend" not in contacts
    decisions = text_of(worker.get(f"/cases/{case.id}/history?show=decisions"))
    assert "Agreed to take part: the case is active" in decisions
    assert "Likes football" not in decisions
    assert "Everything" in text_of(worker.get(f"/cases/{case.id}?show=nonsense"))
    part = worker.get(
        f"/cases/{case.id}?show=notes", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert "Likes football" in part.text
    assert "<html" not in part.text


def test_a_page_of_history_loses_nothing_between_two_pages(world: World, visit: Visits) -> None:
    case = world.case()
    moment = clocks.now()
    with clocks.turned_to(moment), world.as_(world.worker) as database:
        row = database.find(Case, case.id)
        for number in range(55):
            notes.write(database, row, words=f"note <{number:02}>")
    worker, found, url = visit(world.worker), set(), f"/cases/{case.id}/history?show=notes"
    for _page in range(3):
        answer = worker.get(url)
        found |= {number for number in range(55) if f"note &lt;{number:02}&gt;" in answer.text}
        if ">Older entries<" not in answer.text:
            break
        link = answer.text.split(">Older entries<")[0].rsplit('href="', 1)[1].split('"')[0]
        url = link.replace("&amp;", "&")
    assert found == set(range(55))


@pytest.mark.parametrize(
    ("tab", "most"), [("", 9), ("/referral", 4), ("/plan", 7), ("/sessions", 8), ("/history", 6)]
)
def test_a_page_takes_few_statements(world: World, visit: Visits, tab: str, most: int) -> None:
    case = world.case()
    for _time in range(3):
        world.meet(case)
        plan_session(world, case)
    worker = visit(world.worker)
    worker.get(f"/cases/{case.id}{tab}")
    with statements() as said:
        assert worker.get(f"/cases/{case.id}{tab}").status_code == 200
    assert len(said) <= most, said


def test_the_referral_stands_under_the_questions_that_were_asked(
    world: World, visit: Visits
) -> None:
    case = world.case(answers={"reason": ["knife"], "own_words": "To go back to school"})
    said = text_of(visit(world.worker).get(f"/cases/{case.id}/referral"))
    assert "To go back to school" in said
    assert "knife" in said.lower()
    assert "Yes, they agreed" in said


def test_the_running_standards_stand_in_words(world: World, visit: Visits) -> None:
    with clocks.turned_to(clocks.now() - timedelta(days=9)):
        case = world.case()
    said = text_of(visit(world.worker).get(f"/cases/{case.id}"))
    assert "First contact within 72 hours of sending" in said
    assert "overdue" in said
