"""A provider's own figures from the columns are those of the SQL that defines them, whoever asks."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from app.access import DatabaseRole
from app.access.rows import ROWS
from app.facts import Kind
from app.queries import figures as sql
from app.reporting import own
from app.reporting.measures import STATISTICS
from app.reporting.periods import Quarter
from tests.reporting import ledger
from tests.world import World


def arrange(world: World, owner: Engine, seed: int) -> None:
    """Facts of several providers and both sides, with corrections, and some records joined."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    quarter = ledger.a_quarter_ago()
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["dvpp"], "dvpp", "partner"),
        (world.commissions["dvpp"], "dvpp", "perpetrator"),
        (world.commissions["schools"], "mvp", ""),
        (world.commissions["resettlement"], "resettlement", ""),
    ]
    days = (quarter.start - timedelta(days=120), quarter.end + timedelta(days=30))
    rows = ledger.history(rng, commissions, days, 300)
    numbers = ledger.write(owner, rows)
    ledger.mend(rng, owner, numbers, rows)
    # Joined records of one organisation: several subjects count as one.
    mine = [row for row in rows if row["commission_id"] == world.commissions["hospital"].id]
    subjects = sorted({row["subject"] for row in mine if row["subject"]})[:6]
    assert len(subjects) > 4
    with owner.begin() as connection:
        for place, subject in enumerate(subjects):
            connection.execute(
                text(
                    "INSERT INTO joined_subject (subject, organisation_id, side, counted_as)"
                    " VALUES (:subject, :organisation, '', :counted_as)"
                ),
                {
                    "subject": subject,
                    "organisation": world.manager.organisation_id,
                    "counted_as": subjects[0 if place < 3 else 3],
                },
            )


def both(world: World, who: str, quarter: Quarter, **more: object) -> tuple[object, object]:
    with world.as_(world.viewers[who]) as database:
        defined, earlier = sql.with_before(database, quarter, **more)  # type: ignore[arg-type]
        counted, before = own.with_before(database, quarter, **more)  # type: ignore[arg-type]
    shown = {key: defined.statistics.get(key) for key in counted.statistics}
    rounded = [
        {key: None if one is None else round(one, 6) for key, one in found.items()}
        for found in (shown, counted.statistics)
    ]
    assert set(shown) <= set(STATISTICS)
    return (defined.values, earlier, rounded[0]), (counted.values, before, rounded[1])


@pytest.mark.parametrize(
    "who", ["manager", "rival_manager", "partner_worker", "men_worker", "worker"]
)
def test_the_columns_say_what_the_sql_says(world: World, owner: Engine, who: str) -> None:
    arrange(world, owner, 7)
    for quarter in (ledger.a_quarter_ago(), Quarter.current()):
        defined, counted = both(world, who, quarter)
        assert counted == defined
    one = world.commissions["hospital"].id
    defined, counted = both(world, who, ledger.a_quarter_ago(), commission=one)
    assert counted == defined


def test_a_commission_that_went_to_another_provider_is_counted_by_each_for_itself(
    world: World, owner: Engine
) -> None:
    commission, day = world.commissions["hospital"], ledger.a_quarter_ago().start
    rival = world.viewers["rival_manager"].organisation_id
    mine, theirs = (
        ledger.line(commission, "ed-navigators", Kind.approach, day, **more)
        for more in ({}, {"provider_id": rival, "stated_by": rival})
    )
    ledger.write(owner, [mine, mine, theirs])
    for who, expected in (("manager", 2), ("rival_manager", 1)):
        with world.as_(world.viewers[who]) as database:
            found, _ = own.with_before(database, ledger.a_quarter_ago())
        assert found.values["approaches"] == expected, who


def test_who_may_read_a_fact_depends_on_what_the_columns_tell_apart() -> None:
    """One fact is asked for in place of all of its commission, side and provider."""
    rule = ROWS["fact"][DatabaseRole.casework].see
    assert rule == "provider_id = {organisation} AND side = {side} AND {covers}"


def test_nothing_is_there_before_anything_is_stated(world: World) -> None:
    with world.as_(world.manager) as database:
        found, before = own.with_before(database, Quarter.of(date(2020, 1, 1)))
    assert not any(found.values.values())
    assert not any(before.values())
    assert set(found.statistics.values()) == {None}
