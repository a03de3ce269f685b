"""Courses: weekly sessions, one register for all, make-up sessions, and who may be on them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from app import clocks
from app.actions.delivery import courses
from app.actions.delivery.courses import NewCourse
from app.errors import NotFound, Refused
from app.facts import Kind
from app.models import Attendance, Case, Group, Session
from app.queries.delivered import provision
from tests.delivery.ledger_reading import standing
from tests.world import World


def course(world: World, *, weeks_ago: int = 0, number: int = 26) -> Group:
    day = clocks.today() - timedelta(weeks=weeks_ago)
    first = datetime(day.year, day.month, day.day, 0, 5, tzinfo=clocks.LONDON)
    with world.as_(world.men_worker) as database:
        provided = provision(database, world.commissions["dvpp"].id)
        return courses.make(
            database, provided, NewCourse("Tuesday course", "course", first, number)
        )


def mans_case(world: World, name: str = "Alphonse") -> Case:
    referral = world.refer(
        "dvpp",
        side="perpetrator",
        answers={"reason": ["physical"]},
        person=world.somebody(name, born_on=None, age_given=34),
        source="childrens-social-care",
        received_at=clocks.now() - timedelta(days=60),
    )
    return world.accept(referral, by=world.men_manager, worker=world.men_worker)


def sessions_of(database: Any, group: Group) -> list[Session]:
    return list(
        database.exec(
            select(Session).where(Session.group_id == group.id).order_by(Session.starts_at)
        ).all()
    )


def test_a_course_meets_every_week_but_never_on_a_bank_holiday() -> None:
    first = datetime(2026, 4, 20, 18, tzinfo=clocks.LONDON)
    moments = list(courses.weekly(first, 4))
    assert [f"{one:%d %b %H:%M}" for one in moments] == [
        "20 Apr 18:00", "27 Apr 18:00", "11 May 18:00", "18 May 18:00",
    ]  # fmt: skip
    over_the_change = list(courses.weekly(datetime(2026, 10, 20, 18, tzinfo=clocks.LONDON), 2))
    assert [one.hour for one in over_the_change] == [18, 18], "the clock on the wall, not in UTC"


def test_a_course_has_its_sessions_numbered(world: World) -> None:
    group = course(world)
    with world.as_(world.men_worker) as database:
        planned = sessions_of(database, group)
    assert [one.module for one in planned] == list(range(1, 27))
    assert group.kind == "course"


def test_one_press_takes_the_register_of_all(world: World, owner: Engine) -> None:
    group = course(world, weeks_ago=3, number=6)
    here, absent = mans_case(world), mans_case(world, "Barnaby")
    with world.as_(world.men_worker) as database:
        found = database.find(Group, group.id)
        for case in (here, absent):
            courses.join(database, found, database.find(Case, case.id))
        session = sessions_of(database, group)[2]
        before = session.version
        courses.take_register(
            database,
            session,
            {here.id: "attended", absent.id: "did-not-attend"},
            {absent.id: "Rang in the morning"},
        )
        assert session.version > before
        places = {
            one.case_id: one
            for one in database.exec(select(Attendance).where(Attendance.session_id == session.id))
        }
    assert len(standing(owner, session.id, Kind.delivered)) == 1
    assert [standing(owner, places[one.id].id, Kind.session)[0]["code"] for one in (here, absent)] == [
        "attended", "did-not-attend",
    ]  # fmt: skip
    with world.as_(world.men_worker) as database:
        courses.take_register(
            database,
            database.find(Session, session.id, lock=True),
            {here.id: "attended", absent.id: "late"},
        )
    assert standing(owner, places[absent.id].id, Kind.session)[0]["code"] == "late"
    assert len(standing(owner, session.id, Kind.delivered)) == 1


def test_a_register_is_not_taken_before_the_session(world: World) -> None:
    group = course(world, number=3)
    with world.as_(world.men_worker) as database:
        last = sessions_of(database, group)[-1]
        with pytest.raises(Refused, match="has not been yet"):
            courses.take_register(database, last, {})


def test_a_missed_session_is_made_up_under_its_number(world: World) -> None:
    group, case = course(world, weeks_ago=2, number=4), mans_case(world)
    with world.as_(world.men_worker) as database:
        made = courses.make_up(
            database,
            database.find(Group, group.id),
            database.find(Case, case.id, lock=True),
            module=1,
            starts_at=clocks.now() - timedelta(hours=1),
            status="attended",
        )
    assert (made.kind, made.module, made.group_id) == ("make-up", 1, group.id)


def test_only_open_cases_of_the_same_service_join(world: World) -> None:
    group = course(world)
    other = world.case()
    with world.as_(world.worker) as database:
        foreign = database.find(Case, other.id)
    with world.as_(world.men_worker) as database:
        with pytest.raises(Refused, match="another service"):
            courses.join(database, database.find(Group, group.id), foreign)
        database.rollback()


def test_leaving_and_coming_back_keeps_one_place(world: World, owner: Engine) -> None:
    group, case = course(world), mans_case(world)
    with world.as_(world.men_worker) as database:
        found = database.find(Group, group.id)
        member = courses.join(database, found, database.find(Case, case.id))
        courses.leave(database, member, left_on=clocks.today())
        again = courses.join(database, found, database.find(Case, case.id))
        assert (again.id, again.left_on) == (member.id, None)
    with owner.connect() as connection:
        said = connection.execute(
            text(
                "SELECT what FROM event WHERE noun = 'group_member' AND case_id = :id ORDER BY seq"
            ),
            {"id": case.id},
        ).scalars()
        assert list(said) == ["joined", "left", "joined"]


def test_the_other_side_has_no_course(world: World) -> None:
    group = course(world)
    for viewer in (world.partner_worker, world.rival_worker):
        with world.as_(viewer) as database, pytest.raises(NotFound):
            database.find(Group, group.id)
