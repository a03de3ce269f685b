"""Working a case through its pages: sessions, moves, goals, measures, notes, the person."""

from datetime import date, timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import plan
from app.models import (
    Case,
    CaseDate,
    CaseState,
    Goal,
    GoalResult,
    MeasureTaken,
    Note,
    Person,
    SafeContact,
)
from tests.cases.pages import day_boxes, rows, version_on
from tests.visits import Visits, text_of
from tests.world import World


def test_closing_asks_for_each_goal_and_follows_the_reason(world: World, visit: Visits) -> None:
    case = world.case()
    world.engage(case)
    with world.as_(world.worker) as database:
        goal = plan.set_goal(
            database,
            database.find(Case, case.id),
            words="Back to school",
            domain="education",
            set_on=clocks.today(),
        )
    worker, path = visit(world.worker), f"/cases/{case.id}/close"
    page = worker.get(path)
    assert "Back to school" in page.text
    assert "not taken at the end" in text_of(page)
    boxes = {"reason": "disengaged", "planned": "usual", "person_view": "It was all right"}
    refused = worker.post(path, boxes, version=version_on(page.text))
    assert refused.status_code == 422
    assert f'href="#goal-{goal.id}"' in refused.text
    assert f'id="goal-{goal.id}"' in refused.text
    assert "It was all right" in refused.text
    done = worker.post(
        path, boxes | {f"goal-{goal.id}": "partly"}, version=version_on(refused.text)
    )
    assert "Case closed." in done.text
    found = world.again(case, by=world.worker)
    assert (found.state, found.close_reason, found.planned) == (
        CaseState.closed,
        "disengaged",
        False,
    )
    assert found.person_view == "It was all right"
    assert world.again(goal, by=world.worker).result == GoalResult.partly


def test_a_goal_is_set_and_ends(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/plan"
    boxes = {"words": "“See mum” 🙂", "domain": "family"} | day_boxes("set_on", clocks.today())
    assert worker.post(f"{path}/goals/new", boxes | {"domain": "luck"}).status_code == 422
    assert "“See mum” 🙂" in worker.post(f"{path}/goals/new", boxes).text
    (goal,) = rows(world, Goal, case)
    ended = {"result": "achieved"} | day_boxes("on", clocks.today())
    assert "Achieved" in text_of(worker.post(f"{path}/goals/{goal.id}", ended, version=1))
    late = worker.post(f"{path}/goals/{goal.id}", ended | {"result": "partly"}, version=1)
    assert late.status_code == 409
    assert "Achieved" in text_of(late)


def test_somebody_elses_goal_is_not_of_this_case(world: World, visit: Visits) -> None:
    mine, other = world.case(), world.case()
    with world.as_(world.worker) as database:
        goal = plan.set_goal(
            database,
            database.find(Case, other.id),
            words="x",
            domain="family",
            set_on=clocks.today(),
        )
    assert visit(world.worker).get(f"/cases/{mine.id}/plan/goals/{goal.id}").status_code == 404


def test_measures_stand_side_by_side(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/plan/measures"
    day = day_boxes("taken_on", clocks.today())
    wrong = worker.post(f"{path}/baseline", {"confidence": "11"} | day)
    assert wrong.status_code == 422
    assert "from 0 to 10" in text_of(wrong)
    assert worker.post(f"{path}/baseline", day).status_code == 422
    both = worker.post(f"{path}/baseline", {"confidence": "3", "confidence-why": "no-time"} | day)
    assert both.status_code == 422
    worker.post(f"{path}/baseline", {"confidence": "3", "safety-why": "did-not-want"} | day)
    exit_form = worker.get(f"{path}/exit")
    assert "Last time: 3" in text_of(exit_form)
    said = text_of(worker.post(f"{path}/exit", {"confidence": "7", "safety": "8"} | day))
    assert "Better" in said
    assert "Not asked: they did not want to" in said
    assert len(rows(world, MeasureTaken, case)) == 4
    assert worker.get(f"{path}/birthday").status_code == 404


def test_a_licensed_measure_shows_no_question(world: World, visit: Visits) -> None:
    case = world.case()
    page = text_of(visit(world.worker).get(f"/cases/{case.id}/plan/measures/baseline"))
    assert "SDQ total" in page
    assert "Score only" in page


def test_a_note_is_added_to_and_never_changed(world: World, visit: Visits) -> None:
    case, other = world.case(), world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/notes/new"
    worker.post(path, {"words": "Lives with aunt"})
    (note,) = rows(world, Note, case)
    assert "Lives with aunt" in worker.get(f"{path}?adds_to={note.id}").text
    said = text_of(worker.post(path, {"words": "With uncle", "adds_to": str(note.id)}))
    assert "Added to the note of" in said
    assert "Lives with aunt" in said
    elsewhere = f"/cases/{other.id}/notes/new?adds_to={note.id}"
    assert worker.get(elsewhere).status_code == 404


def test_the_next_action_keeps_both_when_two_edit(world: World, visit: Visits) -> None:
    case = world.case()
    worker, other, path = visit(world.worker), visit(world.manager), f"/cases/{case.id}/next"
    version = version_on(worker.get(path).text)
    other.post(path, {"words": "Call the school"}, version=version)
    answer = worker.post(path, {"words": "Call mum"}, version=version)
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Call the school" in said
    assert 'value="Call mum"' in answer.text
    assert "Next action changed" in said
    assert (
        "Call mum" in worker.post(path, {"words": "Call mum"}, version=version_on(answer.text)).text
    )


def test_risk_and_level_are_codes_of_their_lists(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}"
    assert worker.post(f"{path}/risk", {"risk": "enormous"}).status_code == 422
    assert "Risk: high" in text_of(
        worker.post(f"{path}/risk", {"risk": "high", "reasons": "He was followed"})
    )
    assert worker.post(f"{path}/level", {"level": "informed"}).status_code == 422
    assert "Scaffold" in text_of(worker.post(f"{path}/level", {"level": "scaffold"}))


def test_a_release_date_moves_and_the_old_one_stays(world: World, visit: Visits) -> None:
    release = clocks.today() + timedelta(days=60)
    answers = {"reason": ["release"], "strand": "custody", "release_date": release.isoformat()}
    referral = world.refer("resettlement", by=world.referrer, answers=answers, source="prison")
    case = world.accept(referral, by=world.rival_manager, worker=world.rival_worker)
    worker, path = visit(world.rival_worker), f"/cases/{case.id}/dates/release_date"
    first = day_boxes("falls_on", release)
    worker.post(path, first | {"confidence": "expected"})
    moved = clocks.today() + timedelta(days=90)
    page = text_of(worker.post(path, day_boxes("falls_on", moved)))
    assert f"{moved.day} {moved:%B %Y}" in page
    assert "Earlier:" in page
    with world.as_(world.rival_worker) as database:
        kept = database.exec(select(CaseDate).where(col(CaseDate.case_id) == case.id)).all()
    assert {row.falls_on for row in kept} == {release, moved}
    stale = worker.post(path, first, version=1)
    assert stale.status_code == 409
    assert f"{moved.day} {moved:%B %Y}" in text_of(stale)
    assert worker.get(f"/cases/{case.id}/dates/wedding").status_code == 404


def test_the_persons_details_are_corrected(world: World, visit: Visits) -> None:
    case = world.case()
    worker, path = visit(world.worker), f"/cases/{case.id}/person"
    page = worker.get(path)
    assert "Zebedee" in page.text
    boxes = {
        "preferred_name": "Zeb",
        "family_name": "Testcase",
        "sex": "M",
        "ethnicity": "B1",
        "phone": "07700 900456",
        "may_call": "no",
        "may_text": "yes",
        "may_leave_message": "not-known",
        "area": "E08000026",
        **day_boxes("born_on", date(2009, 5, 6)),
    }
    wrong = worker.post(path, boxes | {"phone": "12", "nhs_number": "999 000 0019"})
    assert wrong.status_code == 422
    assert 'href="#phone"' in wrong.text
    assert worker.post(path, boxes | {"ethnicity_source": "hearsay"}).status_code == 422
    version = version_on(page.text)
    said = text_of(worker.post(path, boxes, version=version))
    assert "Zeb Testcase" in said
    assert "Do not call" in said
    with world.as_(world.worker) as database:
        person = database.find(Person, case.person_id)
        contact = database.find(SafeContact, case.person_id)
    assert (person.born_on, person.area) == (date(2009, 5, 6), "E08000026")
    assert (contact.phone, contact.may_call, contact.may_leave_message) == (
        "+447700900456",
        False,
        None,
    )
    stale = worker.post(path, boxes | {"preferred_name": "Late"}, version=version)
    assert stale.status_code == 409
    assert 'value="Late"' in stale.text
