"""Courses with limited places: waiting list, catch-up, who leads, holidays, history on the case."""

import re
from datetime import datetime, timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import cases
from app.actions.delivery import course_places, courses
from app.actions.delivery.courses import NewCourse
from app.models import Case, Group, GroupMember, GroupWaiting, Session
from app.queries.delivered import provision
from app.queries.groups import standings
from tests.cases.pages import day_boxes, version_on
from tests.visits import Visits, text_of
from tests.world import World


def course(world: World, *, size: int | None = None, weeks_ago: int = 2) -> Group:
    """A course of the men's side whose first sessions are past."""
    day = clocks.today() - timedelta(weeks=weeks_ago)
    first = datetime.combine(day, datetime.min.time(), clocks.LONDON) + timedelta(minutes=1)
    with world.as_(world.men_worker) as database:
        provided = provision(database, world.commissions["dvpp"].id)
        new = NewCourse("Tuesday course", "course", first, 6, size=size)
        return courses.make(database, provided, new)


def a_man(world: World, name: str) -> Case:
    """A man referred and accepted two months ago."""
    with clocks.turned_to(clocks.now() - timedelta(days=60)):
        referral = world.refer(
            "dvpp",
            by=world.referrer,
            side="perpetrator",
            person=world.somebody(name, born_on=clocks.today() - timedelta(days=12000)),
            source="self",
            answers={},
        )
        return world.accept(referral, by=world.men_manager, worker=world.men_worker)


def join(world: World, group: Group, case: Case) -> None:
    with world.as_(world.men_worker) as database:
        row = database.find(Group, group.id, lock=True)
        early = clocks.today() - timedelta(days=60)
        course_places.take_place(database, row, database.find(Case, case.id), joined_on=early)


def sessions_of(world: World, group: Group) -> list[Session]:
    with world.as_(world.men_worker) as database:
        found = select(Session).where(col(Session.group_id) == group.id)
        return list(database.exec(found.order_by(col(Session.starts_at))).all())


def test_a_full_course_has_a_waiting_list_and_a_free_place_goes_to_who_waits(
    world: World, visit: Visits
) -> None:
    group, first, second = course(world, size=1), a_man(world, "Firstly"), a_man(world, "Secondly")
    worker, path = visit(world.men_worker), f"/groups/{group.id}"
    join(world, group, first)
    full = worker.post(f"{path}/members", {"case": str(second.id), "do": "join"})
    assert full.status_code == 409
    assert "Every place is taken" in text_of(full)
    said = text_of(worker.post(f"{path}/members", {"case": str(second.id), "do": "wait"}))
    assert "Waiting list (1)" in said
    assert "All places are taken" in said
    assert "Waiting" in text_of(worker.get(f"/cases/{second.id}/sessions"))
    with world.as_(world.men_worker) as database:
        waiting = database.exec(select(GroupWaiting)).one()
        member = database.exec(select(GroupMember)).one()
    early = worker.post(f"{path}/waiting/{waiting.id}/join")
    assert early.status_code == 409
    worker.post(f"{path}/members/{member.id}/leave", day_boxes("left_on", clocks.today()))
    assert "A place is free" in text_of(worker.get(path))
    assert "On the course." in text_of(worker.post(f"{path}/waiting/{waiting.id}/join"))
    with world.as_(world.men_worker) as database:
        assert database.find(GroupWaiting, waiting.id).ended_as == "joined"
        # Whose case closes gives the place up; nobody has to remember to take them off.
        cases.close(
            database,
            database.find(Case, second.id, lock=True),
            reason="not-reachable",
            planned=False,
        )
    after = text_of(worker.get(path))
    assert "0 on the course of 1 place, and 1 whose case closed" in after
    third = a_man(world, "Thirdly")
    assert "Thirdly" in text_of(
        worker.post(f"{path}/members", {"case": str(third.id), "do": "join"})
    )
    assert visit(world.partner_worker).get(path).status_code == 404


def test_a_catch_up_session_has_only_those_who_missed_and_makes_it_good(
    world: World, visit: Visits
) -> None:
    group, there, away = course(world), a_man(world, "Thereman"), a_man(world, "Awayman")
    for case in (there, away):
        join(world, group, case)
    number_one = sessions_of(world, group)[0]
    with world.as_(world.men_worker) as database:
        marks = {there.id: "attended", away.id: "did-not-attend"}
        courses.take_register(database, database.find(Session, number_one.id, lock=True), marks)
    worker, path = visit(world.men_worker), f"/groups/{group.id}"
    assert "Number 1, missed by 1" in text_of(worker.get(f"{path}/sessions/new"))
    boxes = {"kind": "course", "at": "0:02", "catches_up": "1"}
    boxes |= day_boxes("on", clocks.today())
    assert worker.post(f"{path}/sessions/new", boxes).status_code == 200
    catch_up = next(one for one in sessions_of(world, group) if one.catch_up)
    planned = next(one for one in sessions_of(world, group) if not one.catch_up)
    assert (catch_up.method, catch_up.minutes) == (planned.method, planned.minutes)
    register = worker.get(f"{path}/sessions/{catch_up.id}")
    assert "Awayman" in register.text
    assert "Thereman" not in register.text
    said = {f"status-{away.id}": "attended"}
    worker.post(f"{path}/sessions/{catch_up.id}", said, version=version_on(register.text))
    with world.as_(world.men_worker) as database:
        standing = {one.case_id: one for one in standings(database, group)}
        assert standing[away.id].missing == ()
    history = text_of(worker.get(f"/cases/{away.id}/sessions"))
    assert "Came to 1, missed 1, caught up 1" in history


def test_the_places_ahead_stand_on_the_case_and_in_the_calendar_of_who_leads(
    world: World, visit: Visits
) -> None:
    group, case = course(world, weeks_ago=1), a_man(world, "Aheadman")
    join(world, group, case)
    worker = visit(world.men_worker)
    assert "Tuesday course: course session" in text_of(worker.get(f"/cases/{case.id}/sessions"))
    ahead = next(one for one in sessions_of(world, group) if one.starts_at > clocks.now())
    day = ahead.starts_at.astimezone(clocks.LONDON).date().isoformat()
    manager = visit(world.men_manager)
    assert "Tuesday course" not in text_of(manager.get(f"/sessions?day={day}"))
    page = f"/groups/{group.id}/facilitators"
    assert manager.post(page, {"account": str(world.rival_worker.account_id)}).status_code == 409
    manager.post(page, {"account": str(world.men_manager.account_id)})
    assert "Tuesday course" in text_of(manager.get(f"/sessions?day={day}"))


def test_a_course_at_a_school_leaves_its_holidays_out(world: World, visit: Visits) -> None:
    first = clocks.today() + timedelta(days=14)
    worker = visit(world.worker)
    days = day_boxes("from_day", first + timedelta(days=7))
    days |= day_boxes("to_day", first + timedelta(days=9))
    added = worker.post("/delivery/holidays", {"name": "Half term"} | days)
    assert "Half term" in text_of(added)
    wrong = worker.post("/delivery/holidays", {"name": "Half term"})
    assert wrong.status_code == 422
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["hospital"].id)
        at = datetime.combine(first, datetime.min.time(), clocks.LONDON) + timedelta(hours=10)
        school = world.settings["school"].id
        made = courses.make(
            database, provided, NewCourse("At school", "group", at, 3, setting_id=school)
        )
        found = select(Session.starts_at).where(Session.group_id == made.id)
        starts = [moment.date() for moment in database.exec(found).all()]
    assert len(starts) == 3
    assert first + timedelta(days=7) not in starts
    assert "Half term" not in visit(world.rival_worker).get("/delivery/holidays").text


def test_an_evening_of_a_course_is_moved_for_everybody(world: World, visit: Visits) -> None:
    group, worker = course(world, weeks_ago=1), visit(world.men_worker)
    ahead = next(one for one in sessions_of(world, group) if one.starts_at > clocks.now())
    path = f"/groups/{group.id}/sessions/{ahead.id}/move"
    boxes = {"at": "7pm", "asked_by": "provider", "reason": "room", "place": "The other hall"}
    boxes |= day_boxes("on", clocks.today() + timedelta(days=30))
    page = worker.get(path)
    assert worker.post(path, {"at": "7pm"}, version=version_on(page.text)).status_code == 422
    said = worker.post(path, boxes, version=version_on(page.text))
    assert "Session moved" in text_of(said)
    assert "our service asked, room or place not free" in text_of(worker.get(path)).lower()
    assert world.again(ahead, by=world.men_worker).place == "The other hall"
    assert visit(world.partner_worker).get(path).status_code == 404


def test_the_venue_of_one_evening_or_of_all_that_follow_can_be_another(
    world: World, visit: Visits
) -> None:
    group, worker = course(world, weeks_ago=1), visit(world.men_worker)
    path, man = f"/groups/{group.id}", a_man(world, "Venable")
    join(world, group, man)
    assert "Tell people" not in text_of(worker.get("/"))
    _first, _second, third, fourth, *_ = before = sessions_of(world, group)
    other = f"{path}/sessions/{third.id}/venue"
    version = version_on(worker.get(other).text)
    moved = worker.post(other, {"place": "Library", "which": "following"}, version=version)
    assert "Venue changed" in text_of(moved)
    one = {"place": "Church hall", "which": "one"}
    assert "Church hall" in text_of(
        worker.post(f"{path}/sessions/{fourth.id}/venue", one, version=fourth.version + 1)
    )
    after = [session.place for session in sessions_of(world, group)]
    assert after == [None, None, "Library", "Church hall", "Library", "Library"]
    stale = worker.post(other, {"place": "Cellar", "which": "one"}, version=version)
    assert (stale.status_code, 'value="Cellar"' in stale.text) == (409, True)
    # It stands on the register and is what one more session starts from; one that was stays.
    assert "Church hall" in text_of(worker.get(f"{path}/sessions/{fourth.id}"))
    assert 'value="Library"' in worker.get(f"{path}/sessions/new").text
    assert worker.get(f"{path}/sessions/{before[0].id}/venue").status_code == 200
    # Nobody is sent a message: whoever works with them reads it where they look every day.
    day = text_of(worker.get("/"))
    assert "Tuesday course, number 3: another venue" in day
    assert "3 later sessions too" in day
    assert "Tell Venable" in day
    for tab in ("", "/sessions", "/sheet"):
        page = text_of(worker.get(f"/cases/{man.id}{tab}"))
        assert "Library" in page, tab
        assert "another venue" in page.lower(), tab
    feed = re.search(r"/calendar/[\w-]+\.ics", worker.post("/calendar").text)
    assert feed is not None
    told = visit().get(feed[0]).text
    assert told.count("(another venue)") == 4
    assert "Group: course" in told
    assert all(place not in told for place in ("Library", "Church hall"))
    assert visit(world.partner_worker).get(other).status_code == 404
