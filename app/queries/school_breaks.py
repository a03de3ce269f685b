"""The days on which schools are closed, as this provider wrote them down."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import SchoolBreak, Setting

MOST = 200
SATURDAY = 5


class Break(NamedTuple):
    """A school holiday; `place` is the school it holds for, None for all."""

    id: UUID
    name: str
    from_day: date
    to_day: date
    place: str | None


def breaks(database: Database) -> list[Break]:
    """The school holidays that are not over for long, the next first. One statement."""
    rows = database.execute(
        select(
            col(SchoolBreak.id),
            col(SchoolBreak.name),
            col(SchoolBreak.from_day),
            col(SchoolBreak.to_day),
            col(Setting.name),
        )
        .outerjoin(Setting, col(Setting.id) == col(SchoolBreak.setting_id))
        .where(
            col(SchoolBreak.organisation_id) == database.viewer.organisation_id,
            col(SchoolBreak.to_day) >= clocks.today().replace(day=1),
        )
        .order_by(col(SchoolBreak.from_day), col(SchoolBreak.id))
        .limit(MOST)
    ).all()
    return [Break(*row) for row in rows]


def closed_at_school(database: Database, setting_id: UUID | None = None) -> Callable[[date], bool]:
    """Whether school is out on a day: at this school, or by what holds for all. One statement."""
    rows = database.execute(
        select(col(SchoolBreak.from_day), col(SchoolBreak.to_day)).where(
            col(SchoolBreak.organisation_id) == database.viewer.organisation_id,
            or_(
                col(SchoolBreak.setting_id).is_(None),
                col(SchoolBreak.setting_id) == setting_id,
            ),
        )
    ).all()
    return lambda day: any(first <= day <= last for first, last in rows)


def is_bank_holiday(day: date) -> bool:
    """Whether a day is a bank holiday of England. Groups may meet on Saturdays and Sundays."""
    if day.weekday() >= SATURDAY:
        return day in clocks.bank_holidays(day.year)
    return not clocks.is_working_day(day)
