"""What somebody came to in groups: every course they were ever on, and their places ahead."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    SEEN,
    Account,
    Attendance,
    AttendanceStatus,
    Group,
    GroupMember,
    GroupWaiting,
    Session,
    SessionShape,
    SessionState,
)
from app.queries.case_file import CaseFile
from app.queries.course_changes import VENUE, changed, on_course
from app.queries.groups import MISSED
from app.queries.sessions import MOVES, Planned, moves_of, planned_sessions
from app.queries.timeline import kind_label

PAGE = 20


class OnCourse(NamedTuple):
    """One course of a person: when, and what they came to there so far."""

    group_id: UUID
    name: str
    joined_on: date
    left_on: date | None
    came: int
    missed: int
    excused: int
    caught_up: int
    last_at: datetime | None


def courses_of_case(database: Database, file: CaseFile) -> list[OnCourse]:
    """Every course this person is or was on, the newest first. One statement."""
    status, shape = col(Attendance.status), col(Session.shape)
    in_group, alone = shape == SessionShape.group, shape == SessionShape.individual
    cancelled = [AttendanceStatus.cancelled_by_person, AttendanceStatus.cancelled_by_provider]
    rows = database.execute(
        select(
            col(Group.id),
            col(Group.name),
            col(GroupMember.joined_on),
            col(GroupMember.left_on),
            func.count().filter(in_group, status.in_(SEEN)),
            func.count().filter(in_group, status.in_(list(MISSED))),
            func.count().filter(in_group, status.in_(cancelled)),
            func.count().filter(status.in_(SEEN), or_(alone, col(Session.catch_up))),
            func.max(col(Session.starts_at)).filter(status.in_(SEEN)),
        )
        .select_from(GroupMember)
        .join(Group, col(Group.id) == col(GroupMember.group_id))
        .outerjoin(Attendance, col(Attendance.case_id) == col(GroupMember.case_id))
        .outerjoin(
            Session,
            and_(
                col(Session.id) == col(Attendance.session_id),
                col(Session.group_id) == col(Group.id),
            ),
        )
        .where(col(GroupMember.case_id) == file.case.id)
        .group_by(col(Group.id), col(GroupMember.joined_on), col(GroupMember.left_on))
        .order_by(col(GroupMember.joined_on).desc(), col(Group.id))
    ).all()
    return [OnCourse(*row) for row in rows]


def waits_of_case(database: Database, file: CaseFile) -> list[tuple[UUID, str, datetime]]:
    """The courses this person waits for: id, name, since when. One statement."""
    rows = database.execute(
        select(col(Group.id), col(Group.name), col(GroupWaiting.since))
        .join(Group, col(Group.id) == col(GroupWaiting.group_id))
        .where(
            col(GroupWaiting.case_id) == file.case.id,
            col(GroupWaiting.ended_at).is_(None),
        )
        .order_by(col(GroupWaiting.since))
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def all_ahead(database: Database, file: CaseFile, *, of_courses: int = PAGE) -> list[Planned]:
    """What is planned with this person alone and on their courses, in order of time.

    `of_courses` is how many sessions of courses there are at most.
    """
    both = [*planned_sessions(database, file), *places_ahead(database, file, most=of_courses)]
    return sorted(both, key=lambda one: one.starts_at)


def places_ahead(database: Database, file: CaseFile, *, most: int = PAGE) -> list[Planned]:
    """The sessions of this person's courses that are still to come, in order of time.

    Catch-up sessions are for those who missed something; their register says who. One statement,
    and none for somebody who is on no course, or whose case closed.
    """
    if not (file.on_course and file.is_live):
        return []
    day = func.timezone("Europe/London", col(Session.starts_at))
    rows = database.execute(
        select(
            col(Session.id),
            col(Session.kind),
            col(Session.module),
            col(Session.starts_at),
            col(Session.method),
            col(Session.place),
            col(Account.name),
            col(Group.id),
            col(Group.name),
            MOVES,
            changed(VENUE).is_not(None),
        )
        .select_from(GroupMember)
        .join(Group, col(Group.id) == col(GroupMember.group_id))
        .join(
            Session,
            and_(
                col(Session.group_id) == col(Group.id),
                col(Session.shape) == SessionShape.group,
                col(Session.state) == SessionState.planned,
            ),
        )
        .outerjoin(Account, col(Account.id) == col(Session.led_by_id))
        .where(
            col(GroupMember.case_id) == file.case.id,
            col(Session.starts_at) >= clocks.now(),
            *on_course(day),
            ~col(Session.catch_up),
        )
        .order_by(col(Session.starts_at), col(Session.id))
        .limit(most)
    ).all()
    return [
        Planned(
            row_id,
            f"{group}: {kind_label(file, kind).lower()} {module or ''}".strip(),
            at,
            method,
            place,
            by,
            group_id,
            1,
            past=False,
            moves=moves_of(told),
            other_venue=other,
        )
        for row_id, kind, module, at, method, place, by, group_id, group, told, other in rows
    ]
