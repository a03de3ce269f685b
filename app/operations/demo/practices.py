"""GP practices come to IRIS one after the other, and hospital staff are trained."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from app import clocks
from app.actions.delivery import stages, training
from app.actions.delivery.counts import NewDelivery
from app.database import Database
from app.models import Setting
from app.operations.demo.stage import Stage, Step
from app.operations.demo.terms import at, working_day
from app.queries.delivered import Provision

PRACTICES = 40
CLINICAL = ("doctor", "nurse")


def steps(stage: Stage) -> Iterator[Step]:
    """The way of forty practices, and three trainings a year at each hospital."""
    rng = stage.rng("practices")
    provided = provision_of(stage, "iris")
    near = [one for one in stage.settings["practice"] if one.area in provided.areas]
    for place in sorted(rng.sample(near, PRACTICES), key=lambda one: one.code):
        begins = stage.first_day + timedelta(days=rng.randint(4, 640))
        yield from way_of(stage, provided, place, working_day(begins))
    yield from hospitals(stage)


def way_of(stage: Stage, provided: Provision, place: Setting, day: date) -> Iterator[Step]:
    """Recruited, trained in three sessions, refreshed a year later or lapsed."""
    rng = stage.rng("practice", place.code)
    staff = rng.randint(9, 34)
    # As many doctors as nurses, and as many at the desk as both.
    clinical, desk = max(2, staff // 4), max(2, staff - 2 * (staff // 4))
    yield Step(at(day, 10), "priya", partial(reach, provided, place, "recruited", day))
    for kind, reached, most in (
        ("clinical-session", "clinical-1", clinical),
        ("clinical-session", "clinical-2", clinical),
        ("reception-session", "reception", desk),
    ):
        day = working_day(day + timedelta(days=rng.randint(14, 45)))
        if rng.random() < 0.06:
            return
        came = numbers(rng, kind, most)
        yield Step(
            at(day, 13),
            "priya",
            deed(
                partial(train, provided, place, kind, came, staff),
                partial(reach, provided, place, reached, day),
            ),
        )
    day = working_day(day + timedelta(days=1))
    yield Step(at(day, 10), "priya", partial(reach, provided, place, "trained", day))
    day = working_day(day + timedelta(days=rng.randint(330, 400)))
    if rng.random() < 0.7:
        came = numbers(rng, "refresher", clinical)
        yield Step(
            at(day, 13),
            "priya",
            deed(
                partial(train, provided, place, "refresher", came, staff),
                partial(reach, provided, place, "refreshed", day),
            ),
        )
    else:
        yield Step(at(day, 10), "priya", partial(reach, provided, place, "lapsed", day))


def hospitals(stage: Stage) -> Iterator[Step]:
    """Hospital navigators train the staff of emergency departments."""
    for key, who, kind in (
        ("hospital-birmingham", "joel", "staff-training"),
        ("hospital-coventry", "zara", "staff-training"),
    ):
        provided = provision_of(stage, key)
        rng = stage.rng("hospitals", key)
        for place in [one for one in stage.settings["hospital"] if one.area in provided.areas]:
            day = working_day(stage.first_day + timedelta(days=rng.randint(2, 40)))
            yield Step(at(day, 9), who, partial(reach, provided, place, "agreed", day))
            day = working_day(day + timedelta(days=rng.randint(10, 40)))
            yield Step(at(day, 9), who, partial(reach, provided, place, "live", day))
            while day < stage.today - timedelta(days=120):
                day = working_day(day + timedelta(days=rng.randint(90, 170)))
                came = {"doctor": rng.randint(2, 9), "nurse": rng.randint(6, 22), "clinical-other": rng.randint(0, 5)}  # fmt: skip
                yield Step(at(day, 14), who, partial(train, provided, place, kind, came, None))


def provision_of(stage: Stage, key: str, side: str = "") -> Provision:
    """A commission of the demo as its provider works it."""
    return Provision(
        stage.commissions[key],
        stage.definition(key).for_side(side),
        tuple(sorted(stage.areas(key))),
    )


def deed(*parts: Callable[[Database], None]) -> Callable[[Database], None]:
    """Several things done in the same step."""

    def together(database: Database) -> None:
        for part in parts:
            part(database)

    return together


def reach(provided: Provision, place: Setting, stage: str, since: date, database: Database) -> None:
    """A place reaches a stage."""
    stages.reach(database, provided, place, stage=stage, since=since)


def train(
    provided: Provision,
    place: Setting,
    kind: str,
    came: dict[str, int],
    staff: int | None,
    database: Database,
) -> None:
    """A training was held this hour."""
    known = provided.kind(kind)
    begun = clocks.now() - timedelta(hours=2)
    new = NewDelivery(kind, begun, minutes=known.minutes if known else None, setting_id=place.id)
    training.train(database, provided, new, came, staff=staff, sure=True)


def numbers(rng: random.Random, kind: str, most: int) -> dict[str, int]:
    """How many of each role came to a training of a practice."""
    if kind == "reception-session":
        return {"reception": max(1, round(most * rng.uniform(0.6, 1)))}
    roles = (*CLINICAL, "reception") if kind == "refresher" else CLINICAL
    return {role: max(1, round(most * rng.uniform(0.55, 1))) for role in roles}
