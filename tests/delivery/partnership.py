"""What the tests of delivery pages share: something of each kind, made through the actions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app import clocks
from app.actions.delivery import counts, courses, groups, incidents, shifts, stages, training
from app.actions.delivery.counts import NewDelivery
from app.actions.delivery.courses import NewCourse
from app.actions.delivery.groups import GroupKind
from app.actions.delivery.heads import Count
from app.actions.delivery.incidents import NewIncident
from app.actions.delivery.shifts import NewShift
from app.database import Database
from app.models import Case, Group, Session, Setting
from app.queries.delivered import provision
from tests.world import World


def days_ago(days: int, hour: int = 10) -> datetime:
    """A moment some days ago."""
    day = clocks.today() - timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=clocks.LONDON)


def lesson(world: World, *, size: int | None = None) -> Session:
    """A lesson of class 9B with 14 girls and 12 boys, three days ago."""
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["schools"].id)
        group = groups.class_of(
            database,
            provided,
            setting_id=world.settings["school"].id,
            kind=GroupKind.class_,
            name="9B",
            on=days_ago(3).date(),
            audience="mentees",
            year_group="y9",
        )
        if size is not None:
            groups.change(database, group, size=size)
        new = NewDelivery(
            "lesson",
            days_ago(3),
            minutes=50,
            setting_id=group.setting_id,
            group_id=group.id,
            module=1,
        )
        heads = [Count("mentees", 14, "y9", "F"), Count("mentees", 12, "y9", "M")]
        return counts.hold(database, provided, new, heads, counters={"mentors_leading": 3})


def trained(world: World) -> Session:
    """A clinical session at the surgery: 6 doctors and 3 nurses of 14 staff."""
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["iris"].id)
        surgery = database.find(Setting, world.settings["surgery"].id)
        stages.reach(database, provided, surgery, stage="clinical-1", since=days_ago(3).date())
        new = NewDelivery("clinical-session", days_ago(3, 12), minutes=120, setting_id=surgery.id)
        return training.train(database, provided, new, {"doctor": 6, "nurse": 3}, staff=14)


def shift(world: World, *, starts_at: datetime | None = None) -> UUID:
    """A planned morning shift, two hours ago by default."""
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["routes"].id)
        at = starts_at or clocks.now() - timedelta(minutes=1)
        new = NewShift("shift-morning", world.settings["route"].id, at, world.worker.account_id)
        return shifts.plan(database, provided, new).id


def shift_going_on(world: World) -> UUID:
    """A shift that was checked in a minute ago, with an incident."""
    found = shift(world)
    with world.as_(world.worker) as database:
        session = database.find(Session, found, lock=True)
        shifts.check_in(database, session, staff=2)
        incidents.report(database, session, NewIncident("bullying", "low", clocks.now()))
    return found


def course(world: World, *, weeks_ago: int = 3, number: int = 6) -> Group:
    """A course of the men's side that began some weeks ago."""
    with world.as_(world.men_worker) as database:
        provided = provision(database, world.commissions["dvpp"].id)
        first = days_ago(7 * weeks_ago, 0)
        return courses.make(
            database, provided, NewCourse("Evening course", "course", first, number)
        )


def mans_case(world: World, name: str = "Alphonse") -> Case:
    """A case of the men's side, referred two months ago."""
    referral = world.refer(
        "dvpp",
        side="perpetrator",
        answers={"reason": ["physical"]},
        person=world.somebody(name, born_on=None, age_given=34),
        source="childrens-social-care",
        received_at=clocks.now() - timedelta(days=60),
    )
    return world.accept(referral, by=world.men_manager, worker=world.men_worker)


def on_course(world: World, group: Group, *cases: Case) -> None:
    """Put cases on a course from its first day."""
    with world.as_(world.men_worker) as database:
        found = database.find(Group, group.id)
        for case in cases:
            courses.join(database, found, database.find(Case, case.id), joined_on=group.starts_on)


def sessions_of(database: Database, group: Group) -> list[Any]:
    """The group sessions of a course in order."""
    return list(
        database.exec(
            select(Session).where(Session.group_id == group.id).order_by(col(Session.starts_at))
        ).all()
    )
