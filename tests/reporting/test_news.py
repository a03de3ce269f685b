"""Figures that are kept are those that a fresh count would give, whatever was added since."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from app import clocks
from app.database import transaction
from app.facts import Kind
from app.reporting import counting
from tests.reporting import ledger
from tests.world import World

QUARTER = ledger.a_quarter_ago()


def kept_and_fresh(world: World) -> tuple[counting._Figures, counting._Figures]:
    """The figures of a quarter as they are answered, and as one who keeps nothing counts them."""
    with transaction(world.commissioner) as database:
        asked = counting.may_ask_about(database)
    answered = counting.figures_of(asked, counting.follow(), QUARTER, None)
    counting._kept.clear()
    counting._ledgers.clear()
    fresh = counting.figures_of(asked, counting.follow(), QUARTER, None)
    return answered, fresh


def answered(world: World) -> counting._Figures:
    with transaction(world.commissioner) as database:
        asked = counting.may_ask_about(database)
    return counting.figures_of(asked, counting.follow(), QUARTER, None)


def one(
    world: World, owner: Engine, kind: Kind, days: int, referral: UUID, **other: object
) -> list[int]:
    """A fact so many days after the quarter's first day."""
    on = QUARTER.start + timedelta(days=days)
    about = {"basis": "named", "referral": referral, "subject": uuid4()}
    row = ledger.line(world.commissions["hospital"], "ed-navigators", kind, on, **(about | other))
    return ledger.write(owner, [row])


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_added_the_answer_is_that_of_a_fresh_count(
    world: World, owner: Engine, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["dvpp"], "dvpp", "partner"),
        (world.commissions["resettlement"], "resettlement", ""),
    ]
    days = (
        QUARTER.start - timedelta(days=60),
        min(QUARTER.end + timedelta(days=60), clocks.today()),
    )
    rows = ledger.history(rng, commissions, days, 150)
    numbers = ledger.write(owner, rows)
    for turn in range(4):
        now, fresh = kept_and_fresh(world)
        assert now.protected == fresh.protected
        if turn == 0:
            ledger.mend(rng, owner, numbers, rows)
        elif turn == 1:
            ledger.join_people(rng, owner, rows)
        else:
            # A few rows about lines that are there: as a quiet day adds them.
            more = [
                row | {"happened_on": days[1] - timedelta(days=turn), "closes": None}
                for row in rng.sample([row for row in rows if row["kind"]], 5)
            ]
            ledger.write(owner, more)


def test_only_what_can_change_the_figures_has_them_counted_again(
    world: World, owner: Engine
) -> None:
    waits, later = uuid4(), (QUARTER.end - QUARTER.start).days + 1
    before = one(world, owner, Kind.received, 3, waits)
    figures = answered(world).protected
    # Another commissioner's, and what came after the quarter, are no news for it.
    rival = ledger.line(
        world.commissions["resettlement"], "resettlement", Kind.received, QUARTER.start
    )
    ledger.write(owner, [rival])
    one(world, owner, Kind.received, later, uuid4())
    one(world, owner, Kind.first_contact, later, uuid4())
    assert answered(world).protected is figures
    # A late entry is; so is the end of a wait that began in it, and a correction.
    one(world, owner, Kind.received, 5, uuid4())
    second = answered(world).protected
    assert second is not figures
    one(world, owner, Kind.first_contact, later, waits)
    third = answered(world).protected
    assert third is not second
    one(world, owner, Kind.received, later, waits, closes=before[0])
    assert answered(world).protected is not third
