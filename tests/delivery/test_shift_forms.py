"""A shift in pages, without JavaScript: check in, count, report, check out; and planning a term."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from app import clocks
from app.facts import Kind
from tests.delivery import partnership
from tests.delivery.ledger_reading import standing
from tests.delivery.test_lesson_forms import boxes_of
from tests.referrals.pages import count
from tests.visits import Visits, text_of
from tests.world import World


def test_a_shift_is_walked_from_check_in_to_check_out(
    world: World, visit: Visits, owner: Engine
) -> None:
    found, bev = partnership.shift(world), visit(world.worker)
    page = f"/shifts/{found}"
    assert "How many chaperones are there?" in text_of(bev.get(page))
    assert "Checked in" in text_of(bev.post(f"{page}/check-in", {"staff": "2"}))
    assert len(standing(owner, found, Kind.shift_delivered)) == 1
    for _press in range(3):
        bev.post(f"{page}/tally", {"add": "n-11-15-F", "n-11-15-F": totals(bev.get(page).text)})
    assert totals(bev.get(page).text) == "3"
    bev.post(f"{page}/tally", {"n-11-15-F": "40", "n-adult-M": "2", "counter-positive": "6"})
    told = {
        "kind": "fight",
        "severity": "medium",
        "at": "0:00",
        "de_escalated": "yes",
        "told": ["school"],
    }
    answer = bev.post(f"{page}/incident", told | {"note": "At the crossing"})
    assert "Fight or assault" in text_of(answer)
    assert "Calmed down by us" in text_of(answer)
    assert "Checked out" in text_of(bev.post(f"{page}/check-out", {"note": "Cold"}))
    heads = {one["audience"]: one["n"] for one in standing(owner, found, Kind.headcount)}
    assert heads == {"young-people": 40, "adults": 2}


def totals(page: str) -> str:
    """What stands in the box of girls of 11 to 15."""
    start = page.index('id="n-11-15-F"')
    return page[start:].split('value="', 1)[1].split('"', 1)[0]


def script(visit: Any, page: str, boxes: dict[str, str], version: int) -> Any:
    """What the script of the page sends after a press."""
    return visit.post(
        f"{page}/tally", boxes, version=version, headers={"Accept": "application/json"}
    )


def test_the_script_sends_totals_and_is_told_of_another_phone(world: World, visit: Visits) -> None:
    page, bev, noor = (
        f"/shifts/{partnership.shift_going_on(world)}",
        visit(world.worker),
        visit(world.manager),
    )
    first = version_on(bev.get(page).text)
    saved = script(bev, page, {"n-11-15-F": "5"}, first).json()
    assert saved["says"].startswith("Saved ")
    assert saved["version"] > first
    other = script(noor, page, {"n-11-15-F": "2"}, first)
    assert other.status_code == 409
    assert "changed on another phone" in other.json()["says"]
    assert totals(bev.get(page).text) == "5"
    again = script(noor, page, {"n-11-15-F": "7"}, other.json()["version"])
    assert again.status_code == 200, "having been told, the next save is a decision"
    wrong = script(bev, page, {"n-11-15-F": "many"}, again.json()["version"])
    assert "must be a whole number" in wrong.json()["says"]


def version_on(page: str) -> int:
    return int(
        page.split('id="tally"', 1)[1].split('name="_version" value="', 1)[1].split('"', 1)[0]
    )


def test_a_wrong_number_keeps_the_others(world: World, visit: Visits) -> None:
    page = f"/shifts/{partnership.shift_going_on(world)}"
    answer = visit(world.worker).post(f"{page}/tally", {"n-11-15-F": "x", "n-11-15-M": "9"})
    assert answer.status_code == 422
    assert 'href="#n-11-15-F"' in answer.text
    assert 'value="9"' in answer.text


def test_a_shift_of_yesterday_is_recorded_with_its_times(
    world: World, visit: Visits, owner: Engine
) -> None:
    found = partnership.shift(world, starts_at=partnership.days_ago(1, 8))
    page, bev = f"/shifts/{found}", visit(world.worker)
    bev.post(f"{page}/check-in", {"staff": "2", "at": "8:05am"})
    assert "Nobody can check out before" in bev.post(f"{page}/check-out", {"at": "7am"}).text
    bev.post(f"{page}/check-out", {"at": "9:05am"})
    assert [one["value"] for one in standing(owner, found, Kind.shift_delivered)] == [2]


def test_somebody_who_did_not_check_out_is_asked_about(world: World, visit: Visits) -> None:
    found = partnership.shift(world, starts_at=partnership.days_ago(1, 8))
    visit(world.worker).post(f"/shifts/{found}/check-in", {"staff": "1", "at": "8:05am"})
    week = f"/delivery/{world.commissions['routes'].id}/shifts"
    # A week that no calendar has is this one.
    for address in ("/delivery", week, f"{week}?week=0001-01-01", f"{week}?week=9999-12-31"):
        assert "Make sure they are safe" in text_of(visit(world.manager).get(address))
    assert "Make sure they are safe" not in text_of(visit(world.rival_manager).get("/delivery"))


def test_a_cancelled_shift_says_why(world: World, visit: Visits) -> None:
    page, bev = f"/shifts/{partnership.shift(world)}", visit(world.worker)
    assert bev.post(f"{page}/cancel", {}).status_code == 422
    assert "cancelled: weather" in text_of(bev.post(f"{page}/cancel", {"reason": "weather"}))


def test_a_shift_planned_by_mistake_is_no_planned_shift(
    world: World, visit: Visits, owner: Engine
) -> None:
    found = partnership.shift(world)
    answer = visit(world.worker).post(f"/shifts/{found}/cancel", {"reason": "entered-in-error"})
    assert "planned by mistake. It does not count" in text_of(answer)
    assert standing(owner, found, Kind.shift_planned) == []


def test_the_hours_of_a_shift_are_corrected(world: World, visit: Visits, owner: Engine) -> None:
    found = partnership.shift(world, starts_at=partnership.days_ago(1, 8))
    page, bev = f"/shifts/{found}", visit(world.worker)
    bev.post(f"{page}/check-in", {"staff": "2", "at": "8:05am"})
    assert bev.get(f"{page}/hours").status_code == 404, "it is not over"
    bev.post(f"{page}/check-out", {"at": "9:05am"})
    said = {"staff": "3", "came_at": "8am", "left_at": "10am"}
    assert bev.post(f"{page}/hours", said | {"left_at": "7am"}).status_code == 409
    assert "corrected" in text_of(bev.post(f"{page}/hours", said))
    assert [one["value"] for one in standing(owner, found, Kind.shift_delivered)] == [6]


def test_a_shift_starts_without_a_plan(world: World, visit: Visits) -> None:
    page = f"/delivery/{world.commissions['routes'].id}/shifts/start"
    said = {"setting": str(world.settings["route"].id), "kind": "shift-morning", "staff": "2"}
    assert "Count who you meet" in text_of(visit(world.worker).post(page, said))
    wrong = visit(world.worker).post(page, said | {"setting": str(world.settings["school"].id)})
    assert wrong.status_code == 409


def test_a_term_is_planned_in_one_press(world: World, visit: Visits, owner: Engine) -> None:
    first = clocks.today() + timedelta(days=7)
    page = f"/delivery/{world.commissions['routes'].id}/shifts/plan"
    said: dict[str, Any] = (
        {
            "setting": str(world.settings["route"].id),
            "led_by": str(world.second_worker.account_id),
            "kinds": ["shift-morning", "shift-afternoon"],
            "weekdays": ["1", "3"],
            "morning": "8am",
            "afternoon": "2:45pm",
        }
        | boxes_of(first, "first_on")
        | boxes_of(first + timedelta(days=13), "last_on")
    )
    worker = visit(world.worker)
    short = worker.post(page, said | {"morning": ""})
    assert "Enter the time of morning shifts" in short.text
    assert "Shifts planned" in text_of(worker.post(page, said))
    planned = count(
        owner,
        "SELECT count(*) FROM session WHERE commission_id = :id AND state = 'planned'",
        id=world.commissions["routes"].id,
    )
    assert 4 <= planned <= 8, "two weeks of two days, less bank holidays"
    assert planned % 2 == 0


def test_an_estimate_has_its_ground_and_its_day(world: World, visit: Visits, owner: Engine) -> None:
    place = f"/delivery/{world.commissions['routes'].id}/settings/{world.settings['route'].id}"
    worker = visit(world.worker)
    assert worker.post(f"{place}/estimate", {"pupils": "640"}).status_code == 422
    said = {"pupils": "640", "how": "Rolls of two schools"} | boxes_of(clocks.today(), "as_of")
    assert "640 pupils" in text_of(worker.post(f"{place}/estimate", said))
    assert UUID(str(world.settings["route"].id))
