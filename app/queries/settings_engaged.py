"""The places of a programme: how far each has come, and how much of the area is covered."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from app import clocks, reference
from app.database import Database
from app.models import Group, Headcount, Session, SessionState, Setting, SettingStage
from app.queries.delivered import Provision
from app.queries.keyset import Slice, Turn, one_page

NOT_STARTED = "not-started"
MOST_HISTORY = 50


class Coverage(NamedTuple):
    """How many places of the area have come how far; `by_stage` has the stages of the programme."""

    places: int
    engaged: int
    by_stage: tuple[tuple[str, str, int], ...]

    @property
    def share(self) -> float | None:
        """Per cent of the places that are engaged; None where there are no places."""
        return 100 * self.engaged / self.places if self.places else None


class Place(NamedTuple):
    """One place in the list; `stage` and `since` are None before its first stage."""

    id: UUID
    name: str
    area: str | None
    stage: str | None
    since: date | None

    @property
    def area_name(self) -> str:
        """The name of its area."""
        known = reference.areas().get(self.area or "")
        return known.name if known else "Area not known"


class Reached(NamedTuple):
    """A stage that a place reached."""

    stage: str
    since: date


class Estimate(NamedTuple):
    """How many people could be met at a place, as estimated for a day."""

    how: str
    as_of: date
    pupils: int


class Trained(NamedTuple):
    """The training of the staff of a place: the most of each role in one session, added up."""

    sessions: int
    last_on: date | None
    people: int
    staff: int | None

    def due_on(self, months: int | None) -> date | None:
        """When a refresher is due so many months after the last training; None without one."""
        if self.last_on is None or months is None:
            return None
        return clocks.add_months(self.last_on, months)

    @property
    def share(self) -> float | None:
        """Per cent of the staff trained; None while it is not known how many work there."""
        return min(100.0, 100 * self.people / self.staff) if self.staff else None


def stages_now(provided: Provision) -> Any:
    """The newest stage of each place in a commission, as a sub-query."""
    return (
        select(col(SettingStage.setting_id), col(SettingStage.stage), col(SettingStage.since))
        .where(
            col(SettingStage.commission_id) == provided.id,
            col(SettingStage.organisation_id) == provided.commission.provider_id,
        )
        .ext(distinct_on(col(SettingStage.setting_id)))
        .order_by(
            col(SettingStage.setting_id),
            col(SettingStage.since).desc(),
            col(SettingStage.said_at).desc(),
            col(SettingStage.id).desc(),
        )
        .subquery()
    )


def coverage(database: Database, provided: Provision) -> Coverage:
    """How much of the area's places takes part. One statement."""
    now = stages_now(provided)
    rows = database.execute(
        select(now.c.stage, func.count())
        .select_from(Setting)
        .outerjoin(now, now.c.setting_id == col(Setting.id))
        .where(*in_area(provided, now))
        .group_by(now.c.stage)
    ).all()
    counted = {stage: n for stage, n in rows}  # noqa: C416 - rows are not pairs to mypy
    own = provided.definition.settings
    stages = own.stages if own else ()
    engaged = own.engaged if own else ()
    by_stage = [(one.code, one.label, counted.get(one.code, 0)) for one in stages]
    by_stage.append((NOT_STARTED, "Not started", counted.get(None, 0)))
    return Coverage(
        places=sum(counted.values()),
        engaged=sum(counted.get(code, 0) for code in engaged),
        by_stage=tuple(by_stage),
    )


def in_area(provided: Provision, now: Any) -> tuple[Any, ...]:
    """The places of a commission: of its kind and area, or with a stage in it."""
    return (
        col(Setting.kind) == provided.setting_kind,
        or_(
            and_(col(Setting.active), col(Setting.area).in_(provided.areas)),
            now.c.stage.is_not(None),
        ),
    )


def places(
    database: Database,
    provided: Provision,
    *,
    stage: str = "",
    area: str = "",
    words: str = "",
    turn: Turn,
) -> Slice:
    """The places of a commission, those that have begun first, at most fifty: rows are `Place`."""
    now = stages_now(provided)
    wanted: Select[Any] = (
        select(
            col(Setting.id).label("id"),
            col(Setting.name).label("name"),
            col(Setting.area),
            now.c.stage,
            now.c.since,
        )
        .select_from(Setting)
        .outerjoin(now, now.c.setting_id == col(Setting.id))
        .where(*in_area(provided, now))
    )
    if stage == NOT_STARTED:
        wanted = wanted.where(now.c.stage.is_(None))
    elif stage:
        wanted = wanted.where(now.c.stage == stage)
    if area:
        wanted = wanted.where(col(Setting.area) == area)
    if words:
        wanted = wanted.where(
            func.lower(col(Setting.name)).contains(words.lower(), autoescape=True)
        )
    # Whoever has begun stands first.
    keys = [now.c.stage.is_(None), col(Setting.name), col(Setting.id)]
    found = one_page(database, wanted, keys, turn)
    return found._replace(rows=[Place(*row) for row in found.rows])


def choices(database: Database, provided: Provision, *, started: bool = False) -> list[Place]:
    """Places to choose from, by name: those of the area, or only those that have begun."""
    now = stages_now(provided)
    wanted = (
        select(col(Setting.id), col(Setting.name), col(Setting.area), now.c.stage, now.c.since)
        .select_from(Setting)
        .outerjoin(now, now.c.setting_id == col(Setting.id))
        .where(*in_area(provided, now))
        .order_by(col(Setting.name))
    )
    if started:
        wanted = wanted.where(now.c.stage.is_not(None))
    return [Place(*row) for row in database.execute(wanted.limit(1000)).all()]


def reached(database: Database, provided: Provision, setting_id: UUID) -> list[Reached]:
    """The stages that a place went through, newest first."""
    rows = database.execute(
        select(col(SettingStage.stage), col(SettingStage.since))
        .where(
            col(SettingStage.commission_id) == provided.id,
            col(SettingStage.setting_id) == setting_id,
        )
        .order_by(
            col(SettingStage.since).desc(),
            col(SettingStage.said_at).desc(),
            col(SettingStage.id).desc(),
        )
        .limit(MOST_HISTORY)
    ).all()
    return [Reached(*row) for row in rows]


def estimates(database: Database, provided: Provision, setting_id: UUID) -> list[Estimate]:
    """The estimates for a place, newest first."""
    rows = database.execute(
        select(col(Group.name), col(Group.starts_on), col(Group.size))
        .where(
            col(Group.organisation_id) == provided.commission.provider_id,
            col(Group.side) == database.viewer.side,
            col(Group.commission_id) == provided.id,
            col(Group.setting_id) == setting_id,
            col(Group.kind) == "estimate",
        )
        .order_by(col(Group.starts_on).desc(), col(Group.id).desc())
        .limit(MOST_HISTORY)
    ).all()
    return [Estimate(*row) for row in rows]


def trained(database: Database, provided: Provision, setting_id: UUID) -> Trained:
    """What is known of the training of a place's staff. Two statements."""
    rows = database.execute(
        select(col(Session.id), col(Session.starts_at), col(Headcount.audience), col(Headcount.n))
        .outerjoin(Headcount, col(Headcount.session_id) == col(Session.id))
        .where(
            col(Session.organisation_id) == provided.commission.provider_id,
            col(Session.side) == database.viewer.side,
            col(Session.commission_id) == provided.id,
            col(Session.setting_id) == setting_id,
            col(Session.shape) == "training",
            col(Session.state) == SessionState.held,
        )
    ).all()
    most: dict[str, int] = {}
    for _id, _at, role, n in rows:
        if role:
            most[role] = max(most.get(role, 0), n)
    size = database.execute(
        select(col(Group.size)).where(
            col(Group.organisation_id) == provided.commission.provider_id,
            col(Group.side) == database.viewer.side,
            col(Group.commission_id) == provided.id,
            col(Group.setting_id) == setting_id,
            col(Group.kind) == "staff",
        )
    ).scalar()
    return Trained(
        sessions=len({row[0] for row in rows}),
        last_on=max((row[1].astimezone(clocks.LONDON).date() for row in rows), default=None),
        people=sum(most.values()),
        staff=size,
    )
