"""Schools sign up to MVP, train mentors, and their mentors lead lessons in term time."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from app import clocks
from app.actions.delivery import counts, groups
from app.actions.delivery.counts import NewDelivery
from app.actions.delivery.groups import GroupKind, school_year
from app.actions.delivery.heads import Count
from app.database import Database
from app.models import Setting
from app.operations.demo.practices import deed, provision_of, reach, train
from app.operations.demo.stage import Stage, Step
from app.operations.demo.terms import at, school_day
from app.queries.delivered import Provision

SCHOOLS, DELIVERING = 30, 20
LESSONS = 5
YEARS = (("7", "y7"), ("8", "y8"), ("9", "y9"))


def steps(stage: Stage) -> Iterator[Step]:
    """The way of thirty schools; mentors of the first twenty lead lessons."""
    rng = stage.rng("schools")
    provided = provision_of(stage, "mvp")
    near = [one for one in stage.settings["school"] if one.area in provided.areas]
    chosen = rng.sample(near, SCHOOLS)
    for number, place in enumerate(chosen):
        begins = stage.first_day + timedelta(
            days=rng.randint(5, 420) if number < DELIVERING else rng.randint(420, 700)
        )
        yield from way_of(stage, provided, place, begins, teaches=number < DELIVERING)


def way_of(
    stage: Stage, provided: Provision, place: Setting, begins: date, *, teaches: bool
) -> Iterator[Step]:
    """Signed up, staff trained, mentors recruited and trained, then lessons year after year."""
    rng = stage.rng("school", place.code)
    day = school_day(begins)
    yield Step(at(day, 11), "tomasz", partial(reach, provided, place, "signed-up", day))
    day = school_day(day + timedelta(days=rng.randint(14, 40)))
    staff = {"teacher": rng.randint(3, 9), "school-support": rng.randint(1, 5)}
    yield Step(
        at(day, 16),
        "tomasz",
        deed(
            partial(train, provided, place, "staff-training", staff, None),
            partial(reach, provided, place, "staff-trained", day),
        ),
    )
    day = school_day(day + timedelta(days=rng.randint(14, 40)))
    applied = rng.randint(18, 60)
    yield Step(
        at(day, 14),
        "tomasz",
        deed(
            partial(open_session, provided, place, "recruitment", "mentors", applied),
            partial(reach, provided, place, "recruiting", day),
        ),
    )
    if not teaches and rng.random() < 0.5:
        return
    day = school_day(day + timedelta(days=rng.randint(14, 35)))
    mentors = rng.randint(12, 22)
    yield Step(
        at(day, 15),
        "tomasz",
        deed(
            partial(train_mentors, provided, place, mentors),
            partial(reach, provided, place, "mentors-trained", day),
        ),
    )
    if teaches:
        yield from school_years(stage, provided, place, day, mentors, rng)


def school_years(
    stage: Stage,
    provided: Provision,
    place: Setting,
    day: date,
    mentors: int,
    rng: random.Random,
) -> Iterator[Step]:
    """Five lessons a year for each of some classes; a second year makes a school sustained."""
    years = 0
    while day < stage.today:
        if years:
            # Mentors leave school: each year has its own.
            yield Step(at(day, 15), "tomasz", partial(train_mentors, provided, place, mentors))
        names = [f"{year}{letter}" for year, _ in YEARS for letter in "ABCD"]
        classes = sorted(rng.sample(names, rng.randint(3, 5)))
        rolls = {name: (rng.randint(11, 16), rng.randint(11, 16)) for name in classes}
        _, ends = school_year(day)
        for lesson in range(1, LESSONS + 1):
            day = school_day(day + timedelta(days=rng.randint(18, 36)))
            if day > min(ends, stage.today):
                break
            parts = [partial(lessons, provided, place, rolls, lesson, mentors, rng.random())]
            if lesson == 1 and years < 2:
                name = ("delivering", "sustained")[years]
                parts.append(partial(reach, provided, place, name, day))
            yield Step(at(day, 15, 30), "tomasz", deed(*parts))
        years += 1
        day = school_day(max(day, ends) + timedelta(days=rng.randint(20, 50)))
        if rng.random() < 0.15:
            yield Step(at(day, 11), "tomasz", partial(reach, provided, place, "lapsed", day))
            return


def lessons(
    provided: Provision,
    place: Setting,
    rolls: dict[str, tuple[int, int]],
    lesson: int,
    mentors: int,
    chance: float,
    database: Database,
) -> None:
    """One day at a school: a lesson for each class, written down in the afternoon."""
    rng = random.Random(f"{place.code}{lesson}{chance}")
    on = clocks.today()
    codes = dict(YEARS)
    for name, (girls, boys) in rolls.items():
        if rng.random() < 0.08:
            continue
        year = codes[name[0]]
        group = groups.class_of(
            database,
            provided,
            setting_id=place.id,
            kind=GroupKind.class_,
            name=name,
            on=on,
            audience="mentees",
            year_group=year,
        )
        heads = [
            Count("mentees", max(1, girls - rng.randint(0, 3)), year, "F"),
            Count("mentees", max(1, boys - rng.randint(0, 3)), year, "M"),
            Count("mentees", rng.choice((0, 0, 0, 1)), year, "U"),
        ]
        new = NewDelivery(
            "lesson",
            at(on, 9),
            minutes=50,
            setting_id=place.id,
            group_id=group.id,
            module=lesson,
            staff=1,
        )
        led = {"mentors_leading": min(mentors, rng.randint(2, 4))}
        counts.hold(database, provided, new, heads, counters=led, sure=True)


def train_mentors(provided: Provision, place: Setting, mentors: int, database: Database) -> None:
    """The two training days of a mentor group, written down after the second."""
    on = clocks.today()
    group = groups.class_of(
        database,
        provided,
        setting_id=place.id,
        kind=GroupKind.mentors,
        name=f"Mentors {school_year(on)[0].year}",
        on=on,
        audience="mentors",
        year_group="y10",
    )
    half = mentors // 2
    for ago, away in ((1, 0), (0, 1)):
        new = NewDelivery(
            "mentor-training",
            at(on - timedelta(days=ago), 9),
            minutes=300,
            setting_id=place.id,
            group_id=group.id,
            module=2 - ago,
            staff=2,
        )
        heads = [
            Count("mentors", half - away, "y10", "F"),
            Count("mentors", mentors - half, "y10", "M"),
        ]
        counts.hold(database, provided, new, heads, sure=True)


def open_session(
    provided: Provision, place: Setting, kind: str, audience: str, came: int, database: Database
) -> None:
    """A session for everybody who came."""
    new = NewDelivery(
        kind, clocks.now() - timedelta(hours=1), minutes=45, setting_id=place.id, staff=1
    )
    heads = [Count(audience, came // 2, "y10", "F"), Count(audience, came - came // 2, "y10", "M")]
    counts.hold(database, provided, new, heads)
