"""Chaperones stand on routes in term time: planned, counted, with what happened there."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlmodel import select

from app import clocks
from app.actions.delivery import estimates, incidents, shifts
from app.actions.delivery.heads import Count
from app.actions.delivery.incidents import NewIncident
from app.actions.delivery.shifts import NewShift
from app.database import Database
from app.models import Session, SessionState, Setting
from app.operations.demo.practices import provision_of, reach, train
from app.operations.demo.stage import Stage, Step
from app.operations.demo.terms import at, school_days, working_day
from app.queries.delivered import Provision

A_WEEK = 3
WHY_NOT = ("staff", "weather", "school-closed", "safety")
HAPPENED = ("fight", "bullying", "threat", "anti-social", "anti-social", "harassment", "distress",
            "traffic", "suspicious-adult", "substance", "knife")  # fmt: skip


def steps(stage: Stage) -> Iterator[Step]:
    """The way of every route, and three shifts a week over all of them."""
    provided = provision_of(stage, "routes")
    rng = stage.rng("routes")
    begun: dict[UUID, date] = {}
    places = stage.settings["route"]
    for place in places:
        day = working_day(stage.first_day + timedelta(days=rng.randint(2, 420)))
        pupils = rng.randrange(300, 1500, 10)
        yield Step(at(day, 10), "noor", partial(reach, provided, place, "agreed", day))
        day = working_day(day + timedelta(days=rng.randint(10, 30)))
        yield Step(at(day, 10), "noor", partial(estimate, provided, place, pupils, day))
        day = working_day(day + timedelta(days=rng.randint(5, 20)))
        yield Step(at(day, 10), "noor", partial(reach, provided, place, "active", day))
        begun[place.id] = day
        later = working_day(day + timedelta(days=365))
        again = round(pupils * rng.uniform(0.85, 1.2), -1)
        yield Step(at(later, 10), "noor", partial(estimate, provided, place, int(again), later))
    closed = rng.sample(places, 2)
    for place in closed:
        day = working_day(stage.today - timedelta(days=rng.randint(40, 160)))
        yield Step(at(day, 16), "noor", partial(reach, provided, place, "paused", day))
    yield from trainings(stage, provided)
    running = [one for one in places if one not in closed]
    yield from weeks(stage, provided, running, begun)


def trainings(stage: Stage, provided: Provision) -> Iterator[Step]:
    """Chaperones are trained each half year."""
    for number in range(4):
        day = working_day(stage.first_day + timedelta(days=20 + 180 * number))
        hub = stage.settings["route"][number]
        came = {"chaperone": 6 + number, "voluntary": 2}
        yield Step(
            at(day, 16), "noor", partial(train, provided, hub, "chaperone-training", came, None)
        )


def weeks(
    stage: Stage, provided: Provision, places: list[Setting], begun: dict[UUID, date]
) -> Iterator[Step]:
    """Each week of term: what Noor plans on Monday morning, and what Bev then stands."""
    days: dict[date, list[date]] = {}
    last = stage.today + timedelta(days=10)
    for day in school_days(stage.first_day, last):
        days.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    for monday, in_week in days.items():
        rng = stage.rng("week", monday)
        going = [one for one in places if begun[one.id] < monday]
        if not going:
            continue
        chosen = sorted(rng.choice(in_week) for _ in range(A_WEEK))
        planned: list[Planned] = [
            Planned(stage, provided, rng.choice(going), day, is_morning=rng.random() < 0.5)
            for day in dict.fromkeys(chosen)
        ]
        before = working_day(monday - timedelta(days=4))
        yield Step(at(before, 15), "noor", partial(plan_all, planned))
        for one in planned:
            yield one.step()


class Planned:
    """One shift of the story; its id becomes known when it is planned."""

    def __init__(
        self, stage: Stage, provided: Provision, place: Setting, day: date, *, is_morning: bool
    ) -> None:
        self.stage, self.provided, self.place, self.day = stage, provided, place, day
        self.kind = "shift-morning" if is_morning else "shift-afternoon"
        self.starts_at = at(day, 8) if is_morning else at(day, 14, 45)
        self.rng = stage.rng("shift", place.code, day, is_morning)
        self.id: UUID | None = None

    def step(self) -> Step:
        """It takes place, or is cancelled that morning."""
        if self.rng.random() < 0.12:
            return Step(self.starts_at - timedelta(minutes=50), "bev", self.cancel)
        minutes = 80 if self.kind == "shift-morning" else 110
        return Step(self.starts_at + timedelta(minutes=minutes), "bev", self.stand)

    def plan(self, database: Database) -> None:
        """Noor plans it for Bev."""
        new = NewShift(
            self.kind, self.place.id, self.starts_at, self.stage.viewers["bev"].account_id
        )
        self.id = shifts.plan(database, self.provided, new).id

    def cancel(self, database: Database) -> None:
        """It does not take place."""
        if session := self.found(database):
            shifts.cancel(database, session, reason=self.rng.choice(WHY_NOT))

    def found(self, database: Database) -> Session | None:
        """The shift as it was planned, also when that was before the story was played on."""
        wanted = select(Session).where(
            Session.setting_id == self.place.id,
            Session.kind == self.kind,
            Session.starts_at == self.starts_at,
            Session.state == SessionState.planned,
        )
        return database.get(Session, self.id) if self.id else database.exec(wanted).first()

    def stand(self, database: Database) -> None:
        """Bev was there, counted, and went home."""
        rng, session = self.rng, self.found(database)
        if session is None:
            return
        begun = self.starts_at + timedelta(minutes=rng.randint(-6, 8))
        shifts.check_in(database, session, staff=rng.choice((1, 2, 2, 2, 3)), at=begun)
        if rng.random() < 0.16:
            incidents.report(database, session, self.incident(rng))
        shifts.tally(database, session, tallies(rng), others(rng))
        shifts.check_out(database, session, at=clocks.now() - timedelta(minutes=rng.randint(1, 9)))

    def incident(self, rng: random.Random) -> NewIncident:
        """Something that happened on the way."""
        kind = rng.choice(HAPPENED)
        severe = "high" if kind == "knife" else rng.choice(("low", "low", "medium"))
        told = (
            ("police", "school")
            if severe == "high"
            else (("school",) if rng.random() < 0.4 else ())
        )
        return NewIncident(
            kind,
            severe,
            self.starts_at + timedelta(minutes=rng.randint(10, 60)),
            de_escalated=severe != "high" or rng.random() < 0.5,
            weapon_seen=kind == "knife",
            told=told,
        )


def plan_all(planned: list[Planned], database: Database) -> None:
    """Plan the shifts of a week."""
    for one in planned:
        one.plan(database)


def tallies(rng: random.Random) -> list[Count]:
    """Whom chaperones met on a shift."""
    met = []
    for band, audience, most in (
        ("under-11", "young-people", 8),
        ("11-15", "young-people", 45),
        ("16-18", "young-people", 14),
        ("adult", "adults", 9),
    ):
        met += [Count(audience, rng.randint(0, most), band, sex) for sex in "FM"]
    return [*met, Count("public", rng.randint(0, 5), "not-known", "U")]


def others(rng: random.Random) -> dict[str, int]:
    """What else chaperones count."""
    return {"positive": rng.randint(1, 14), "known": rng.randint(0, 20), "referred_on": rng.choice((0, 0, 0, 1))}  # fmt: skip


def estimate(
    provided: Provision, place: Setting, pupils: int, as_of: date, database: Database
) -> None:
    """How many pupils could walk a route."""
    how = "Rolls of the schools along it, less pupils who come by bus"
    estimates.estimate(database, provided, place, pupils=pupils, how=how, as_of=as_of)
