"""Head counts, trainings and stages: what is stated, corrected and taken back."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from app import clocks
from app.actions.delivery import counts, estimates, groups, stages, training
from app.actions.delivery.counts import NewDelivery
from app.actions.delivery.groups import GroupKind
from app.actions.delivery.heads import Count
from app.errors import NotFound, Refused
from app.facts import Kind
from app.models import Session, Setting
from app.queries.delivered import provision
from tests.delivery.ledger_reading import events, ever, standing
from tests.world import World


def some_time_ago(days: int = 3) -> datetime:
    day = clocks.today() - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 10, tzinfo=clocks.LONDON)


def lesson(
    world: World, heads: list[Count], *, size: int | None = None, sure: bool = False
) -> Session:
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["schools"].id)
        at = some_time_ago()
        group = groups.class_of(
            database,
            provided,
            setting_id=world.settings["school"].id,
            kind=GroupKind.class_,
            name="9B",
            on=at.date(),
            audience="mentees",
            year_group="y9",
        )
        if size is not None:
            groups.change(database, group, size=size)
        new = NewDelivery(
            "lesson", at, minutes=50, setting_id=group.setting_id, group_id=group.id, module=1
        )
        return counts.hold(database, provided, new, heads, sure=sure)


GIRLS, BOYS = Count("mentees", 14, "y9", "F"), Count("mentees", 12, "y9", "M")


def test_a_lesson_states_that_it_was_held_and_how_many_came(world: World, owner: Engine) -> None:
    held = lesson(world, [GIRLS, BOYS])
    delivered = standing(owner, held.id, Kind.delivered)
    heads = standing(owner, held.id, Kind.headcount)
    assert [(one["code"], one["value"]) for one in delivered] == [("lesson", 50)]
    assert sorted((one["sex"], one["n"]) for one in heads) == [("F", 14), ("M", 12)]
    assert {one["group_id"] for one in heads} == {held.group_id}
    assert {one["basis"] for one in heads} == {"headcount"}
    assert {one["subject"] for one in heads} == {None}
    assert {one["area"] for one in heads} == {"E08000025"}
    assert events(owner, held.id) == ["held"]


def test_a_correction_closes_what_changed_and_leaves_the_rest(world: World, owner: Engine) -> None:
    held = lesson(world, [GIRLS, BOYS])
    with world.as_(world.worker) as database:
        session = database.find(Session, held.id, lock=True)
        counts.correct(database, session, [GIRLS, BOYS._replace(n=11)])
    heads = standing(owner, held.id, Kind.headcount)
    assert sorted((one["sex"], one["n"]) for one in heads) == [("F", 14), ("M", 11)]
    assert [one["reason"] for one in heads if one["sex"] == "M"] == ["corrected"]
    assert ever(owner, held.id) == 4
    with world.as_(world.worker) as database:
        counts.correct(
            database, database.find(Session, held.id, lock=True), [GIRLS, BOYS._replace(n=11)]
        )
    assert ever(owner, held.id) == 4, "the same numbers again are no correction"


def test_two_corrections_in_one_transaction_end_each_fact_once(world: World, owner: Engine) -> None:
    held = lesson(world, [GIRLS, BOYS])
    with world.as_(world.worker) as database:
        session = database.find(Session, held.id, lock=True)
        counts.correct(database, session, [GIRLS._replace(n=10)])
        counts.correct(database, session, [GIRLS._replace(n=9), BOYS])
    heads = standing(owner, held.id, Kind.headcount)
    assert sorted((one["sex"], one["n"]) for one in heads) == [("F", 9), ("M", 12)]


def test_a_session_entered_by_mistake_counts_no_longer(world: World, owner: Engine) -> None:
    held = lesson(world, [GIRLS])
    with world.as_(world.worker) as database:
        counts.withdraw(database, database.find(Session, held.id, lock=True))
    assert standing(owner, held.id, Kind.delivered) == []
    assert standing(owner, held.id, Kind.headcount) == []


def test_more_heads_than_the_class_has_need_somebodys_word(world: World, owner: Engine) -> None:
    with pytest.raises(Refused, match="9B has 20 people, and 26 were counted"):
        lesson(world, [GIRLS, BOYS], size=20)
    held = lesson(world, [GIRLS, BOYS], size=20, sure=True)
    assert sum(one["n"] for one in standing(owner, held.id, Kind.headcount)) == 26


def test_nothing_is_delivered_in_the_future_or_before_the_commission(world: World) -> None:
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["schools"].id)
        for at in (clocks.now() + timedelta(hours=1), some_time_ago(900)):
            with pytest.raises(Refused):
                counts.hold(database, provided, NewDelivery("assembly", at), [])


def test_a_class_of_the_next_school_year_is_another_group(world: World) -> None:
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["schools"].id)
        made = [
            groups.class_of(
                database,
                provided,
                setting_id=world.settings["school"].id,
                kind=GroupKind.class_,
                name=name,
                on=on,
                audience="mentees",
            ).id
            for name, on in (
                ("9B", date(2025, 10, 1)),
                ("9b", date(2026, 5, 1)),
                ("9B", date(2026, 9, 9)),
            )
        ]
    assert made[0] == made[1] != made[2]


def test_training_counts_professionals_apart_from_people_served(
    world: World, owner: Engine
) -> None:
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["iris"].id)
        new = NewDelivery(
            "clinical-session",
            some_time_ago(),
            minutes=120,
            setting_id=world.settings["surgery"].id,
        )
        held = training.train(
            database, provided, new, {"doctor": 6, "nurse": 3, "reception": 0}, staff=14
        )
    trained = standing(owner, held.id, Kind.trained)
    assert sorted((one["audience"], one["n"]) for one in trained) == [("doctor", 6), ("nurse", 3)]
    assert standing(owner, held.id, Kind.headcount) == []
    assert standing(owner, held.id, Kind.delivered)[0]["group_id"] is None


def test_stages_are_stated_and_the_same_day_corrects(world: World, owner: Engine) -> None:
    today = clocks.today()
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["iris"].id)
        surgery = database.find(Setting, world.settings["surgery"].id)
        first = stages.reach(
            database, provided, surgery, stage="recruited", since=today - timedelta(days=9)
        )
        wrong = stages.reach(database, provided, surgery, stage="trained", since=today)
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["iris"].id)
        surgery = database.find(Setting, world.settings["surgery"].id)
        right = stages.reach(database, provided, surgery, stage="clinical-1", since=today)
        assert stages.newest(database, provided, surgery).stage == "clinical-1"  # type: ignore[union-attr]
        with pytest.raises(Refused, match="A later stage"):
            stages.reach(
                database, provided, surgery, stage="lapsed", since=today - timedelta(days=1)
            )
        with pytest.raises(Refused, match="no such stage"):
            stages.reach(database, provided, surgery, stage="delivering", since=today)
    assert [len(standing(owner, one.id, Kind.setting_stage)) for one in (first, wrong, right)] == [
        1,
        0,
        1,
    ]


def test_an_estimate_is_never_a_count(world: World, owner: Engine) -> None:
    with world.as_(world.worker) as database:
        provided = provision(database, world.commissions["routes"].id)
        route = database.find(Setting, world.settings["route"].id)
        made = estimates.estimate(
            database, provided, route, pupils=640, how="Rolls of two schools", as_of=clocks.today()
        )
    (fact,) = standing(owner, made.id, Kind.exposed)
    assert (fact["basis"], fact["n"], fact["setting_id"]) == ("estimate", 640, route.id)


def test_somebody_elses_commission_does_not_exist(world: World) -> None:
    for viewer in (world.rival_worker, world.men_worker):
        with world.as_(viewer) as database, pytest.raises(NotFound):
            provision(database, world.commissions["schools"].id)
    held = lesson(world, [GIRLS])
    with world.as_(world.rival_worker) as database, pytest.raises(NotFound):
        database.find(Session, UUID(str(held.id)))
