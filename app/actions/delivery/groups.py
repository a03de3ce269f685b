"""Groups that are counted and never named: a class, a mentor group, the staff of a place."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select

from app.actions.assigning import assign
from app.database import Database
from app.errors import Refused
from app.models import Group
from app.queries.delivered import Provision

SEPTEMBER = 9


class GroupKind(StrEnum):
    """What a group is. Only a course has members by name."""

    course = "course"
    class_ = "class"
    mentors = "mentors"
    staff = "staff"
    estimate = "estimate"


class NewGroup(NamedTuple):
    """A group as it is first written down; `size` is how many belong to it, if that is known."""

    kind: GroupKind
    name: str
    starts_on: date
    ends_on: date | None = None
    setting_id: UUID | None = None
    audience: str = "young-people"
    year_group: str | None = None
    size: int | None = None


def make(database: Database, provided: Provision, new: NewGroup) -> Group:
    """Write a group down. Raises Refused when its days are the wrong way round."""
    if new.ends_on is not None and new.ends_on < new.starts_on:
        raise Refused("The last day of a group cannot be before its first.")
    group = Group(
        organisation_id=provided.commission.provider_id,
        commission_id=provided.id,
        side=database.viewer.side,
        **new._asdict(),
    )
    database.add(group)
    database.flush()
    database.record(group, "made", kind=str(new.kind))
    return group


def change(database: Database, group: Group, **new: object) -> None:
    """Change what is known about a group: name, year_group, size, ends_on."""
    changed = assign(group, new)
    if group.ends_on is not None and group.ends_on < group.starts_on:
        raise Refused("The last day of a group cannot be before its first.")
    if changed:
        database.record(group, "changed", fields=changed)
    database.flush()


def class_of(
    database: Database,
    provided: Provision,
    *,
    setting_id: UUID,
    kind: GroupKind,
    name: str,
    on: date,
    audience: str,
    year_group: str | None = None,
) -> Group:
    """The class of that name at a place in the school year of a day, made if it is new.

    A class of the same name in another school year is other children, so another group.
    """
    found = database.exec(
        select(Group).where(
            Group.organisation_id == provided.commission.provider_id,
            Group.side == database.viewer.side,
            Group.commission_id == provided.id,
            Group.setting_id == setting_id,
            Group.kind == str(kind),
            func.lower(col(Group.name)) == name.lower(),
            col(Group.starts_on) <= on,
            or_(col(Group.ends_on).is_(None), col(Group.ends_on) >= on),
        )
    ).first()
    if found is not None:
        if year_group and found.year_group is None:
            change(database, found, year_group=year_group)
        return found
    first, last = school_year(on)
    return make(
        database,
        provided,
        NewGroup(
            kind,
            name,
            first,
            last,
            setting_id=setting_id,
            audience=audience,
            year_group=year_group,
        ),
    )


def staff_of(
    database: Database, provided: Provision, *, setting_id: UUID, on: date, size: int | None
) -> Group:
    """The staff of a place as one group; a given `size` becomes how many work there."""
    found = database.exec(
        select(Group)
        .where(
            Group.organisation_id == provided.commission.provider_id,
            Group.side == database.viewer.side,
            Group.commission_id == provided.id,
            Group.setting_id == setting_id,
            Group.kind == str(GroupKind.staff),
        )
        .limit(1)
    ).first()
    if found is None:
        return make(
            database,
            provided,
            NewGroup(
                GroupKind.staff,
                "Staff",
                on,
                setting_id=setting_id,
                audience="professionals",
                size=size,
            ),
        )
    if size is not None:
        change(database, found, size=size)
    return found


def school_year(day: date) -> tuple[date, date]:
    """First and last day of the school year of a day: 1 September to 31 August."""
    year = day.year if day.month >= SEPTEMBER else day.year - 1
    return date(year, SEPTEMBER, 1), date(year + 1, SEPTEMBER - 1, 31)
