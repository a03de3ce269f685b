"""Courses: how far they are, who is on them, and what each came to so far."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    SEEN,
    Attendance,
    AttendanceStatus,
    Case,
    Group,
    GroupMember,
    Person,
    Session,
    SessionShape,
    SessionState,
    Setting,
)
from app.queries.course_people import closed_case
from app.queries.delivered import Provision

MOST_GROUPS = 50
MISSED = frozenset(
    {
        AttendanceStatus.did_not_attend,
        AttendanceStatus.not_brought,
        AttendanceStatus.late_not_seen,
    }
)


class Course(NamedTuple):
    """A course in the list; `done` of `planned` sessions were held."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    place: str | None
    members: int
    done: int
    planned: int
    next_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.ends_on is not None and self.ends_on < clocks.today()


class Meeting(NamedTuple):
    """A session of a course."""

    id: UUID
    module: int | None
    kind: str
    state: str
    starts_at: datetime
    minutes: int | None
    came: int
    expected: int
    catch_up: bool
    place: str | None


class Standing(NamedTuple):
    """Somebody on a course and what they came to so far. `modules` are the numbers they have."""

    id: UUID
    case_id: UUID
    reference: str
    name: str
    state: str
    joined_on: date
    left_on: date | None
    attended: int
    late: int
    missed: int
    made_up: int
    modules: frozenset[int]
    missing: tuple[int, ...]

    @property
    def absences(self) -> int:
        """Missed sessions that were not made up."""
        return len(self.missing)


def courses(database: Database, provided: Provision) -> list[Course]:
    """The courses of a commission, the newest first, with how far they are. One statement."""
    members = (
        select(func.count())
        .where(
            col(GroupMember.group_id) == col(Group.id),
            col(GroupMember.left_on).is_(None),
            # Of a course that is over: everybody who was on it to the end.
            or_(~closed_case(GroupMember), col(Group.ends_on) < clocks.today()),
        )
        .correlate(Group)
        .scalar_subquery()
    )
    held = func.count(col(Session.id)).filter(col(Session.state) == SessionState.held)
    to_come = func.min(col(Session.starts_at)).filter(col(Session.state) == SessionState.planned)
    rows = database.execute(
        select(
            col(Group.id),
            col(Group.name),
            col(Group.starts_on),
            col(Group.ends_on),
            col(Setting.name),
            members,
            held,
            func.count(col(Session.id)).filter(col(Session.state) != SessionState.cancelled),
            to_come,
        )
        .select_from(Group)
        .outerjoin(Setting, col(Setting.id) == col(Group.setting_id))
        .outerjoin(
            Session,
            and_(
                col(Session.group_id) == col(Group.id),
                col(Session.shape) == SessionShape.group,
            ),
        )
        .where(
            col(Group.organisation_id) == provided.commission.provider_id,
            col(Group.side) == database.viewer.side,
            col(Group.commission_id) == provided.id,
            col(Group.kind) == "course",
        )
        .group_by(col(Group.id), col(Setting.name))
        .order_by(col(Group.starts_on).desc(), col(Group.id))
        .limit(MOST_GROUPS)
    ).all()
    return [Course(*row) for row in rows]


def meetings(database: Database, group: Group) -> list[Meeting]:
    """The sessions of a course in order. One statement."""
    rows = database.execute(
        select(
            col(Session.id),
            col(Session.module),
            col(Session.kind),
            col(Session.state),
            col(Session.starts_at),
            col(Session.minutes),
            func.count(col(Attendance.id)).filter(col(Attendance.status).in_(SEEN)),
            func.count(col(Attendance.id)),
            col(Session.catch_up),
            col(Session.place),
        )
        .outerjoin(
            Attendance,
            and_(
                col(Attendance.session_id) == col(Session.id),
                col(Attendance.organisation_id) == group.organisation_id,
            ),
        )
        .where(col(Session.group_id) == group.id, col(Session.shape) == SessionShape.group)
        .group_by(col(Session.id))
        .order_by(col(Session.starts_at), col(Session.id))
    ).all()
    return [Meeting(*row) for row in rows]


def standings(database: Database, group: Group) -> list[Standing]:
    """Everybody on a course, with their attendance so far. Two statements."""
    people = database.execute(
        select(
            col(GroupMember.id),
            col(Case.id),
            col(Case.reference),
            col(Person.preferred_name),
            col(Person.family_name),
            col(Case.state),
            col(GroupMember.joined_on),
            col(GroupMember.left_on),
        )
        .join(Case, col(Case.id) == col(GroupMember.case_id))
        .join(Person, col(Person.id) == col(Case.person_id))
        .where(col(GroupMember.group_id) == group.id)
        .order_by(col(Person.preferred_name), col(Case.reference))
    ).all()
    places = database.execute(
        select(
            col(Attendance.case_id),
            col(Attendance.status),
            col(Session.module),
            col(Session.shape),
        )
        .join(Session, col(Session.id) == col(Attendance.session_id))
        .where(
            col(Session.group_id) == group.id,
            col(Attendance.organisation_id) == group.organisation_id,
        )
    ).all()
    told: dict[UUID, list[tuple[str, int | None, str]]] = {}
    for case_id, status, module, shape in places:
        told.setdefault(case_id, []).append((status, module, shape))
    return [_standing(row, told.get(row[1], [])) for row in people]


def _standing(row: Row[*tuple[Any, ...]], told: list[tuple[str, int | None, str]]) -> Standing:
    in_group = [one for one in told if one[2] == SessionShape.group]
    made_up = {
        module
        for status, module, shape in told
        if shape == SessionShape.individual and status in SEEN and module
    }
    seen = {module for status, module, _ in in_group if status in SEEN and module}
    missed = {module for status, module, _ in in_group if status in MISSED and module}
    member_id, case_id, reference, preferred, family, state, joined_on, left_on = row
    return Standing(
        id=member_id,
        case_id=case_id,
        reference=str(reference),
        name=f"{preferred} {family}".strip(),
        state=str(state),
        joined_on=joined_on,
        left_on=left_on,
        attended=sum(status == AttendanceStatus.attended for status, _, _ in in_group),
        late=sum(status == AttendanceStatus.late for status, _, _ in in_group),
        missed=sum(status in MISSED for status, _, _ in in_group),
        made_up=len(made_up - seen),
        modules=frozenset(seen | made_up),
        missing=tuple(sorted(missed - seen - made_up)),
    )
