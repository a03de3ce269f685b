"""Every measure, in every breakdown, equals an independent recount of the rows it came from."""

import itertools
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine

from app import clocks
from app.access import DatabaseRole
from app.database import transaction
from app.facts import Kind
from app.reporting import counting
from app.reporting.cells import Cells, _Raw
from app.reporting.ledger.columns import Ledger
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.scopes import Period
from app.reporting.waits import median_wait
from tests.reporting import ledger, recount, recount_waits
from tests.world import World

LOWER = frozenset({("dvpp", "dash")})
ERRORS = {("dvpp", "dash"): 2.0, ("ed-navigators", "safety"): 3.5, ("iris", "safety"): 4.0}


def arrange(world: World, owner: Engine, seed: int, size: int = 260) -> list[int]:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    quarter = ledger.a_quarter_ago()
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["schools"], "mvp", ""),
        (world.commissions["dvpp"], "dvpp", "partner"),
        (world.commissions["dvpp"], "dvpp", ""),
        (world.commissions["resettlement"], "resettlement", ""),
    ]
    days = (quarter.start - timedelta(days=60), quarter.end + timedelta(days=30))
    rows = ledger.history(rng, commissions, days, size)
    numbers = ledger.write(owner, rows)
    first = list(numbers)
    ledger.join_people(rng, owner, rows)
    ledger.mend(rng, owner, numbers, rows)
    return first


def asked_of(world: World) -> counting.Asked:
    """What the commissioner may ask about; two measures state their error."""
    with transaction(world.commissioner) as database:
        asked = counting.may_ask_about(database)
    return replace(asked, said=asked.said._replace(errors=ERRORS))


def raw_of(world: World, known_at: int | None = None) -> tuple[_Raw, int]:
    asked = asked_of(world)
    with transaction(role=DatabaseRole.counting) as database:
        snapshot = Ledger().follow(database)
    quarter = ledger.a_quarter_ago()
    moment = snapshot.known_at if known_at is None else known_at
    period = Period(quarter.start, quarter.end, clocks.today())
    scopes = counting.all_scopes(asked, snapshot, quarter)
    return Cells(snapshot, moment, period, scopes, asked.said).raw(), moment


def judge(world: World, owner: Engine, raw: _Raw, known_at: int) -> None:
    mine = [
        one.id
        for one in world.commissions.values()
        if one.commissioner_id == world.commissioner.organisation_id
    ]
    facts, persons = ledger.everything(owner, mine)
    quarter = ledger.a_quarter_ago()
    today = clocks.today()
    rows = [row for row in recount.standing_at(facts, known_at) if row.happened_on <= today]
    identity = recount.identities_at(persons, known_at)
    said = asked_of(world).said
    waits = recount_waits.waits(rows, start=quarter.start, end=quarter.end, today=today)
    waited = {one: recount_waits.stands_after_28_days(*wait) for one, wait in waits.items()}
    for measure in MEASURES.values():
        for by in measure.cuts:
            expected = recount.recount(
                measure,
                str(by),
                rows,
                start=quarter.start,
                end=quarter.end,
                identity=identity,
                lower_is_better=LOWER,
                marks=said.marks,
                errors=ERRORS,
                waited=waited,
            )
            found = {
                value: count
                for (name, one, value), count in raw.values.items()
                if name == measure.key and one is by and count
            }
            assert found == expected, (measure.key, by)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_measure_equals_the_recount(world: World, owner: Engine, seed: int) -> None:
    arrange(world, owner, seed)
    raw, known_at = raw_of(world)
    judge(world, owner, raw, known_at)


@pytest.mark.parametrize("seed", [7, 8])
def test_who_could_not_be_compared_across_providers_is_told(
    world: World, owner: Engine, seed: int
) -> None:
    rng, quarter, today = random.Random(seed), ledger.a_quarter_ago(), clocks.today()  # noqa: S311
    days, rows = (quarter.start, quarter.end), []
    # A subject is one organisation's: each has people of its own.
    for name, programme in (("hospital", "ed-navigators"), ("resettlement", "resettlement")):
        rows += ledger.history(rng, [(world.commissions[name], programme, "")], days, 250)
    numbers = ledger.write(owner, rows)
    ledger.join_people(rng, owner, rows)
    ledger.compare(rng, owner, rows)
    with transaction(world.commissioner) as mine, transaction(world.other_commissioner) as theirs:
        one, other = counting.may_ask_about(mine), counting.may_ask_about(theirs)
    both = replace(one, commissions=one.commissions + other.commissions)
    assert len({each.provider for each in both.commissions}) > 1
    with transaction(role=DatabaseRole.counting) as database:
        snapshot = Ledger().follow(database)
    facts, persons = ledger.everything(owner, [each.id for each in both.commissions])
    measure = MEASURES["people-unmatched"]
    for known_at in (snapshot.known_at, numbers[-1] + 130):
        rows = [row for row in recount.standing_at(facts, known_at) if row.happened_on <= today]
        compared = {(row.subject, row.code) for row in rows if row.kind == Kind.compared}
        period = Period(quarter.start, quarter.end, today)
        cells = Cells(snapshot, known_at, period, both.scopes(quarter), both.said)
        counted = cells.counted(measure)
        assert counted["people-unmatched", By.all, ""] > 0
        for by in measure.cuts:
            expected = recount.recount(
                measure, str(by), rows, start=quarter.start, end=quarter.end,
                identity=recount.identities_at(persons, known_at), compared=compared,
            )  # fmt: skip
            found = {value: n for (_, one_by, value), n in counted.items() if one_by is by and n}
            assert found == expected, by


@pytest.mark.parametrize("seed", [4, 5])
def test_a_cohort_is_followed_as_the_recount_follows_it(
    world: World, owner: Engine, seed: int
) -> None:
    arrange(world, owner, seed)
    asked, quarter, today = asked_of(world), ledger.a_quarter_ago(), clocks.today()
    with transaction(role=DatabaseRole.counting) as database:
        snapshot = Ledger().follow(database)
    facts, persons = ledger.everything(owner, [one.id for one in asked.commissions])
    rows = [
        row for row in recount.standing_at(facts, snapshot.known_at) if row.happened_on <= today
    ]
    came = {
        row.referral
        for row in rows
        if row.kind == 1 and row.referral and quarter.start <= row.happened_on < quarter.end
    }
    rows = [row for row in rows if row.referral in came]
    period = Period(quarter.start, quarter.end, today)
    cells = Cells(
        snapshot, snapshot.known_at, period, asked.scopes(quarter), asked.said, cohort=True
    )
    for measure in MEASURES.values():
        for by in (By.all, By.programme, *(by for by in measure.by if by is not By.wait)):
            expected = recount.recount(
                measure, str(by), rows, start=date.min, end=date.max,
                identity=recount.identities_at(persons, snapshot.known_at),
                lower_is_better=LOWER, marks=asked.said.marks, errors=ERRORS,
            )  # fmt: skip
            counted = cells.counted(measure).items()
            found = {value: n for (_, one, value), n in counted if one is by and n}
            assert found == expected, (measure.key, by)


def test_two_breakdowns_at_once_add_up_to_each(world: World, owner: Engine) -> None:
    arrange(world, owner, 6)
    asked, quarter = asked_of(world), ledger.a_quarter_ago()
    with transaction(role=DatabaseRole.counting) as database:
        snapshot = Ledger().follow(database)
    period = Period(quarter.start, quarter.end, clocks.today())
    cells = Cells(snapshot, snapshot.known_at, period, asked.scopes(quarter), asked.said)
    for key in ("people-reached", "referrals-received", "closed", "contacts"):
        measure = MEASURES[key]
        counted = cells.counted(measure)
        personal = [by for by in measure.by if by is not By.wait]
        for down, across in itertools.product((By.programme, *personal), personal):
            if down is across:
                continue
            grid = cells.grid(measure, down, across)
            assert sum(grid.values()) > 0
            sums: Counter[str] = Counter()
            for (value, _), n in grid.items():
                sums[value] += n
            whole = {value: n for (_, by, value), n in counted.items() if by is down and n}
            assert sums == whole, (key, down, across)


def test_any_earlier_moment_can_be_counted_again(world: World, owner: Engine) -> None:
    numbers = arrange(world, owner, 11)
    for known_at in (numbers[40], numbers[-1], numbers[-1] + 15, numbers[-1] + 60):
        raw, _ = raw_of(world, known_at)
        judge(world, owner, raw, known_at)


def test_a_reader_that_follows_knows_what_a_fresh_one_knows(world: World, owner: Engine) -> None:
    following = Ledger()
    for seed in (21, 22, 23):
        arrange(world, owner, seed, size=60)
        with transaction(role=DatabaseRole.counting) as database:
            followed = following.follow(database)
        with transaction(role=DatabaseRole.counting) as database:
            fresh = Ledger().follow(database)
        assert followed.known_at == fresh.known_at
        # They may lie in different places: what came later stands behind the rest.
        one, other = (np.argsort(snapshot.column("seq")) for snapshot in (followed, fresh))
        for name in ("seq", "ended", "kind", "day", "n", "age"):
            assert (followed.column(name)[one] == fresh.column(name)[other]).all(), name
        words = [followed.words[word] for word in followed.get("code", one)]
        assert words == [fresh.words[word] for word in fresh.get("code", other)]


def test_a_ledger_that_was_emptied_is_read_anew(world: World, owner: Engine) -> None:
    following = Ledger()
    arrange(world, owner, 31, size=20)
    with transaction(role=DatabaseRole.counting) as database:
        before = following.follow(database)
    following.mark = None
    with transaction(role=DatabaseRole.counting) as database:
        after = following.follow(database)
    assert after.life > before.life
    assert (after.column("seq") == before.column("seq")).all()


def test_those_still_waiting_count_in_the_median() -> None:
    assert median_wait([(1, 1), (2, 1), (3, 1)]) == 2
    assert median_wait([(1, 1), (9, 0), (9, 0), (9, 2)]) is None
    assert median_wait([(1, 1), (2, 0), (3, 1), (4, 1)]) == 3
    assert median_wait([]) is None
