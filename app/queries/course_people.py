"""Who waits for a course, in which order, and who leads it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from app.database import Database
from app.models import (
    Account,
    Case,
    CaseState,
    Group,
    GroupFacilitator,
    GroupMember,
    GroupWaiting,
    Person,
)


def closed_case(row: type[GroupMember | GroupWaiting]) -> ColumnElement[bool]:
    """The condition that the case of a place, or of a wait, is closed as far as the viewer sees."""
    return (
        select(col(Case.id))
        .where(col(Case.id) == col(row.case_id), col(Case.state) == CaseState.closed)
        .exists()
    )


class Waiting(NamedTuple):
    """Somebody on the waiting list; who waits longest is first."""

    id: UUID
    case_id: UUID
    reference: str
    name: str
    since: datetime


class Leader(NamedTuple):
    """Somebody who leads the course."""

    id: UUID
    name: str


def waiting_list(database: Database, group: Group) -> list[Waiting]:
    """Who waits for a place on a course, the longest first. One statement."""
    rows = database.execute(
        select(
            col(GroupWaiting.id),
            col(Case.id),
            col(Case.reference),
            col(Person.preferred_name),
            col(Person.family_name),
            col(GroupWaiting.since),
        )
        .join(Case, col(Case.id) == col(GroupWaiting.case_id))
        .join(Person, col(Person.id) == col(Case.person_id))
        .where(
            col(GroupWaiting.group_id) == group.id,
            col(GroupWaiting.ended_at).is_(None),
            col(Case.state) != CaseState.closed,
        )
        .order_by(col(GroupWaiting.since), col(GroupWaiting.id))
    ).all()
    return [Waiting(row[0], row[1], row[2], f"{row[3]} {row[4]}".strip(), row[5]) for row in rows]


def leaders(database: Database, group: Group) -> list[Leader]:
    """Who leads a course, by name. One statement."""
    rows = database.execute(
        select(col(GroupFacilitator.id), col(Account.name))
        .join(Account, col(Account.id) == col(GroupFacilitator.account_id))
        .where(col(GroupFacilitator.group_id) == group.id)
        .order_by(col(Account.name))
    ).all()
    return [Leader(row[0], row[1]) for row in rows]
