"""Round a course: its waiting list, who leads it, and the holidays its dates leave out."""

from datetime import date
from uuid import UUID

from sqlmodel import col, func, select

from app import clocks
from app.actions.allocation import refuse_outsider
from app.actions.delivery import courses
from app.database import Database
from app.errors import Refused
from app.models import (
    Case,
    CaseState,
    Group,
    GroupFacilitator,
    GroupMember,
    GroupWaiting,
    SchoolBreak,
)
from app.models.naming import copied_from_case
from app.queries.course_people import closed_case


def take_place(
    database: Database, group: Group, case: Case, *, joined_on: date | None = None
) -> GroupMember:
    """Put a case on a course while there is a place; a wait for it ends. Take the group locked.

    Raises Refused when every place is taken: then there is the waiting list.
    """
    if group.size is not None and places_taken(database, group, but=case.id) >= group.size:
        raise Refused(
            "Every place is taken. Put this person on the waiting list, "
            "or change how many places there are."
        )
    member = courses.join(database, group, case, joined_on=joined_on)
    waiting = _wait_of(database, group, case.id)
    if waiting is not None:
        waiting.ended_at, waiting.ended_as = clocks.now(), "joined"
        database.flush()
        database.record(waiting, "ended", group=group.id, how="joined")
    return member


def places_taken(database: Database, group: Group, *, but: UUID | None = None) -> int:
    """How many are on a course now, not counting the case `but`.

    A closed case has given its place up. One that the viewer may not see still has it.
    """
    counted = select(func.count()).where(
        GroupMember.group_id == group.id,
        col(GroupMember.left_on).is_(None),
        ~closed_case(GroupMember),
        GroupMember.case_id != but if but else col(GroupMember.case_id).is_not(None),
    )
    return database.exec(counted).one()


def wait(database: Database, group: Group, case: Case) -> GroupWaiting:
    """Put a case on the waiting list of a course. Raises Refused for one that cannot join it."""
    if case.state == CaseState.closed:
        raise Refused("This case is closed. Reopen it before putting it on a waiting list.")
    if (case.commission_id, case.side) != (group.commission_id, group.side):
        raise Refused("This case belongs to another service than the course.")
    on_it = database.exec(
        select(GroupMember.id).where(
            GroupMember.group_id == group.id,
            GroupMember.case_id == case.id,
            col(GroupMember.left_on).is_(None),
        )
    ).first()
    if on_it is not None:
        raise Refused("This person is on the course already.")
    known = _wait_of(database, group, case.id)
    if known is not None:
        return known
    made = GroupWaiting(**copied_from_case(case), group_id=group.id)
    database.add(made)
    database.flush()
    database.record(made, "waits", group=group.id)
    return made


def stop_waiting(database: Database, waiting: GroupWaiting) -> None:
    """Take somebody off the waiting list without a place."""
    if waiting.ended_at is not None:
        raise Refused("This person is not on the waiting list any more. Nothing was changed.")
    waiting.ended_at, waiting.ended_as = clocks.now(), "left"
    database.flush()
    database.record(waiting, "ended", group=waiting.group_id, how="left")


def lead(database: Database, group: Group, *, account_id: UUID) -> GroupFacilitator:
    """Let somebody of the team lead a course: its sessions stand in their calendar."""
    found = database.exec(
        select(GroupFacilitator).where(
            GroupFacilitator.group_id == group.id, GroupFacilitator.account_id == account_id
        )
    ).first()
    if found is not None:
        return found
    refuse_outsider(database, account_id, "Choose somebody of the list: only they work here.")
    made = GroupFacilitator(
        group_id=group.id,
        organisation_id=group.organisation_id,
        commission_id=group.commission_id,
        side=group.side,
        account_id=account_id,
        since=clocks.today(),
    )
    database.add(made)
    database.flush()
    database.record(made, "added", group=group.id)
    return made


def stop_leading(database: Database, facilitator: GroupFacilitator) -> None:
    """Somebody leads a course no longer; the registers they took stay theirs."""
    database.record(facilitator, "removed", group=facilitator.group_id)
    database.delete(facilitator)
    database.flush()


def add_break(
    database: Database, *, name: str, from_day: date, to_day: date, setting_id: UUID | None = None
) -> SchoolBreak:
    """Write down when schools are closed: all, or the one at `setting_id`."""
    if to_day < from_day:
        raise Refused("The last day cannot be before the first.")
    made = SchoolBreak(
        organisation_id=database.viewer.organisation_id,
        setting_id=setting_id,
        name=name,
        from_day=from_day,
        to_day=to_day,
    )
    database.add(made)
    database.flush()
    database.record(made, "added")
    return made


def remove_break(database: Database, row: SchoolBreak) -> None:
    """Take a holiday out again. Sessions that are planned already stay where they are."""
    database.record(row, "removed")
    database.delete(row)
    database.flush()


def _wait_of(database: Database, group: Group, case_id: UUID) -> GroupWaiting | None:
    return database.exec(
        select(GroupWaiting).where(
            GroupWaiting.group_id == group.id,
            GroupWaiting.case_id == case_id,
            col(GroupWaiting.ended_at).is_(None),
        )
    ).first()
