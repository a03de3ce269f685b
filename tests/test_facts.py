"""The ledger: as known at any moment, exact beside racing writers, never changed."""

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import IntegrityError

from app import clocks
from app.database import connect
from app.facts import Kind, Statement
from app.models import Fact
from tests.world import World

DAY = date(2026, 5, 4)


def statement(world: World, **other: Any) -> Statement:
    """Somebody's first contact with the provider."""
    provider = world.organisations["provider"].id
    start: dict[str, Any] = {
        "kind": Kind.first_contact, "stated_by": provider, "happened_on": DAY, "provider_id": provider,
        "commission_id": world.commissions["hospital"].id, "programme": "ed-navigators", "source_id": uuid4(),
        "subject": uuid4(), "referral": uuid4(),
    }  # fmt: skip
    return Statement(**(start | other))


def as_known_at(world: World, seq: int) -> set[UUID]:
    """Who had been reached, as known at a moment: rows up to it that no row up to it closes."""
    with world.as_(world.manager) as database:
        rows = database.execute(
            text(
                "SELECT subject FROM fact f WHERE kind = 8 AND seq <= :s AND commission_id = :c AND NOT EXISTS"
                " (SELECT FROM fact e WHERE e.closes = f.seq AND e.seq <= :s)"
            ),
            {"s": seq, "c": world.commissions["hospital"].id},
        )
        return {row[0] for row in rows}


def last_seq(world: World) -> int:
    """The newest row of this world."""
    with world.as_(world.manager) as database:
        return int(database.scalar(text("SELECT coalesce(max(seq), 0) FROM fact")) or 0)


# A history: each step states somebody new, or corrects or withdraws one that stands.
steps = st.lists(
    st.tuples(st.sampled_from(["state", "correct", "withdraw"]), st.integers(0, 50)), max_size=14
)


@settings(max_examples=25, deadline=None)
@given(history=steps)
def test_any_history_recomputes_as_known_at_every_moment(
    history: list[tuple[str, int]], standing_world: World
) -> None:
    world = standing_world
    standing: dict[int, UUID] = {}
    moments: list[tuple[int, set[UUID]]] = []
    before = as_known_at(world, last_seq(world))
    for step, pick in history:
        with world.as_(world.manager) as database:
            who = uuid4()
            if step == "state" or not standing:
                database.state(statement(world, subject=who))
                ended = None
            else:
                ended = sorted(standing)[pick % len(standing)]
                kind = Kind.first_contact if step == "correct" else Kind.withdrawn
                who = standing[ended]
                database.state(
                    statement(world, subject=who, kind=kind, closes=ended, reason="corrected")
                )
        seq = last_seq(world)
        if ended is not None:
            del standing[ended]
        if step != "withdraw" or ended is None:
            standing[seq] = who
        moments.append((seq, set(standing.values())))
    for seq, expected in moments:
        assert as_known_at(world, seq) - before == expected


@pytest.fixture(scope="module")
def standing_world(where: Any) -> Iterator[World]:
    """One partnership for all examples of a property."""
    from tests.world import load_programmes, make_world

    load_programmes(where)
    yield make_world()


def test_a_row_is_ended_once_and_only_by_whoever_stated_it(world: World, owner: Engine) -> None:
    with world.as_(world.manager) as database:
        database.state(statement(world))
    seq = last_seq(world)
    with pytest.raises(IntegrityError), world.as_(world.rival_manager) as database:
        rival = world.organisations["rival"].id
        database.state(
            statement(world, kind=Kind.withdrawn, closes=seq, stated_by=rival, reason="x")
        )
    with world.as_(world.manager) as database:
        database.state(statement(world, kind=Kind.withdrawn, closes=seq, reason="corrected"))
    with pytest.raises(IntegrityError), world.as_(world.manager) as database:
        database.state(statement(world, kind=Kind.withdrawn, closes=seq, reason="corrected"))


def test_a_tail_reader_beside_racing_writers_misses_nothing(
    world: World, owner: Engine, where: Any
) -> None:
    """Six writers that commit out of order; a reader that follows by seq must see every row once."""
    writers, each = 6, 40
    read: list[int] = []
    done = threading.Event()
    with owner.connect() as connection:
        start = connection.scalar(text("SELECT coalesce(max(seq), 0) FROM fact"))

    def write(number: int) -> None:
        engine = connect(where.owner, pool=1)
        for turn in range(each):
            with engine.begin() as connection:
                fact = statement(world).row(known_from=clocks.now())
                # Some transactions hold their row for a while before they commit.
                connection.execute(insert(Fact).values([fact]))
                if (turn + number) % 5 == 0:
                    connection.execute(text("SELECT pg_sleep(0.002)"))
        engine.dispose()

    def follow() -> None:
        engine, at = connect(where.owner, pool=1), start
        while True:
            last_round = done.is_set()
            with engine.begin() as connection:
                rows = connection.scalars(
                    text("SELECT seq FROM fact WHERE seq > :s ORDER BY seq"), {"s": at}
                ).all()
            read.extend(rows)
            at = rows[-1] if rows else at
            if last_round and not rows:
                break
        engine.dispose()

    reader = threading.Thread(target=follow)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    with owner.connect() as connection:
        there = connection.scalars(
            text("SELECT seq FROM fact WHERE seq > :s ORDER BY seq"), {"s": start}
        ).all()
    assert len(there) == writers * each
    assert read == list(there)


def test_nobody_is_named_by_a_head_count(world: World) -> None:
    with pytest.raises(IntegrityError), world.as_(world.manager) as database:
        database.state(statement(world, basis="headcount"))
