"""The ledger: as known at any moment, exact beside racing writers, never changed."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from app import clocks, facts
from app.access import DatabaseRole
from app.actions import matching, referrals, sessions
from app.actions.sessions import NewSession
from app.database import connect, transaction
from app.errors import Collided
from app.facts import LATE_AFTER_DAYS, Kind, Statement
from app.models import Case, Fact, Person, Referral
from app.operations import matched
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
    # Whoever comes second is tried again, and then finds it ended.
    with pytest.raises(Collided), world.as_(world.manager) as database:
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

    reader = threading.Thread(target=follow, args=(where, start, done, read))
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


def test_the_ledgers_lock_and_the_rows_of_cases_never_wait_for_each_other(
    world: World, owner: Engine, where: Any
) -> None:
    """Whole actions on the same two cases in either order, matching beside them, and a tail reader.

    The lock of the ledger is the last thing that a transaction takes: so whoever holds it waits for
    nobody, and the server counts no deadlock.
    """
    ours = [world.case(), world.case(person=world.somebody("Yolanda"))]
    for case in ours:
        world.engage(case)
    with transaction(role=DatabaseRole.administration) as database:
        agreement = matching.agree(
            database,
            one_id=world.organisations["provider"].id,
            other_id=world.organisations["rival"].id,
            reference="Signed",
            from_day=clocks.today(),
        )
    start, before, read, troubles = last_seq(world), deadlocks(owner), [], []
    done = threading.Event()

    def work(order: int) -> None:
        try:
            for turn in range(4):
                for case in ours if (order + turn) % 2 else reversed(ours):
                    viewer = world.worker if order % 3 else world.second_worker
                    with world.as_(viewer) as database:
                        row = database.find(Case, case.id, lock=True)
                        new = NewSession(kind="community", starts_at=clocks.now(), minutes=10)
                        sessions.record(database, row, new, status="attended")
                if order == 0:
                    matched.under(agreement.id)
        except Exception as trouble:  # noqa: BLE001 - the test judges it
            troubles.append(trouble)

    reader = threading.Thread(target=follow, args=(where, start, done, read))
    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in (reader, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert troubles == []
    assert deadlocks(owner) == before
    with owner.connect() as connection:
        there = connection.scalars(
            text("SELECT seq FROM fact WHERE seq > :s ORDER BY seq"), {"s": start}
        ).all()
    assert read == list(there)
    assert len(there) >= 5 * 4 * 2


def follow(where: Any, start: int, done: threading.Event, read: list[int]) -> None:
    """Read every row after `start` by following `seq`, until nothing comes any more."""
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


def deadlocks(owner: Engine) -> int:
    """How many deadlocks the server has counted."""
    with owner.connect() as connection:
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        found = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int(connection.execute(text(found)).scalar_one())


def test_a_late_entry_says_so_and_a_correction_closes_and_adds(world: World) -> None:
    late, soon = clocks.today() - timedelta(days=LATE_AFTER_DAYS + 1), clocks.today()
    with world.as_(world.manager) as database:
        database.state(statement(world, happened_on=late), statement(world, happened_on=soon))
    with world.as_(world.manager) as database:
        first, second = database.exec(select(Fact).order_by(col(Fact.seq).desc()).limit(2)).all()
        rows = {fact.happened_on: fact for fact in (first, second)}
        # What happened and when it was known are both kept: nothing is backdated.
        assert rows[late].reason == "late"
        assert rows[late].known_from.date() == clocks.now().date()
        assert rows[soon].reason is None
        instead = replace(facts.of_row(rows[soon]), age=17)
        database.state(facts.correct(rows[soon], instead))
    with world.as_(world.manager) as database:
        closing = database.exec(select(Fact).where(Fact.closes == rows[soon].seq)).one()
        assert (closing.age, closing.reason, closing.kind) == (17, "corrected", rows[soon].kind)
        still = database.find(Fact, rows[soon].seq)
        assert still.age is None


def test_nobody_is_named_by_a_head_count(world: World) -> None:
    with pytest.raises(IntegrityError), world.as_(world.manager) as database:
        database.state(statement(world, basis="headcount"))


def test_a_guessed_age_is_the_age_that_was_guessed_and_goes_over_with_its_day(world: World) -> None:
    today = clocks.today()
    guessed = Person(organisation_id=uuid4(), age_given=17, age_given_on=today)
    for days, age in ((0, 17), (-1, 17), (-364, 17), (-370, 16), (364, 17), (370, 18)):
        assert facts.age_of(guessed, today + timedelta(days=days)) == age
    with clocks.turned_to(clocks.now() - timedelta(days=740)):
        referral = world.refer(person=world.somebody(born_on=None, age_given=17))
        with world.as_(world.navigator) as database:
            referrals.withdraw(database, database.find(Referral, referral.id), reason="moved")
            known = database.find(Person, referral.person_id)
    case = world.accept(world.refer(person=known))  # type: ignore[arg-type]  # somebody they know
    with world.as_(world.worker) as database:
        assert facts.age_of(database.find(Person, case.person_id), today) == 19
