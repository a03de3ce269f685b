"""Owen's course: twenty-six weeks each half year, a register every week, missed weeks made up."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.actions.delivery import course_places, courses, venues
from app.actions.delivery.courses import NewCourse, day_of
from app.database import Database
from app.models import Case, CaseState, Group, GroupMember, Session, SessionState
from app.operations.demo.practices import provision_of
from app.operations.demo.stage import Stage, Step
from app.operations.demo.terms import at
from app.queries import groups as reading

WEEKS, HALVES = 26, 5
TUESDAY = 1
# A course begun so long before the end of the story is still going on when it ends.
LATEST = timedelta(weeks=11)


def steps(stage: Stage) -> Iterator[Step]:
    """Every course of the two years, counted back from one that is going on now."""
    newest = stage.today - LATEST
    newest -= timedelta(days=(newest.weekday() - TUESDAY) % 7)
    for half in range(HALVES):
        first = newest - timedelta(weeks=WEEKS * half)
        if first > stage.first_day:
            yield from Evenings(stage, first).steps()


class Evenings:
    """One course of the story; its id becomes known when it is made."""

    def __init__(self, stage: Stage, first: date) -> None:
        self.stage, self.first = stage, first
        self.provided = provision_of(stage, "dvpp", "perpetrator")
        self.id: UUID | None = None

    def steps(self) -> Iterator[Step]:
        """Made two weeks before; somebody joins every fortnight; the register each week."""
        yield Step(at(self.first - timedelta(days=12), 10), "owen", self.make)
        moments = list(courses.weekly(at(self.first, 18), WEEKS))
        for number, moment in enumerate(moments, start=1):
            if number % 2:
                yield Step(moment - timedelta(hours=2), "owen", self.join)
            yield Step(moment + timedelta(hours=3), "owen", partial(self.register, number))
            if number % 4 == 0:
                yield Step(moment + timedelta(days=2, hours=-1), "owen", self.make_up)
        if self.first <= self.stage.today < day_of(moments[-1]):
            yield Step(at(self.stage.today - timedelta(days=1), 11), "owen", self.elsewhere)

    def make(self, database: Database) -> None:
        """Make the course."""
        season = "spring" if self.first.month < 7 else "autumn"
        new = NewCourse(
            f"Tuesday course, {season} {self.first.year}",
            "course",
            at(self.first, 18),
            WEEKS,
            place="Community hall, Ward End",
            # The one that is going on is full, and men wait for a place.
            size=12 if self.first + timedelta(weeks=WEEKS) < self.stage.today else 4,
        )
        self.id = courses.make(database, self.provided, new).id

    def group(self, database: Database) -> Group:
        """The course as it stands."""
        return database.find(Group, self.id)

    def join(self, database: Database) -> None:
        """Whoever is active and on no course yet is put on this one."""
        viewer = database.viewer
        placed = select(col(GroupMember.case_id))
        ready = select(Case).where(
            Case.organisation_id == viewer.organisation_id,
            Case.side == viewer.side,
            Case.state == CaseState.active,
            col(Case.id).not_in(placed),
        )
        for case in database.exec(ready.order_by(col(Case.opened_at)).limit(3)).all():
            group = self.group(database)
            if course_places.places_taken(database, group) < (group.size or 1):
                course_places.take_place(database, group, case)
            else:
                course_places.wait(database, group, case)

    def register(self, number: int, database: Database) -> None:
        """Take the register of one evening."""
        session = database.exec(
            select(Session).where(
                Session.group_id == self.id,
                Session.module == number,
                Session.state == SessionState.planned,
            )
        ).one()
        members = database.exec(
            select(Case)
            .join(GroupMember, col(GroupMember.case_id) == Case.id)
            .where(
                GroupMember.group_id == self.id,
                col(GroupMember.left_on).is_(None),
                Case.state != CaseState.closed,
            )
        ).all()
        if not members:
            courses.cancel_session(database, session)
            return
        rng = self.stage.rng("register", self.first, number)
        said = ("attended", "late", "did-not-attend", "cancelled-by-person")
        ordered = sorted(members, key=lambda case: case.opened_at)
        register = {case.id: rng.choices(said, (82, 5, 9, 4))[0] for case in ordered}
        courses.take_register(database, session, register)

    def elsewhere(self, database: Database) -> None:
        """The hall is let to somebody else next time: those who come have to be told."""
        following = database.exec(
            select(Session)
            .where(
                Session.group_id == self.id,
                Session.state == SessionState.planned,
                Session.starts_at > at(self.stage.today, 23),
            )
            .order_by(col(Session.starts_at))
            .limit(1)
        ).one()
        place = "Library, Stechford Road"
        venues.change_venue(database, self.group(database), following, place=place, which="one")

    def make_up(self, database: Database) -> None:
        """One man makes up for an evening he missed."""
        for one in reading.standings(database, self.group(database)):
            if one.missing and one.state != CaseState.closed:
                courses.make_up(
                    database,
                    self.group(database),
                    database.find(Case, one.case_id),
                    module=one.missing[0],
                    starts_at=clocks.now() - timedelta(hours=2),
                    minutes=90,
                    status="attended",
                )
                return
