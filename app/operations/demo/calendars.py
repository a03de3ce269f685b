"""Planning in the story: a series that moves, a colleague who stands in, holidays, a catch-up."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import col, select

from app.actions import absences, cases, planned_sessions, sessions
from app.actions.delivery import course_places, courses
from app.actions.planned_sessions import Rhythm
from app.actions.sessions import NewSession
from app.database import Database
from app.models import Case, Group, Session, SessionState
from app.operations.demo.lines import Line
from app.operations.demo.stage import Stage, Step
from app.operations.demo.threads import HOSPITAL, at, begun, line
from app.queries import groups as reading

OCTOBER, DECEMBER = 10, 12


def steps(stage: Stage) -> Iterator[Step]:
    """Every step of this part of the story."""
    yield Step(at(stage, 60, 9), "nadia", partial(write_holidays_down, stage))
    yield from a_series(stage)
    yield from somebody_away(stage)
    yield Step(at(stage, 4, 11), "owen", plan_a_catch_up)


def write_holidays_down(stage: Stage, database: Database) -> None:
    """The next two school holidays, roughly where councils put them."""
    year = stage.today.year
    # The Monday of the week in which the last but one day of October lies.
    half_term = date(year, OCTOBER, 30)
    half_term -= timedelta(days=half_term.weekday())
    for name, first, days in (
        ("Autumn half term", half_term, 4),
        ("Christmas holidays", date(year, DECEMBER, 21), 13),
        ("Spring half term", date(year + 1, 2, 15), 4),
    ):
        last = first + timedelta(days=days)
        course_places.add_break(database, name=name, from_day=first, to_day=last)


def a_series(stage: Stage) -> Iterator[Step]:
    """Six weekly sessions: the second was moved because of school, the third called off."""
    one = line(stage, HOSPITAL, "series", 34)
    yield from begun(stage, one, 34, "joel")
    first = at(stage, -2, 15, 30)

    def plan(database: Database) -> None:
        case = one.own(database)
        cases.set_level(database, case, level="short")
        new = NewSession(
            kind="community", starts_at=first, method="community", purpose="mentoring", minutes=60
        )
        planned_sessions.plan_series(database, case, new, Rhythm(1, number=6))

    yield Step(at(stage, 6, 14), "joel", plan)
    yield Step(at(stage, 5, 10), "nadia", partial(allow_more, one))
    yield Step(at(stage, 4, 12), "joel", partial(move_second, one))
    yield Step(at(stage, 3, 12), "joel", partial(call_third_off, one))


def still_planned(database: Database, case: Case) -> list[Session]:
    """The sessions of a case that are planned, in order of time."""
    found = sessions.planned_for(database, case)
    return sorted(
        (one for one in found if one.state == SessionState.planned), key=lambda one: one.starts_at
    )


def allow_more(one: Line, database: Database) -> None:
    """Nadia allows more sessions than the level gives."""
    planned_sessions.allow_more(
        database,
        one.own(database),
        most=12,
        reason="Two moves of home within a month: trust has to be built again.",
    )


def move_second(one: Line, database: Database) -> None:
    """He has an exam then: a day later, an hour on."""
    session = still_planned(database, one.own(database))[1]
    planned_sessions.move(
        database,
        session,
        to=session.starts_at + timedelta(days=1, hours=1),
        asked_by="person",
        reason="school-work",
    )


def call_third_off(one: Line, database: Database) -> None:
    """His family is away that week."""
    case = one.own(database)
    sessions.cancel(database, still_planned(database, case)[2], by="person", of=case)


def somebody_away(stage: Stage) -> Iterator[Step]:
    """Dev is away this week, and Joel stands in: one of Dev's sessions is today."""
    one = line(stage, HOSPITAL, "covered", 27)
    yield from begun(stage, one, 27, "dev")
    today = at(stage, 0, 16)

    def plan(when: datetime, database: Database) -> None:
        new = NewSession(
            kind="school-meeting", starts_at=when, method="school", purpose="education", minutes=45
        )
        sessions.plan(database, one.own(database), new)

    def go(database: Database) -> None:
        absences.plan(
            database,
            account_id=stage.viewers["dev"].account_id,
            cover_id=stage.viewers["joel"].account_id,
            from_day=stage.today - timedelta(days=1),
            to_day=stage.today + timedelta(days=4),
        )

    yield Step(at(stage, 6, 11), "dev", partial(plan, today))
    # Absences are planned before they begin.
    yield Step(at(stage, 4, 16), "dev", go)


def plan_a_catch_up(database: Database) -> None:
    """Owen plans an evening for those who missed one."""
    group = database.exec(
        select(Group).where(Group.kind == "course").order_by(col(Group.starts_on).desc()).limit(1)
    ).first()
    if group is None:
        return
    missing = [number for one in reading.standings(database, group) for number in one.missing]
    if not missing:
        return
    soon = database.exec(
        select(Session.starts_at)
        .where(Session.group_id == group.id, Session.state == SessionState.planned)
        .order_by(col(Session.starts_at))
        .limit(1)
    ).one()
    courses.add_session(
        database,
        group,
        kind="course",
        starts_at=soon + timedelta(days=2),
        minutes=150,
        catches_up=max(missing),
    )
