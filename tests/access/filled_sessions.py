"""Absences, series, waiting lists and the like of the filled partnership."""

from datetime import timedelta

from app import clocks
from app.actions import absences
from app.actions.delivery import course_places, courses
from app.models import Case, Group, GroupMember
from tests.access.filled import Filled
from tests.access.people import MEN, PARTNER, PROVIDER, RIVAL


def plan_ahead(made: Filled) -> None:
    """Who is away later: seen by everybody of the side who works cases."""
    _away(made, "provider", "worker", "manager", PROVIDER)
    _away(made, "men", "men_worker", "men_manager", MEN)
    for label, who, seen_by in (
        # A programme's own dates: all staff of the provider know them, whatever they work on.
        ("provider", "worker", PROVIDER | {"limited_worker"}),
        ("rival", "rival_worker", RIVAL),
        # One organisation of two sides: both plan round the same schools.
        ("dvpp", "men_worker", MEN | PARTNER),
    ):
        _break(made, label, who, seen_by)
    _round_a_course(made)


def _break(made: Filled, label: str, who: str, seen_by: frozenset[str]) -> None:
    later = clocks.today() + timedelta(days=60)
    name = made.secrets.word(f"name of a holiday: {label}", seen_by, sealed=False, shown=False)
    with made.world.as_(made.world.viewers[who]) as database:
        row = course_places.add_break(database, name=name, from_day=later, to_day=later)
    made.keep("school break", label, seen_by, break_id=row.id)


def _round_a_course(made: Filled) -> None:
    """Somebody else leads the men's course as well, and somebody waits for it."""
    world, ids = made.world, made.records["group"]["men"].ids
    with world.as_(world.men_worker) as database:
        group = database.find(Group, ids["group_id"], lock=True)
        leader = course_places.lead(database, group, account_id=world.men_manager.account_id)
        member = database.find(GroupMember, ids["member_id"])
        courses.leave(database, member, left_on=clocks.today())
        waiting = course_places.wait(database, group, database.find(Case, member.case_id))
        courses.join(database, group, database.find(Case, member.case_id))
    ids |= {"facilitator_id": str(leader.id), "waiting_id": str(waiting.id)}
    made.records["group"]["hospital"].ids.update(
        facilitator_id=str(leader.id), waiting_id=str(waiting.id)
    )
    made.records["group"]["men"].ids.update(ids)


def _away(made: Filled, label: str, who: str, cover: str, seen_by: frozenset[str]) -> None:
    world, later = made.world, clocks.today() + timedelta(days=40)
    with world.as_(world.viewers[who]) as database:
        absence = absences.plan(
            database,
            account_id=world.viewers[who].account_id,
            cover_id=world.viewers[cover].account_id,
            from_day=later,
            to_day=later + timedelta(days=5),
        )
    made.keep("absence", label, seen_by, absence_id=absence.id)
