"""The lines of named people: from referral through sessions to outcome, as steps in time.

Everything is drawn beforehand from the seed; steps after the present are simply not played, which
leaves cases in every state, as a real Monday morning does.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from app import clocks
from app.actions import follow_ups
from app.database import Database
from app.models import Case, Task
from app.operations.demo.courses import COURSES
from app.operations.demo.deeds import Deeds
from app.operations.demo.stage import Stage, Step


def steps(stage: Stage, since: date | None = None) -> Iterator[Step]:
    """Every step of every line that begins on or after `since` (the whole story by default)."""
    for course in COURSES:
        rng = stage.rng("lines", course.commission, course.side)
        day = stage.first_day
        while day <= stage.today:
            day += timedelta(days=max(1, round(rng.expovariate(course.a_year / 365))))
            chance = stage.rng("line", course.commission, course.side, day)
            if since is None or day >= since:
                yield from Line(stage, course, chance, day).steps()


class Line(Deeds):
    """When each deed of a line is done, and by whom."""

    def steps(self) -> Iterator[Step]:
        """The steps in the order in which they happen."""
        course, rng = self.course, self.rng
        sender = rng.choice(course.senders)
        at = self.moment(self.day, 19 if course.setting else 11)
        if course.setting and rng.random() < 0.12:
            yield Step(at, sender, self.not_referred)
            return
        yield Step(at, sender, self.refer)
        worker = rng.choice(course.workers)
        fate = rng.random()
        if not course.own:
            if fate < 0.02:
                yield Step(at + timedelta(hours=3), sender, self.withdraw)
                return
            at = self.later(at, rng.choice((0, 1, 1, 2, 3)))
            if rng.random() < 0.06:
                yield Step(at, course.manager, self.ask)
                at = self.later(at, 1)
                yield Step(at, sender, self.answer)
                at = self.later(at, 1)
            if rng.random() < 0.05:
                yield Step(at, course.manager, self.wait)
                at = self.later(at, rng.randint(6, 20))
            if fate < 0.02 + course.declined:
                yield Step(at, course.manager, self.decline)
                return
            yield Step(at, course.manager, self.accept)
            yield Step(
                at + timedelta(minutes=10),
                course.manager,
                lambda database: self.allocate(database, worker),
            )
        else:
            yield Step(
                self.later(at, 1), course.manager, lambda database: self.allocate(database, worker)
            )
        yield from self.work(at, worker)

    def work(self, at: datetime, worker: str) -> Iterator[Step]:
        """First contact, agreement, sessions, measures and the end."""
        course, rng = self.course, self.rng
        at = self.later(at, rng.choice((0, 1, 1, 1, 2, 3)))
        if rng.random() > course.reached:
            for _try in range(3):
                yield Step(at, worker, self.attempt)
                at = self.later(at, rng.randint(2, 5))
            yield Step(at, worker, lambda database: self.close(database, "not-reachable"))
            return
        yield Step(at, worker, self.first_meeting)
        if rng.random() > course.engaged:
            at = self.later(at, rng.randint(5, 20))
            yield Step(at, worker, lambda database: self.close(database, "withdrew"))
            return
        yield Step(at + timedelta(minutes=20), worker, self.begin)
        for number in range(max(2, round(rng.gauss(course.sessions, 2)))):
            at = self.later(at, course.every + rng.randint(-2, 3))
            entered = at if rng.random() < 0.9 else self.later(at, rng.randint(2, 11))
            yield Step(entered, worker, self.session(at, number))
            if number == 1 and rng.random() < 0.2:
                yield Step(entered + timedelta(minutes=15), worker, self.put_in_touch)
        at = self.later(at, rng.randint(3, 14))
        good = rng.random() < 0.68
        if good:
            yield Step(at, worker, self.exit)
        yield Step(
            at + timedelta(minutes=30),
            worker,
            lambda database: self.close(database, None if good else "disengaged"),
        )
        if any(self.own_programme().follow_up):
            yield Step(self.later(at, 182), worker, self.follow_up)

    def follow_up(self, database: Database) -> None:
        """Ask again half a year later, and tick the task."""
        asked = select(Task).where(Task.case_id == self.case, col(Task.done_at).is_(None))
        for task in database.exec(asked).all():
            follow_ups.record(
                database,
                database.find(Case, self.case),
                task,
                asked_on=clocks.today(),
                result="reached" if self.rng.random() < 0.6 else "not-reached",
                method="phone",
            )
