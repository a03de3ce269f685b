"""Shifts: planned, delivered, counted, what happened on them, and what is stated of all that."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app import clocks
from app.actions.delivery import incidents, shifts
from app.actions.delivery.heads import Count
from app.actions.delivery.incidents import NewIncident
from app.actions.delivery.shifts import NewShift
from app.errors import Refused, Stale
from app.facts import Kind
from app.models import Incident, Session
from app.queries.delivered import provision
from app.queries.shifts import incidents as listed
from tests.delivery.ledger_reading import events, standing
from tests.world import World


def planned(world: World) -> UUID:
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["routes"].id)
        at = clocks.now() - timedelta(hours=2)
        return shifts.plan(
            database,
            provided,
            NewShift("shift-morning", world.settings["route"].id, at, world.worker.account_id),
        ).id


def test_a_shift_is_planned_delivered_and_counted(world: World, owner: Engine) -> None:
    shift = planned(world)
    assert len(standing(owner, shift, Kind.shift_planned)) == 1
    with world.as_(world.worker) as database:
        session = database.find(Session, shift, lock=True)
        shifts.check_in(database, session, staff=2, at=clocks.now() - timedelta(hours=1))
        shifts.tally(database, session, [Count("young-people", 31, "11-15", "F")], {"positive": 4})
    assert [one["value"] for one in standing(owner, shift, Kind.shift_delivered)] == [0]
    assert standing(owner, shift, Kind.headcount) == [], "totals count when the shift ends"
    with world.as_(world.worker) as database:
        session = database.find(Session, shift, lock=True)
        shifts.tally(database, session, [Count("young-people", 33, "11-15", "F")])
        shifts.check_out(database, session)
        assert session.counters == {"positive": 4}
    (delivered,) = standing(owner, shift, Kind.shift_delivered)
    assert delivered["value"] == pytest.approx(2, abs=0.05), "two chaperones for an hour"
    (heads,) = standing(owner, shift, Kind.headcount)
    assert (heads["n"], heads["group_id"]) == (33, None), "on a route only contacts are counted"
    with world.as_(world.worker) as database:
        shifts.tally(
            database,
            database.find(Session, shift, lock=True),
            [Count("young-people", 30, "11-15", "F")],
        )
    assert [one["n"] for one in standing(owner, shift, Kind.headcount)] == [30]
    assert events(owner, shift) == [
        "planned",
        "checked-in",
        "tallied",
        "tallied",
        "checked-out",
        "tallied",
    ]


def test_in_and_out_in_one_transaction_is_one_delivered_shift(world: World, owner: Engine) -> None:
    shift = planned(world)
    with world.as_(world.worker) as database:
        session = database.find(Session, shift, lock=True)
        shifts.check_in(database, session, staff=1, at=clocks.now() - timedelta(minutes=90))
        shifts.check_out(database, session)
    assert [one["value"] for one in standing(owner, shift, Kind.shift_delivered)] == [1.5]


def test_a_cancelled_shift_stays_planned_and_is_never_delivered(
    world: World, owner: Engine
) -> None:
    shift = planned(world)
    with world.as_(world.worker) as database:
        session = database.find(Session, shift, lock=True)
        shifts.cancel(database, session, reason="weather")
        with pytest.raises(Refused):
            shifts.check_in(database, session, staff=1)
    assert len(standing(owner, shift, Kind.shift_planned)) == 1
    assert standing(owner, shift, Kind.shift_delivered) == []


def test_a_check_in_by_mistake_is_taken_back(world: World, owner: Engine) -> None:
    shift = planned(world)
    for undo in (False, True):
        with world.as_(world.worker) as database:
            session = database.find(Session, shift, lock=True)
            if undo:
                shifts.undo_check_in(database, session)
            else:
                shifts.check_in(database, session, staff=1)
    assert standing(owner, shift, Kind.shift_delivered) == []
    with world.as_(world.worker) as database, pytest.raises(Refused, match="Check in first"):
        shifts.tally(database, database.find(Session, shift, lock=True), [])


@pytest.mark.parametrize(
    ("told", "calmed", "value"), [((), True, 1), (("police",), True, 0), (("school",), False, 0)]
)
def test_an_incident_counts_as_calmed_only_without_the_police(
    world: World, owner: Engine, told: tuple[str, ...], *, calmed: bool, value: int
) -> None:
    shift = planned(world)
    with world.as_(world.worker) as database:
        session = database.find(Session, shift, lock=True)
        shifts.check_in(database, session, staff=1)
        incident = incidents.report(
            database,
            session,
            NewIncident("fight", "medium", clocks.now(), de_escalated=calmed, told=told),
        )
    (fact,) = standing(owner, incident.id, Kind.incident)
    assert (fact["code"], fact["value"]) == ("fight", value)


def test_an_incident_is_corrected_by_a_row_in_its_place(world: World, owner: Engine) -> None:
    shift = planned(world)
    with world.as_(world.worker) as database:
        session = database.find(Session, shift, lock=True)
        shifts.check_in(database, session, staff=1)
        wrong = incidents.report(database, session, NewIncident("fight", "medium", clocks.now()))
    right = NewIncident("bullying", "low", clocks.now(), de_escalated=True)
    with world.as_(world.worker) as database:
        session = database.find(Session, shift, lock=True)
        found = database.find(Incident, wrong.id)
        instead = incidents.correct(database, session, found, right)
        assert [one.id for one in listed(database, session_id=shift)] == [instead.id]
    assert standing(owner, wrong.id, Kind.incident) == []
    (fact,) = standing(owner, instead.id, Kind.incident)
    assert (fact["code"], fact["value"]) == ("bullying", 1)
    with world.as_(world.worker) as database, pytest.raises(Stale):
        session = database.find(Session, shift, lock=True)
        incidents.correct(database, session, database.find(Incident, wrong.id), right)


def test_a_term_leaves_out_weekends_holidays_and_half_term() -> None:
    days = list(
        shifts.days_between(
            date(2026, 4, 30),
            date(2026, 6, 5),
            {0, 4},
            but_not=(date(2026, 5, 25), date(2026, 5, 29)),
        )
    )
    assert date(2026, 5, 4) not in days, "the early May bank holiday"
    assert date(2026, 5, 29) not in days, "half-term"
    assert days[0] == date(2026, 5, 1)
    assert {day.weekday() for day in days} == {0, 4}
