"""What stands on the page of everything a provider delivers: a few numbers for each commission."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import Group, Session, SessionShape, SessionState
from app.queries.delivered import Provision
from app.queries.settings_engaged import Coverage, coverage

# How far ahead planned shifts are counted.
AHEAD = timedelta(days=7)


class Overview(NamedTuple):
    """One commission in numbers: sessions held since the day asked for, shifts of the next days."""

    provision: Provision
    coverage: Coverage | None
    courses: int
    sessions: int
    trainings: int
    shifts_held: int
    shifts_to_come: int

    @property
    def has_anything(self) -> bool:
        """Whether this programme is delivered to anybody but named people one by one."""
        one = self.provision
        return bool(
            one.setting_kind
            or one.course_kinds
            or one.lesson_kinds
            or one.open_kinds
            or one.training_kinds
        )


def overviews(database: Database, provided: list[Provision], *, since: date) -> list[Overview]:
    """The numbers of each commission: two statements, and one for each with places."""
    ids = [one.id for one in provided]
    viewer = database.viewer
    start = datetime.combine(since, time(0), clocks.LONDON)
    now = clocks.now()
    held = database.execute(
        select(
            col(Session.commission_id),
            col(Session.shape),
            col(Session.kind),
            col(Session.state),
            func.count(),
            func.count().filter(col(Session.starts_at) >= now),
        )
        .where(
            col(Session.organisation_id) == viewer.organisation_id,
            col(Session.side) == viewer.side,
            col(Session.commission_id).in_(ids),
            col(Session.shape) != SessionShape.individual,
            col(Session.starts_at) >= start,
            col(Session.starts_at) < now + AHEAD,
        )
        .group_by(
            col(Session.commission_id), col(Session.shape), col(Session.kind), col(Session.state)
        )
    ).all()
    courses = database.execute(
        select(col(Group.commission_id), func.count())
        .where(
            col(Group.organisation_id) == viewer.organisation_id,
            col(Group.side) == viewer.side,
            col(Group.kind) == "course",
            func.coalesce(col(Group.ends_on), clocks.today()) >= clocks.today(),
        )
        .group_by(col(Group.commission_id))
    ).all()
    running = {commission_id: n for commission_id, n in courses}  # noqa: C416 - rows are not pairs to mypy
    return [_overview(database, one, held, running) for one in provided]


def _overview(
    database: Database,
    provided: Provision,
    held: Sequence[Row[*tuple[Any, ...]]],
    running: dict[UUID, int],
) -> Overview:
    own = [row[1:] for row in held if row[0] == provided.id]
    shifts = {kind.code for kind in provided.shift_kinds}

    def count(state: str, *, shapes: tuple[str, ...], on_route: bool, ahead: bool = False) -> int:
        return sum(
            to_come if ahead else n
            for shape, kind, now, n, to_come in own
            if now == state and shape in shapes and (kind in shifts) == on_route
        )

    every = (SessionShape.group, SessionShape.universal)
    return Overview(
        provision=provided,
        coverage=coverage(database, provided) if provided.setting_kind else None,
        courses=running.get(provided.id, 0),
        sessions=count(SessionState.held, shapes=every, on_route=False),
        trainings=count(SessionState.held, shapes=(SessionShape.training,), on_route=False),
        shifts_held=count(SessionState.held, shapes=every, on_route=True),
        shifts_to_come=count(SessionState.planned, shapes=every, on_route=True, ahead=True),
    )
