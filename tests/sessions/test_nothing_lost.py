"""No register, move, cancellation, catch-up or late entry ever loses what was said of somebody.

Whatever a team does in whatever order: each place about which something was said stands as it was
said last, and is counted exactly once.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app import clocks
from app.actions import cases, planned_sessions, sessions
from app.actions.delivery import course_places, courses
from app.actions.delivery.courses import NewCourse
from app.actions.planned_sessions import Rhythm
from app.actions.sessions import NewSession
from app.database import Database
from app.errors import Refused
from app.facts import Kind
from app.models import (
    Attendance,
    AttendanceStatus,
    Case,
    Fact,
    Group,
    GroupMember,
    Session,
    SessionState,
)
from app.queries.delivered import provision
from tests.sessions.test_course_places import a_man
from tests.world import World

SAID = ("attended", "late", "did-not-attend", "cancelled-by-person")
DOING = st.tuples(
    st.sampled_from(
        [
            "plan",
            "series",
            "move",
            "cancel",
            "following",
            "mark",
            "late",
            "register",
            "catch-up",
            "leave",
            "join",
            "close",
        ]
    ),
    st.integers(0, 9),
    st.sampled_from(SAID),
)


class Team:
    """What a team does with one man on one course, and what was said of each of his places."""

    def __init__(self, world: World) -> None:
        self.world, self.begun = world, clocks.now() - timedelta(days=50)
        with clocks.turned_to(self.begun):
            self.case_id = a_man(world, "Hypothesis").id
            with world.as_(world.men_worker) as database:
                own = database.find(Case, self.case_id, lock=True)
                cases.engage(database, own, agreed_on=clocks.today())
                provided = provision(database, world.commissions["dvpp"].id)
                first = self.begun + timedelta(days=1)
                new = NewCourse("A course", "course", first, 9)
                self.group_id = courses.make(database, provided, new).id
                course_places.take_place(database, database.find(Group, self.group_id), own)
        self.said: dict[UUID, str] = {}

    def do(self, what: str, number: int, status: str) -> None:
        """One doing; what the rules refuse changes nothing."""
        try:
            with self.world.as_(self.world.men_worker) as database:
                name = f"do_{what.replace('-', '_')}"
                told = getattr(self, name)(database, number, status) or {}
        except Refused:
            return
        self.said |= told

    def case(self, database: Database) -> Case:
        return database.find(Case, self.case_id, lock=True)

    def planned(self, database: Database, number: int) -> Session | None:
        """One of his planned sessions with one person."""
        found = sessions.planned_for(database, self.case(database))
        open_ones = [one for one in found if one.state == SessionState.planned]
        return open_ones[number % len(open_ones)] if open_ones else None

    def places(self, database: Database, *wanted: Any) -> list[Attendance]:
        own = select(Attendance).where(Attendance.case_id == self.case_id, *wanted)
        return list(database.exec(own.order_by(col(Attendance.id))).all())

    def do_plan(self, database: Database, number: int, _status: str) -> None:
        at = clocks.now() + timedelta(days=number + 1)
        sessions.plan(database, self.case(database), NewSession("one-to-one", at))

    def do_series(self, database: Database, number: int, _status: str) -> None:
        new = NewSession("one-to-one", clocks.now() + timedelta(days=number + 1))
        rhythm = Rhythm(1, number=3)
        planned_sessions.plan_series(database, self.case(database), new, rhythm)

    def do_move(self, database: Database, number: int, _status: str) -> None:
        one = self.planned(database, number)
        if one:
            to = clocks.now() + timedelta(days=20 + number)
            planned_sessions.move(database, one, to=to, asked_by="person", reason="unwell")

    def do_cancel(self, database: Database, number: int, _status: str) -> dict[UUID, str]:
        one = self.planned(database, number)
        if one is None:
            return {}
        sessions.cancel(database, one, by="provider", of=self.case(database))
        return self.told_of(database, {one.id}, "cancelled-by-provider")

    def do_following(self, database: Database, number: int, _status: str) -> dict[UUID, str]:
        one = self.planned(database, number)
        if one is None:
            return {}
        own = self.case(database)
        all_of_them = {row.id for row in planned_sessions.following(database, own, one)}
        planned_sessions.cancel_following(database, own, one, by="person")
        return self.told_of(database, all_of_them, "cancelled-by-person")

    def do_mark(self, database: Database, number: int, status: str) -> dict[UUID, str]:
        """Record or correct a place whose time has come."""
        past = [
            one
            for one in self.places(database)
            if database.find(Session, one.session_id).starts_at <= clocks.now()
        ]
        if not past:
            return {}
        place = past[number % len(past)]
        sessions.mark(database, place, status=status)
        return {place.id: status}

    def do_late(self, database: Database, number: int, status: str) -> dict[UUID, str]:
        at = clocks.now() - timedelta(days=4 * number, minutes=number + 1)
        new = NewSession("one-to-one", at, minutes=30)
        made = sessions.record(database, self.case(database), new, status=status)
        return self.told_of(database, {made.id}, status)

    def do_register(self, database: Database, number: int, status: str) -> dict[UUID, str]:
        meetings = self.meetings(database)
        session = database.find(Session, meetings[number % len(meetings)].id, lock=True)
        courses.take_register(database, session, {self.case_id: status})
        return self.told_of(database, {session.id}, status)

    def do_catch_up(self, database: Database, number: int, status: str) -> dict[UUID, str]:
        group = database.find(Group, self.group_id, lock=True)
        at = clocks.now() - timedelta(minutes=number + 1)
        module = number % 9 + 1
        made = courses.add_session(database, group, kind="course", starts_at=at, catches_up=module)
        courses.take_register(database, made, {self.case_id: status})
        return self.told_of(database, {made.id}, status)

    def do_leave(self, database: Database, _number: int, _status: str) -> None:
        member = database.exec(select(GroupMember).where(GroupMember.case_id == self.case_id)).one()
        courses.leave(database, member, left_on=clocks.today())

    def do_join(self, database: Database, _number: int, _status: str) -> None:
        group = database.find(Group, self.group_id, lock=True)
        course_places.take_place(database, group, self.case(database))

    def do_close(self, database: Database, _number: int, _status: str) -> dict[UUID, str]:
        """Close and reopen: planned sessions with one person are cancelled, nothing else."""
        own = self.case(database)
        open_ones = {one.id for one in sessions.planned_for(database, own)}
        cases.close(database, own, reason="withdrew", planned=False)
        cases.reopen(database, own)
        return self.told_of(database, open_ones, "cancelled-by-provider")

    def meetings(self, database: Database) -> list[Session]:
        found = select(Session).where(Session.group_id == self.group_id)
        return list(database.exec(found.order_by(col(Session.id))).all())

    def told_of(self, database: Database, ids: set[UUID], status: str) -> dict[UUID, str]:
        return {one.id: status for one in self.places(database) if one.session_id in ids}

    def holds(self) -> None:
        """Everything that was said stands, and counts once."""
        with self.world.as_(self.world.men_worker) as database:
            stands = {one.id: str(one.status) for one in self.places(database)}
            assert self.said.items() <= stands.items()
            untold = stands.keys() - self.said.keys()
            assert {stands[one] for one in untold} <= {str(AttendanceStatus.expected)}
            ended = select(col(Fact.closes)).where(col(Fact.closes).is_not(None))
            facts = database.exec(
                select(Fact.source_id, Fact.code).where(
                    Fact.kind == int(Kind.session),
                    col(Fact.source_id).in_(list(stands)),
                    col(Fact.seq).not_in(ended),
                )
            ).all()
            assert sorted(facts) == sorted(self.said.items())


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(doings=st.lists(DOING, min_size=4, max_size=12))
def test_whatever_is_done_nothing_that_was_said_is_lost(
    world: World, doings: list[tuple[str, int, str]]
) -> None:
    team = Team(world)
    for what, number, status in doings:
        team.do(what, number, status)
    team.holds()
