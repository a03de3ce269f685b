"""Being away from a day to a day, with a named colleague who stands in."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from app import clocks
from app.access import Permission, may
from app.actions.allocation import refuse_outsider
from app.database import Database
from app.errors import NotFound, Refused
from app.models import Absence


def plan(
    database: Database, *, account_id: UUID, cover_id: UUID, from_day: date, to_day: date
) -> Absence:
    """Somebody will be away, and `cover_id` stands in. Cases stay allocated as they are.

    For oneself, or by a manager for anybody of the team. Raises NotFound for others, Refused when
    one of the two is away then already, or cannot work cases here.
    """
    viewer = database.viewer
    if account_id != viewer.account_id and not may(viewer.role, Permission.allocate):
        raise NotFound
    if from_day > to_day:
        raise Refused("The last day cannot be before the first.")
    if account_id == cover_id:
        raise Refused("Nobody can stand in for themselves.")
    for one in (account_id, cover_id):
        refuse_outsider(database, one, "Choose somebody of the list: only they work cases here.")
    if _away(database, account_id, from_day, to_day):
        raise Refused("Part of that time is planned as away already. End the other one first.")
    if _away(database, cover_id, from_day, to_day):
        raise Refused("The colleague who would stand in is away then. Choose somebody else.")
    if _stands_in(database, account_id, from_day, to_day):
        raise Refused(
            "This person stands in for somebody in that time. Find them another cover first."
        )
    made = Absence(
        organisation_id=viewer.organisation_id,
        side=viewer.side,
        account_id=account_id,
        cover_id=cover_id,
        from_day=from_day,
        to_day=to_day,
        made_by_id=viewer.account_id,
    )
    database.add(made)
    database.flush()
    database.record(made, "planned", cover=cover_id)
    return made


def end(database: Database, absence: Absence) -> None:
    """Somebody is back: the cover ends with today, or never begins. What was done stays."""
    viewer = database.viewer
    own = viewer.account_id in {absence.account_id, absence.made_by_id}
    if not own and not may(viewer.role, Permission.allocate):
        raise NotFound
    today = clocks.today()
    if absence.called_off or absence.to_day < today:
        raise Refused("This is over already. Nothing was changed.")
    if absence.from_day > today:
        absence.called_off = True
    else:
        absence.to_day = today
    database.flush()
    database.record(absence, "ended")


def _away(database: Database, account_id: UUID, first: date, last: date) -> bool:
    return _any(database, col(Absence.account_id) == account_id, first, last)


def _stands_in(database: Database, account_id: UUID, first: date, last: date) -> bool:
    return _any(database, col(Absence.cover_id) == account_id, first, last)


def _any(database: Database, whose: ColumnElement[bool], first: date, last: date) -> bool:
    found = database.exec(
        select(Absence.id).where(
            Absence.organisation_id == database.viewer.organisation_id,
            Absence.side == database.viewer.side,
            whose,
            ~col(Absence.called_off),
            col(Absence.from_day) <= last,
            col(Absence.to_day) >= first,
        )
    ).first()
    return found is not None
