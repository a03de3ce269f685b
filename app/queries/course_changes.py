"""Courses that will not be as planned: another venue, another time, called off.

Nothing is sent to people on a course, so whoever works with them has to know, and tells them.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Case,
    CaseState,
    Event,
    Group,
    GroupMember,
    Person,
    Session,
    SessionShape,
    SessionState,
)
from app.queries.absences import stood_for

# A change is news for so long, or until the day it is about is over.
NEWS = timedelta(days=14)
VENUE, MOVED, CANCELLED = "venue-changed", "moved", "cancelled"
MOST = 400


class Told(NamedTuple):
    """Somebody to be told: their case, and who holds it."""

    case_id: UUID
    reference: str
    name: str
    holder_id: UUID


class CourseChange(NamedTuple):
    """The next session of a course that changed, and who of the viewer's people is on it.

    `later` counts the sessions after it that changed in the same way.
    """

    group_id: UUID
    group: str
    number: int | None
    starts_at: datetime
    place: str | None
    what: frozenset[str]
    people: list[Told]
    later: int

    @property
    def says(self) -> str:
        """What is different, in words."""
        if CANCELLED in self.what:
            return "called off"
        parts = {MOVED: "another time", VENUE: "another venue"}
        return " and ".join(words for verb, words in parts.items() if verb in self.what)


def changed(*verbs: str) -> ScalarSelect[list[str]]:
    """What was changed lately about a session, as a column: verbs of its events, or null."""
    return (
        select(func.array_agg(func.distinct(col(Event.what))))
        .where(
            col(Event.organisation_id) == col(Session.organisation_id),
            col(Event.about_id) == col(Session.id),
            col(Event.noun) == "session",
            col(Event.what).in_(verbs),
            col(Event.at) >= clocks.now() - NEWS,
        )
        .correlate(Session)
        .scalar_subquery()
    )


def on_course(day: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions that somebody has a place on a course on a day."""
    left = col(GroupMember.left_on)
    return col(GroupMember.joined_on) <= day, or_(left.is_(None), left > day)


def course_changes(database: Database) -> list[CourseChange]:
    """What changed lately for people of the viewer, or of whom they stand in for. One statement."""
    what = changed(VENUE, MOVED, CANCELLED)
    day = func.timezone("Europe/London", col(Session.starts_at))
    rows = database.execute(
        select(
            col(Session.id),
            col(Group.id),
            col(Group.name),
            col(Session.module),
            col(Session.starts_at),
            col(Session.place),
            what,
            col(Case.id),
            col(Case.reference),
            func.concat_ws(" ", col(Person.preferred_name), col(Person.family_name)),
            col(Case.worker_id),
        )
        .select_from(GroupMember)
        .join(Case, col(Case.id) == col(GroupMember.case_id))
        .join(Person, col(Person.id) == col(Case.person_id))
        .join(Group, col(Group.id) == col(GroupMember.group_id))
        .join(Session, col(Session.group_id) == col(Group.id))
        .where(
            col(Case.organisation_id) == database.viewer.organisation_id,
            col(Case.side) == database.viewer.side,
            col(Case.worker_id).in_(stood_for(database)),
            col(Case.state) != CaseState.closed,
            *on_course(day),
            col(Session.shape) == SessionShape.group,
            col(Session.state) != SessionState.held,
            ~col(Session.catch_up),
            col(Session.starts_at) >= clocks.now(),
            what.is_not(None),
        )
        .order_by(col(Session.starts_at), col(Person.preferred_name), col(Case.id))
        .limit(MOST)
    ).all()
    return _by_course([tuple(row) for row in rows])


def _by_course(rows: list[tuple[Any, ...]]) -> list[CourseChange]:
    """The first session of each course that is changed in the same way, with everybody on it."""
    firsts: dict[tuple[UUID, str], tuple[UUID, CourseChange]] = {}
    later: dict[tuple[UUID, str], set[UUID]] = {}
    for session_id, group_id, group, number, at, place, what, *person in rows:
        change = CourseChange(group_id, group, number, at, place, frozenset(what), [], 0)
        key = (group_id, change.says)
        first_id, first = firsts.setdefault(key, (session_id, change))
        if first_id == session_id:
            first.people.append(Told(*person))
        else:
            later.setdefault(key, set()).add(session_id)
    return [one._replace(later=len(later.get(key, ()))) for key, (_, one) in firsts.items()]
