"""Who is away, who stands in, and for whom the viewer stands in today."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ScalarSelect, String, cast, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Absence,
    Account,
    Allocation,
    Case,
    CaseAccess,
    CaseState,
    GroupFacilitator,
    Session,
)

MOST = 100
Away, Cover = aliased(Account), aliased(Account)


class Line(NamedTuple):
    """Somebody who is or will be away.

    `closed_to_cover` counts restricted cases of theirs, as far as the viewer sees them, on whose
    list the cover is not.
    """

    id: UUID
    account_id: UUID
    name: str
    cover_id: UUID
    cover: str
    from_day: date
    to_day: date
    version: int
    closed_to_cover: int

    @property
    def is_now(self) -> bool:
        """Whether it has begun."""
        return self.from_day <= clocks.today()


def absences(database: Database) -> list[Line]:
    """Everybody of the viewer's team who is or will be away, the next first. One statement."""
    viewer = database.viewer
    hidden = (
        select(func.count())
        .where(
            col(Case.worker_id) == col(Absence.account_id),
            col(Case.organisation_id) == col(Absence.organisation_id),
            col(Case.side) == col(Absence.side),
            col(Case.state) != CaseState.closed,
            col(Case.restricted),
            ~select(col(CaseAccess.case_id))
            .where(
                col(CaseAccess.case_id) == col(Case.id),
                col(CaseAccess.account_id) == col(Absence.cover_id),
            )
            .exists(),
        )
        .correlate(Absence)
        .scalar_subquery()
    )
    rows = database.execute(
        select(
            col(Absence.id),
            col(Absence.account_id),
            col(Away.name),
            col(Absence.cover_id),
            col(Cover.name),
            col(Absence.from_day),
            col(Absence.to_day),
            col(Absence.version),
            hidden,
        )
        .join(Away, col(Away.id) == col(Absence.account_id))
        .join(Cover, col(Cover.id) == col(Absence.cover_id))
        .where(
            col(Absence.organisation_id) == viewer.organisation_id,
            col(Absence.side) == viewer.side,
            col(Absence.to_day) >= clocks.today(),
            ~col(Absence.called_off),
        )
        .order_by(col(Absence.from_day), col(Absence.id))
        .limit(MOST)
    ).all()
    return [Line(*row) for row in rows]


def names_of(database: Database, accounts: tuple[UUID, ...]) -> Mapping[UUID, str]:
    """The names of those for whom the viewer stands in; no statement when there is nobody."""
    if not accounts:
        return {}
    rows = database.execute(
        select(col(Account.id), col(Account.name)).where(col(Account.id).in_(accounts))
    ).all()
    return {row[0]: row[1] for row in rows}


def covered_by(
    account: object, organisation: object, side: object, today: Any = None
) -> ScalarSelect[list[UUID]]:
    """The accounts that an account stands in for today, as a column of another statement.

    A statement that is made once and used every day gives a parameter for `today`.
    """
    today = clocks.today() if today is None else today
    return (
        select(func.array_agg(col(Absence.account_id)))
        .where(
            col(Absence.cover_id) == account,
            col(Absence.organisation_id) == organisation,
            col(Absence.side) == side,
            col(Absence.from_day) <= today,
            col(Absence.to_day) >= today,
            ~col(Absence.called_off),
        )
        .scalar_subquery()
    )


def _day(moment: Any) -> ColumnElement[date]:
    return cast(func.timezone("Europe/London", moment), Date)


def for_whom(case_id: UUID, doer: object, moment: object) -> ScalarSelect[str]:
    """For whom somebody did something with a case, if they stood in then: a name, as a column.

    Worked out from who held the case and who was away on that day.
    """
    day = _day(moment)
    return (
        select(cast(col(Away.name), String))
        .select_from(Absence)
        .join(Away, col(Away.id) == col(Absence.account_id))
        .join(Allocation, col(Allocation.account_id) == col(Absence.account_id))
        .where(
            col(Absence.cover_id) == doer,
            ~col(Absence.called_off),
            day.between(col(Absence.from_day), col(Absence.to_day)),
            col(Allocation.case_id) == case_id,
            _day(col(Allocation.from_at)) <= day,
            or_(col(Allocation.to_at).is_(None), _day(col(Allocation.to_at)) >= day),
        )
        .limit(1)
        .scalar_subquery()
    )


class Standing(NamedTuple):
    """Who stands in for the worker of a case today, and until when."""

    cover: str
    to_day: date


def cover_today(worker: Any, organisation: Any, side: Any, today: Any) -> ScalarSelect[list[str]]:
    """Who stands in for a worker today: a list of name and last day, as a column, or nothing."""
    return (
        select(func.json_build_array(col(Cover.name), col(Absence.to_day)))
        .select_from(Absence)
        .join(Cover, col(Cover.id) == col(Absence.cover_id))
        .where(
            col(Absence.account_id) == worker,
            col(Absence.organisation_id) == organisation,
            col(Absence.side) == side,
            col(Absence.from_day) <= today,
            col(Absence.to_day) >= today,
            ~col(Absence.called_off),
        )
        .limit(1)
        .scalar_subquery()
    )


def standing_in(found: list[str] | None) -> Standing | None:
    """What `cover_today` brought, read."""
    return Standing(found[0], date.fromisoformat(found[1])) if found else None


def stood_for(database: Database) -> tuple[UUID, ...]:
    """The viewer, and whoever they stand in for today."""
    return (database.viewer.account_id, *database.viewer.covers)


def led_by_viewer(database: Database) -> ColumnElement[bool]:
    """The condition that the viewer (or whom they stand in for) leads a session or its course."""
    own = select(col(GroupFacilitator.group_id)).where(
        col(GroupFacilitator.account_id).in_(stood_for(database))
    )
    return or_(col(Session.led_by_id).in_(stood_for(database)), col(Session.group_id).in_(own))
