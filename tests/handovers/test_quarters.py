"""However cases go over from one provider to another, no quarter that is over moves by one."""

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from app import clocks
from app.actions import cases, referrals, sessions
from app.actions.sessions import NewSession
from app.models import Case, Fact, Referral
from app.operations import handing
from app.queries.figures import figures
from app.reporting.periods import Quarter
from tests.handovers.partnership import offer, rival_hospital, take_over
from tests.world import World

QUARTERS = 4
Deed = Callable[[World, random.Random, list[Case]], None]


def known(world: World) -> dict[str, Any]:
    """Every figure of every quarter that is over, of both providers."""
    found: dict[str, Any] = {}
    for name in ("manager", "rival_manager"):
        quarter = Quarter.current().before
        with world.as_(world.viewers[name]) as database:
            for _ in range(QUARTERS):
                found[f"{name} {quarter.label}"] = figures(database, quarter).values
                quarter = quarter.before
    return found


def as_known_at(world: World, seq: int, quarter: Quarter) -> list[tuple[Any, ...]]:
    """What the ledger held of a quarter at a moment, of both providers."""
    rows: list[tuple[Any, ...]] = []
    for name in ("manager", "rival_manager"):
        with world.as_(world.viewers[name]) as database:
            ended = select(col(Fact.closes)).where(
                col(Fact.closes).is_not(None), col(Fact.seq) <= seq
            )
            rows += database.exec(
                select(Fact.seq, Fact.kind, Fact.code, Fact.happened_on, Fact.n)
                .where(
                    col(Fact.seq) <= seq,
                    col(Fact.seq).not_in(ended),
                    col(Fact.happened_on) >= quarter.start,
                    col(Fact.happened_on) < quarter.end,
                )
                .order_by(col(Fact.seq))
            ).all()
    return rows


def last_known(world: World) -> int:
    with world.as_(world.manager) as one, world.as_(world.rival_manager) as other:
        return max(
            database.exec(select(func.max(Fact.seq))).one() or 0 for database in (one, other)
        )


def come(world: World, rng: random.Random, held: list[Case]) -> None:
    """Somebody is referred and taken on, perhaps met and agreed."""
    case = world.case(person=world.somebody(f"Quillon{rng.randrange(10**6)}"))
    if rng.random() < 0.8:
        meet(world, case)
    if rng.random() < 0.6:
        world.engage(case)
    held.append(case)


def meet(world: World, case: Case) -> None:
    with world.as_(world.worker) as database:
        new = NewSession(kind="community", starts_at=clocks.now(), minutes=30)
        sessions.record(database, database.find(Case, case.id, lock=True), new, status="attended")


def work(world: World, rng: random.Random, held: list[Case]) -> None:
    """An open case goes on, or ends."""
    if not held:
        return
    case = rng.choice(held)
    if rng.random() < 0.7:
        meet(world, case)
        return
    held.remove(case)
    with world.as_(world.worker) as database:
        row = database.find(Case, case.id, lock=True)
        cases.close(database, row, reason="goals-met", planned=True)


def hand_over(world: World, rng: random.Random, held: list[Case]) -> None:
    """A case is offered to the rival, which takes it, declines it, or lets it wait."""
    if not held:
        return
    case = rng.choice(held)
    sent = offer(world, case)
    what = rng.choice(("accept", "accept", "decline", "withdraw"))
    if what == "accept":
        take_over(world, sent)
        held.remove(case)
        return
    by = world.worker if what == "withdraw" else world.rival_manager
    with world.as_(by) as database:
        row = database.find(Referral, sent.id, lock=True)
        if what == "withdraw":
            referrals.withdraw(database, row, reason="circumstances-changed")
        else:
            referrals.decline(database, row, reason="no-capacity", whose="no-capacity")
    handing.settle_transfer(sent.id)


@pytest.mark.parametrize("seed", range(2))
def test_a_transfer_never_changes_an_earlier_quarter(world: World, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - chance, not secrets
    held: list[Case] = []
    rival_hospital(world)
    quarter = Quarter.current()
    for _ in range(QUARTERS):
        quarter = quarter.before
    moments: list[tuple[Quarter, int, list[tuple[Any, ...]]]] = []
    figures_then: dict[str, dict[str, Any]] = {}
    while quarter.start <= clocks.today():
        days = sorted(rng.randrange(80) for _ in range(6))
        deeds: list[Deed] = [come, *(rng.choice((come, work, hand_over)) for _ in days[1:])]
        for day, deed in zip(days, deeds, strict=True):
            at = datetime.combine(quarter.start + timedelta(days=day), time(11), clocks.LONDON)
            if at < clocks.now():
                with clocks.turned_to(at):
                    deed(world, rng, held)
        seq = last_known(world)
        moments.append((quarter, seq, as_known_at(world, seq, quarter)))
        # Quarters that were over before keep every figure, whatever was handed over since.
        now = known(world)
        for name, values in figures_then.items():
            assert now[name] == values, name
        over = [one for one, _, _ in moments if one.end <= clocks.today()]
        figures_then |= {
            name: values
            for name, values in now.items()
            if any(name.endswith(one.label) for one in over)
        }
        quarter = quarter.after
    for then, seq, rows in moments:
        assert as_known_at(world, seq, then) == rows
