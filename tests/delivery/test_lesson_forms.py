"""Filling in lessons, sessions and trainings in pages: saved in one press, nothing typed is lost."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from app import clocks
from app.actions.delivery import counts
from app.actions.delivery.heads import Count
from app.facts import Kind
from app.models import Session
from tests.delivery import partnership
from tests.delivery.ledger_reading import standing
from tests.referrals.pages import count
from tests.visits import Visit, Visits, text_of
from tests.world import World

SESSIONS = "SELECT count(*) FROM session WHERE commission_id = :id AND state = 'held'"


def day_page(world: World) -> str:
    return f"/delivery/{world.commissions['schools'].id}/settings/{world.settings['school'].id}/day"


def boxes_of(day: date, name: str = "on") -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def sheet(*rows: dict[str, str], **head: str) -> dict[str, str]:
    """A day sheet as a browser sends it."""
    said = {
        **boxes_of(clocks.today()),
        "kind": "lesson",
        "audience": "mentees",
        "do": "save",
        **head,
    }
    for number, row in enumerate(rows):
        empty = dict.fromkeys(("name", "year", "F", "M", "U", "staff", "mentors", "lesson"), "")
        said |= {f"{name}-{number}": text for name, text in (empty | row).items()}
    return said


NINE_B = {"name": "9B", "year": "y9", "F": "14", "M": "12", "staff": "1", "mentors": "3"}
NINE_C = {"name": "9C", "year": "y9", "F": "10", "M": "13", "U": "1"}


def held(owner: Engine, world: World) -> int:
    return count(owner, SESSIONS, id=world.commissions["schools"].id)


def test_a_day_is_saved_as_one_session_for_each_row(
    world: World, visit: Visits, owner: Engine
) -> None:
    worker = visit(world.worker)
    answer = worker.post(day_page(world), sheet(NINE_B, NINE_C, {}))
    assert "Day saved" in text_of(answer)
    assert held(owner, world) == 2
    page = text_of(worker.get(day_page(world)))
    assert "1 so far" in page
    again = worker.get(day_page(world)).text
    assert 'value="9B"' in again
    assert 'value="9C"' in again, "known classes stand in the sheet already"


def test_known_classes_left_empty_are_no_sessions(
    world: World, visit: Visits, owner: Engine
) -> None:
    known = {"known": "yes", "name": "9B", "year": "y9"}
    visit(world.worker).post(day_page(world), sheet(known, NINE_C))
    assert held(owner, world) == 1


def test_a_wrong_row_loses_nothing_and_saves_nothing(
    world: World, visit: Visits, owner: Engine
) -> None:
    rows = (NINE_B, NINE_C | {"F": "ten"}, {"name": "9D"}, {"M": "8"})
    answer = visit(world.worker).post(day_page(world), sheet(*rows))
    assert answer.status_code == 422
    assert held(owner, world) == 0
    for link, sentence in (
        ("F-1", "Girls in 9C must be a whole number, like 12"),
        ("F-2", "Enter how many came to 9D"),
        ("name-3", "Enter the class in row 4"),
    ):
        assert f'<a href="#{link}">{sentence}</a>' in answer.text
    assert 'value="ten"' in answer.text
    assert 'value="14"' in answer.text
    assert "<title>Error:" in answer.text


def test_an_empty_sheet_and_a_day_to_come_are_refused(world: World, visit: Visits) -> None:
    worker = visit(world.worker)
    assert "Enter at least one class" in worker.post(day_page(world), sheet({})).text
    later = sheet(NINE_B) | boxes_of(date(clocks.today().year + 1, 1, 1))
    assert worker.post(day_page(world), later).status_code == 422


def test_more_heads_than_on_roll_are_asked_about_once(
    world: World, visit: Visits, owner: Engine
) -> None:
    partnership.lesson(world, size=26)
    worker = visit(world.worker)
    many = NINE_B | {"F": "20"}
    asked = worker.post(day_page(world), sheet(many))
    assert asked.status_code == 422
    assert "9B has 26 people, and 32 were counted" in asked.text
    assert 'name="sure"' in asked.text
    saved = worker.post(day_page(world), sheet(many, sure="yes"))
    assert "Day saved" in text_of(saved)
    assert held(owner, world) == 2


def test_the_same_lesson_on_the_same_day_is_asked_about(
    world: World, visit: Visits, owner: Engine
) -> None:
    worker = visit(world.worker)
    worker.post(day_page(world), sheet(NINE_B))
    again = worker.post(day_page(world), sheet(NINE_B))
    assert "9B already has this session on that day" in again.text
    assert held(owner, world) == 1


def test_a_double_press_is_one_day(world: World, visit: Visits, owner: Engine) -> None:
    worker, key = visit(world.worker), str(uuid4())
    for _press in range(2):
        worker.post(day_page(world), sheet(NINE_B), key=key)
    assert held(owner, world) == 1


def test_more_rows_keep_what_was_typed(world: World, visit: Visits, owner: Engine) -> None:
    answer = visit(world.worker).post(day_page(world), sheet(NINE_B, do="more"))
    assert answer.status_code == 200
    assert 'value="9B"' in answer.text
    assert 'name="name-8"' in answer.text
    assert held(owner, world) == 0


def test_more_rows_still_say_what_is_known_of_a_class(world: World, visit: Visits) -> None:
    worker = visit(world.worker)
    worker.post(day_page(world), sheet(NINE_B))
    assert "1 so far" in text_of(worker.get(day_page(world)))
    assert "1 so far" in text_of(worker.post(day_page(world), sheet(NINE_B, do="more")))


def test_an_assembly_is_counted_by_year_and_sex(world: World, visit: Visits, owner: Engine) -> None:
    page = day_page(world).replace("/day", "/session")
    worker = visit(world.worker)
    empty = boxes_of(clocks.today()) | {"kind": "assembly", "audience": "mentees", "at": "0:00"}
    assert "Enter how many came" in worker.post(page, empty).text
    answer = worker.post(page, empty | {"n-y7-F": "80", "n-y7-M": "75", "n-y8-U": "9"})
    assert "164 people came" in text_of(answer)
    found = UUID(str(answer.url).split("/")[-1].split("?")[0])
    assert sum(one["n"] for one in standing(owner, found, Kind.headcount)) == 164


def correction(n: str = "11", **other: str) -> dict[str, str]:
    said = {
        "audience": "mentees",
        "at": "10:00",
        "minutes": "50",
        "module": "1",
        "staff": "",
        "note": "",
    }
    return said | boxes_of(partnership.days_ago(3).date()) | {"n-y9-F": "14", "n-y9-M": n} | other


def correct(worker: Visit, session: Any, boxes: dict[str, str], version: int | None = None) -> Any:
    address = f"/lessons/{session.id}/correct"
    return worker.post(address, boxes, version=version or session.version)


def test_a_correction_moves_the_count(world: World, visit: Visits, owner: Engine) -> None:
    lesson, worker = partnership.lesson(world), visit(world.worker)
    assert 'value="12"' in worker.get(f"/lessons/{lesson.id}/correct").text
    answer = correct(worker, lesson, correction(**{"counter-disclosures": "1"}))
    assert "Session corrected" in text_of(answer)
    assert "Disclosures passed to the safeguarding lead: 1" in text_of(answer)
    assert sum(one["n"] for one in standing(owner, lesson.id, Kind.headcount)) == 25


def test_a_stale_correction_says_so_and_keeps_what_was_typed(world: World, visit: Visits) -> None:
    lesson, worker = partnership.lesson(world), visit(world.worker)
    with world.as_(world.second_worker) as database:
        session = database.find(Session, lesson.id, lock=True)
        counts.correct(database, session, [Count("mentees", 5, "y9", "F")], minutes=45)
    answer = correct(worker, lesson, correction("9"))
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text
    assert 'value="9"' in answer.text


def test_a_session_is_taken_back(world: World, visit: Visits, owner: Engine) -> None:
    lesson, worker = partnership.lesson(world), visit(world.worker)
    assert "taken back" in text_of(worker.post(f"/lessons/{lesson.id}/withdraw"))
    assert standing(owner, lesson.id, Kind.headcount) == []
    assert "does not count" in text_of(worker.get(f"/lessons/{lesson.id}"))


def training_boxes(world: World, **other: str) -> dict[str, str]:
    said = {"kind": "clinical-session", "setting": str(world.settings["surgery"].id), "at": "0:00"}
    return said | boxes_of(clocks.today()) | {"n-doctor": "6", "n-nurse": "3"} | other


def test_a_training_counts_professionals_of_a_practice(
    world: World, visit: Visits, owner: Engine
) -> None:
    page, worker = f"/delivery/{world.commissions['iris'].id}/training/new", visit(world.worker)
    asked = worker.post(page, training_boxes(world, works_there="5"))
    assert asked.status_code == 409
    assert "Staff has 5 people, and 9 were counted" in asked.text
    answer = worker.post(page, training_boxes(world, works_there="12"))
    assert "9 professionals came, of 12 who work there" in text_of(answer)
    place = f"/delivery/{world.commissions['iris'].id}/settings/{world.settings['surgery'].id}"
    assert "9 of 12 staff (75%)" in text_of(worker.get(place))
    assert "Enough of the staff" in text_of(worker.get(place))
    found = UUID(str(answer.url).split("/")[-1].split("?")[0])
    assert len(standing(owner, found, Kind.trained)) == 2


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({"stage": "trained"}, "Enter the day it was reached"),
        (
            {"since-day": "1", "since-month": "2", "since-year": "2026"},
            "Select the stage this place reached",
        ),
        (
            {"stage": "delivering", "since-day": "1", "since-month": "2", "since-year": "2026"},
            "no such stage",
        ),
    ],
)
def test_a_stage_needs_its_day_and_must_be_of_the_programme(
    world: World, visit: Visits, boxes: dict[str, str], sentence: str
) -> None:
    page = f"/delivery/{world.commissions['iris'].id}/settings/{world.settings['surgery'].id}/stage"
    answer = visit(world.worker).post(page, boxes)
    assert answer.status_code in {409, 422}
    assert sentence in text_of(answer)


def test_a_stage_shows_in_the_coverage_of_the_area(world: World, visit: Visits) -> None:
    base, worker = f"/delivery/{world.commissions['iris'].id}", visit(world.worker)
    place = f"{base}/settings/{world.settings['surgery'].id}"
    worker.post(f"{place}/stage", {"stage": "trained"} | boxes_of(clocks.today(), "since"))
    assert "IRIS trained" in text_of(worker.get(place))
    assert world.settings["surgery"].name in worker.get(f"{base}/settings?stage=trained").text
    assert world.settings["surgery"].name not in worker.get(f"{base}/settings?stage=lapsed").text
    assert world.settings["surgery"].name in worker.get(f"{base}/settings?words={world.tag}").text
