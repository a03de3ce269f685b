"""The register of one session of a course, and who could be put on the course."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.errors import NotFound
from app.models import Attendance, Case, CaseState, Group, GroupMember, Person, Session
from app.queries.groups import standings

MOST_CASES = 300


class Line(NamedTuple):
    """One line of a register; `status` is "expected" until it is taken."""

    case_id: UUID
    reference: str
    name: str
    status: str
    note: str | None


def register(database: Database, session: Session) -> list[Line]:
    """Who belongs into a register on its day, and what stands there so far.

    One statement; two more for a catch-up session, which is for those who miss its number.
    """
    day = session.starts_at.astimezone(clocks.LONDON).date()
    rows = database.execute(
        select(
            col(Case.id),
            col(Case.reference),
            col(Person.preferred_name),
            col(Person.family_name),
            col(Attendance.status),
            col(Attendance.note),
        )
        .select_from(GroupMember)
        .join(Case, col(Case.id) == col(GroupMember.case_id))
        .join(Person, col(Person.id) == col(Case.person_id))
        .outerjoin(
            Attendance,
            and_(
                col(Attendance.session_id) == session.id,
                col(Attendance.case_id) == col(Case.id),
                col(Attendance.organisation_id) == session.organisation_id,
            ),
        )
        .where(
            col(GroupMember.group_id) == session.group_id,
            (
                (col(GroupMember.joined_on) <= day)
                & (col(GroupMember.left_on).is_(None) | (col(GroupMember.left_on) > day))
                & (col(Case.closed_at).is_(None) | (col(Case.closed_at) >= session.starts_at))
            )
            | col(Attendance.id).is_not(None),
        )
        .order_by(col(Person.preferred_name), col(Case.reference))
    ).all()
    lines = [
        Line(row[0], row[1], f"{row[2]} {row[3]}".strip(), row[4] or "expected", row[5])
        for row in rows
    ]
    if not session.catch_up:
        return lines
    every = standings(database, database.find(Group, session.group_id))
    lacking = {one.case_id for one in every if session.module not in one.modules}
    return [line for line in lines if line.case_id in lacking or line.status != "expected"]


def session_of(database: Database, group_id: UUID, session_id: UUID, *, lock: bool) -> Session:
    """A session of this group. Raises NotFound when it belongs to another."""
    session = database.find(Session, session_id, lock=lock)
    if session.group_id != group_id:
        raise NotFound
    return session


def cases_to_add(database: Database, group: Group) -> list[tuple[UUID, str]]:
    """Open cases of the same service that are not on the course: id, and name with reference."""
    there = select(col(GroupMember.case_id)).where(
        col(GroupMember.group_id) == group.id, col(GroupMember.left_on).is_(None)
    )
    rows = database.execute(
        select(
            col(Case.id), col(Person.preferred_name), col(Person.family_name), col(Case.reference)
        )
        .join(Person, col(Person.id) == col(Case.person_id))
        .where(
            col(Case.organisation_id) == group.organisation_id,
            col(Case.side) == group.side,
            col(Case.commission_id) == group.commission_id,
            col(Case.state) != CaseState.closed,
            col(Case.id).not_in(there),
        )
        .order_by(col(Person.preferred_name), col(Case.reference))
        .limit(MOST_CASES)
    ).all()
    return [(row[0], f"{row[1]} {row[2]}".strip() + f", {row[3]}") for row in rows]
