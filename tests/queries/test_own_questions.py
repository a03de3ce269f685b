"""A provider's questions: every cell is the recount's, the list's length, and a filtered page's number."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from app import clocks
from app.queries.figure_cuts import cuts_of
from app.queries.own_questions import Asking, behind, cells, number
from app.reporting import own_cells
from app.reporting.measure import LargestPerGroup, Latest, Sum
from app.reporting.measures import MEASURES
from app.reporting.periods import Month, Year
from app.reporting.programmes import said_by_programmes
from tests.reporting import ledger, recount, recount_waits
from tests.world import World

QUARTER = ledger.a_quarter_ago()
# The cuts whose values the recount makes by itself.
JUDGED = {
    "area": "area", "sex": "sex", "ethnicity": "ethnicity", "source": "source", "age-reach": "age",
    "programme": "programme", "commission": "commission", "reason": "reason", "whose": "whose",
    "outcome": "outcome", "action": "action", "stage": "stage", "role": "role", "scale": "scale", "wait": "wait",
}  # fmt: skip
ASKED = (
    "people-reached", "referrals-received", "referrals-declined", "closed", "unplanned-exits", "still-waiting",
    "contact-in-standard", "sessions-offered", "scores-paired", "scores-begun", "safeguarding-referrals",
    "contacts", "settings", "professionals", "approaches", "caseload",
)  # fmt: skip


def arrange(world: World, owner: Engine, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    commissions = [
        (world.commissions["hospital"], "ed-navigators", ""),
        (world.commissions["iris"], "iris", ""),
        (world.commissions["schools"], "mvp", ""),
    ]
    days = (QUARTER.start - timedelta(days=60), QUARTER.end + timedelta(days=30))
    rows = ledger.history(rng, commissions, days, 400)
    numbers = ledger.write(owner, rows)
    ledger.mend(rng, owner, numbers, rows)


def standing(world: World, owner: Engine) -> list[Any]:
    facts, _ = ledger.everything(owner, [one.id for one in world.commissions.values()])
    mine = [
        row for row in facts if row.provider_id == world.manager.organisation_id and not row.side
    ]
    today = clocks.today()
    return [row for row in recount.standing_at(mine, facts[-1].seq) if row.happened_on <= today]


def total(asking: Asking, lines: list[Any]) -> int:
    """What a list adds up to."""
    if asking.measure.count == Sum("value"):
        return round(sum(line.value or 0 for line in lines))
    if isinstance(asking.measure.count, Sum | LargestPerGroup) or asking.measure.count == Latest(
        "n"
    ):
        return sum(line.n for line in lines)
    return len(lines)


@pytest.mark.parametrize("counted", ["in the period", "of a cohort"])
def test_every_cut_of_every_kind_of_measure_equals_the_recount(
    world: World, owner: Engine, counted: str
) -> None:
    cohort = counted == "of a cohort"
    arrange(world, owner, 5)
    rows = standing(world, owner)
    start, end = QUARTER.start, QUARTER.end
    waits = recount_waits.waits(rows, start=start, end=end, today=clocks.today())
    waited = {one: recount_waits.stands_after_28_days(*wait) for one, wait in waits.items()}
    if cohort:
        rows = [row for row in rows if row.referral in waits]
        start, end = date.min, date.max
    judged = 0
    with world.as_(world.manager) as database:
        said = said_by_programmes(database)
        for key in ASKED:
            measure = MEASURES[key]
            if cohort and not measure.is_named:
                continue
            asking = Asking(measure, QUARTER, cohort=cohort)
            for code, cut in cuts_of(measure).items():
                # Who sent somebody is no cut of people for the recount: two senders, two people.
                if code not in JUDGED or (key, code) == ("people-reached", "source"):
                    continue
                expected = recount.recount(
                    measure, JUDGED[code], rows, start=start, end=end, identity={}, marks=said.marks,
                    lower_is_better=frozenset(one for one, good in said.scales.items() if good < 0),
                    errors=said.errors, waited=waited,
                )  # fmt: skip
                found = {values[0]: n for values, n in cells(database, asking, (cut,)).items()}
                assert found == expected, (key, code)
                columns = own_cells.cells(database, asking, (cut,))
                assert {values[0]: n for values, n in columns.items()} == expected, (key, code)
                judged += bool(expected)
    assert judged > (20 if cohort else 60)


def test_a_cell_is_the_number_of_the_filtered_question_and_as_long_as_its_list(
    world: World, owner: Engine
) -> None:
    arrange(world, owner, 6)
    rng = random.Random(1)  # noqa: S311 - a sample
    with world.as_(world.manager) as database:
        for key in ASKED:
            measure = MEASURES[key]
            asking = Asking(measure, QUARTER)
            for cut in cuts_of(measure).values():
                found = cells(database, asking, (cut,))
                for (value,), count in rng.sample(sorted(found.items()), min(2, len(found))):
                    narrowed = replace(asking, kept={cut.code: value})
                    assert number(database, narrowed) == count, (key, cut.code, value)
                    assert own_cells.number(database, narrowed) == count, (key, cut.code, value)
                    assert total(narrowed, behind(database, narrowed, size=1000)) == count


def test_two_cuts_together_add_up_to_one(world: World, owner: Engine) -> None:
    arrange(world, owner, 7)
    with world.as_(world.manager) as database:
        for key in ("people-reached", "referrals-received", "closed", "contacts"):
            asking, cuts = Asking(MEASURES[key], QUARTER), cuts_of(MEASURES[key])
            other = cuts["area"]
            for code in ("programme", "tier", "age-detail", "sex"):
                if code not in cuts:
                    continue
                sums: dict[tuple[str, ...], int] = defaultdict(int)
                for (value, _), count in cells(database, asking, (cuts[code], other)).items():
                    sums[value,] += count
                assert sums == cells(database, asking, (cuts[code],)), (key, code)
                both = (cuts[code], other)
                assert own_cells.cells(database, asking, both) == cells(database, asking, both)


def test_months_add_up_to_a_year_where_nothing_is_counted_once(world: World, owner: Engine) -> None:
    arrange(world, owner, 8)
    year = Year.of(QUARTER.start)
    measure = MEASURES["sessions-offered"]
    with world.as_(world.manager) as database:
        whole = number(database, Asking(measure, year))
        month, added = Month.of(year.start), 0
        while month.start < year.end:
            added += number(database, Asking(measure, month))
            month = month.after
    assert whole == added > 0


def test_somebody_elses_commission_keeps_nothing(world: World, owner: Engine) -> None:
    arrange(world, owner, 9)
    measure = MEASURES["referrals-received"]
    rival = {"commission": str(world.commissions["resettlement"].id)}
    with world.as_(world.manager) as database:
        assert number(database, Asking(measure, QUARTER)) > 0
        assert number(database, Asking(measure, QUARTER, rival)) == 0
    with world.as_(world.rival_manager) as database:
        assert number(database, Asking(measure, QUARTER)) == 0
