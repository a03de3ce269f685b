"""Groups, lessons, trainings, shifts and courses of the filled partnership."""

from sqlmodel import select

from app import clocks
from app.actions.delivery import courses, groups, incidents, shifts
from app.actions.delivery.courses import NewCourse
from app.actions.delivery.incidents import NewIncident
from app.models import Case, Group, Session
from app.queries.delivered import provision
from tests.access.filled import Filled
from tests.access.filled_handovers import hand_over
from tests.access.filled_sessions import plan_ahead
from tests.access.people import MEN, PARTNER, PROVIDER, RIVAL
from tests.delivery import partnership

TEAM = PROVIDER - {"guardian", "own_navigator"}


def deliver(made: Filled) -> None:
    """One of each kind that its provider keeps, with a canary where somebody may write."""
    _places(made)
    _lesson(made)
    _shift(made)
    _course(made)
    plan_ahead(made)
    hand_over(made)


def _places(made: Filled) -> None:
    world = made.world
    for kind, commission, setting in (
        ("school place", "schools", "school"),
        ("route place", "routes", "route"),
    ):
        ids = {
            "commission_id": world.commissions[commission].id,
            "setting_id": world.settings[setting].id,
        }
        made.keep(kind, commission, PROVIDER, **ids)
        foreign = ids | {
            "commission_id": world.commissions["resettlement"].id,
            "setting_id": world.settings["prison"].id,
        }
        made.keep(kind, "rival", RIVAL, **foreign)
    for name, seen_by in (("hospital", PROVIDER), ("dvpp", MEN | PARTNER), ("resettlement", RIVAL)):
        made.keep("delivering", name, seen_by, commission_id=world.commissions[name].id)


def _lesson(made: Filled) -> None:
    held = partnership.lesson(made.world)
    made.keep("lesson", "provider", PROVIDER, session_id=held.id)
    trained = partnership.trained(made.world)
    made.keep("training", "provider", PROVIDER, session_id=trained.id)
    name = made.secrets.word(
        "name of a class", TEAM, sealed=False, shown={"worker", "manager"}, held_by=PROVIDER
    )
    with made.world.as_(made.world.worker) as database:
        group = database.find(Group, held.group_id, lock=True)
        groups.change(database, group, name=name)


def _shift(made: Filled) -> None:
    found = partnership.shift(made.world)
    words = made.secrets.word("note of an incident", TEAM, shown={"worker"}, held_by=PROVIDER)
    with made.world.as_(made.world.worker) as database:
        session = database.find(Session, found, lock=True)
        shifts.check_in(database, session, staff=2)
        new = NewIncident("bullying", "low", clocks.now(), note=words)
        happened = incidents.report(database, session, new)
    ids = {"session_id": found, "incident_id": happened.id}
    made.keep("incident", "provider", PROVIDER, **ids)
    made.keep("shift", "provider", PROVIDER, session_id=found)


def _course(made: Filled) -> None:
    """A course on either side of the wall, each with its own person on it."""
    for side, who, seen_by in (
        ("men", made.world.men_worker, MEN),
        ("hospital", made.world.worker, PROVIDER),
    ):
        name = made.secrets.word(f"name of the course: {side}", seen_by, sealed=False)
        kind = "course" if side == "men" else "workshop"
        commission = made.world.commissions["dvpp" if side == "men" else "hospital"]
        with made.world.as_(who) as database:
            provided = provision(database, commission.id)
            group_kinds = [one.code for one in provided.kinds("group")]
            kind = kind if kind in group_kinds else group_kinds[0]
            new = NewCourse(name, kind, partnership.days_ago(14, 0), 4)
            group = courses.make(database, provided, new)
            case = database.find(Case, made.cases[side].id)
            member = courses.join(database, group, case, joined_on=clocks.today())
            first = database.exec(select(Session).where(Session.group_id == group.id)).first()
            assert first is not None
            ids = {
                "group_id": group.id,
                "member_id": member.id,
                "session_id": first.id,
                "case_id": case.id,
            }
        made.keep("group", side, seen_by, **ids)
        made.secrets.mark(group.id, f"id of a course: {side}", seen_by)
