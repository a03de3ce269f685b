"""What is claimed of figures, held against independent libraries on random data."""

import random

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from app.programmes.measures import least_sure, shelf
from app.reporting.statistics import DAYS, fewest_people, incidence, per_thousand, wilson
from app.reporting.waits import WAITS, median_wait, wait_code
from tests.reporting.recount_waits import stands_after_28_days


@pytest.mark.parametrize(
    ("part", "whole"), [(0, 1), (1, 1), (0, 40), (3, 17), (17, 17), (250, 1000)]
)
def test_an_interval_is_that_of_an_independent_library(part: int, whole: int) -> None:
    found = wilson(part, whole)
    low, high = proportion_confint(part, whole, method="wilson")
    assert found == pytest.approx((low, high), abs=1e-12)


def test_there_is_no_interval_of_nothing() -> None:
    assert wilson(0, 0) is None
    assert per_thousand(3, 2) is None
    assert per_thousand(0, 0) is None
    rate = per_thousand(12, 4000)
    assert rate is not None
    assert rate.rate == pytest.approx(3)
    assert rate.low < rate.rate < rate.high


@pytest.mark.parametrize("seed", range(12))
def test_who_was_contacted_by_each_day_is_what_an_independent_library_says(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    size = rng.choice([5, 40, 300])
    times = [rng.choice([rng.randrange(40), rng.uniform(0, 40)]) for _ in range(size)]
    ends = rng.choices([0, 1, 2], [2, 5, 2], k=size)
    found = incidence(list(zip(times, ends, strict=True)))
    assert found is not None
    for ended, curve in ((1, found.contacted), (2, found.ended)):
        with np.errstate(divide="ignore", invalid="ignore"):  # its standard errors, not looked at
            judge = CumIncidenceRight(np.array(times, float), np.array(ends))
        place = {day: np.searchsorted(judge.times, day, side="right") - 1 for day in DAYS}
        for day in DAYS:
            if len(judge.cinc) < ended:
                continue
            expected = judge.cinc[ended - 1][place[day]] if place[day] >= 0 else 0
            assert curve[day] == pytest.approx(expected, abs=1e-9), (ended, day)
    for day in DAYS:
        assert found.contacted[day] + found.ended[day] + found.waiting[day] == pytest.approx(1)


def test_somebody_declined_is_not_taken_for_somebody_still_waiting() -> None:
    """Where nobody waits any more, the incidence is the plain share."""
    waits = [(0.5, 1), (1.5, 1), (3, 2), (6, 1), (20, 2), (40, 1)]
    found = incidence(waits)
    assert found is not None
    assert found.contacted == pytest.approx({1: 1 / 6, 2: 2 / 6, 7: 3 / 6, 14: 3 / 6, 28: 3 / 6})
    assert found.ended == pytest.approx({1: 0, 2: 0, 7: 1 / 6, 14: 1 / 6, 28: 2 / 6})
    assert incidence([]) is None


@pytest.mark.parametrize("seed", range(6))
def test_the_median_wait_is_what_an_independent_library_says(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    times = [rng.randrange(1, 30) for _ in range(60)]
    ends = [rng.choice([0, 1, 1, 2]) for _ in times]
    judge = SurvfuncRight(np.array(times), np.array([ended == 1 for ended in ends]))
    expected = judge.quantile(0.5)
    found = median_wait(list(zip(times, ends, strict=True)))
    assert found == (None if np.isnan(expected) else expected)


def test_every_wait_stands_somewhere_after_four_weeks() -> None:
    for days in (0, 0.4, 1, 1.01, 2, 6.9, 7, 7.5, 14, 15, 28, 28.2, 90):
        for ended in (0, 1, 2):
            code = wait_code(days, ended)
            assert code in WAITS
            assert code == stands_after_28_days(days, ended)


def fewest_by_trying(providers: list[tuple[int, int]], joined: set[tuple[int, int]]) -> int:
    """The fewest human beings there can be: records that could not be compared may be anybody else's.

    `providers` has for each how many of its people could be compared, and how many could not.
    `joined` are pairs of compared people of the first two providers who are one.
    """
    beings: list[set[int]] = []
    place: dict[tuple[int, int], set[int]] = {}
    for one, (compared, _) in enumerate(providers):
        for number in range(compared):
            twin = next((a for a, b in joined if one == 1 and b == number), None)
            if twin is not None:
                place[0, twin].add(one)
            else:
                beings.append({one})
                place[one, number] = beings[-1]
    for one, (_, others) in enumerate(providers):
        # As many as can be are somebody whom this provider does not know yet.
        cost = np.array([[one in being for being in beings]] * others, float)
        cost = cost.reshape(others, len(beings))
        rows, columns = linear_sum_assignment(cost)
        taken = {int(r): int(c) for r, c in zip(rows, columns, strict=True) if cost[r, c] == 0}
        for number in range(others):
            if number in taken:
                beings[taken[number]].add(one)
            else:
                beings.append({one})
    return len(beings)


@pytest.mark.parametrize("seed", range(20))
def test_how_few_people_it_can_be_is_found_by_trying(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    providers = [(rng.randrange(5), rng.randrange(5)) for _ in range(rng.choice([1, 2, 3]))]
    both = min(providers[0][0], providers[1][0]) if len(providers) > 1 else 0
    joined = {(number, number) for number in range(rng.randrange(both + 1))}
    unmatched = sum(others for _, others in providers)
    people = sum(sum(one) for one in providers) - len(joined)
    known = {str(place): sum(one) for place, one in enumerate(providers)}
    assert fewest_people(people, unmatched, known) == fewest_by_trying(providers, joined)


def test_no_measure_claims_to_be_sure_of_a_change_without_saying_why() -> None:
    for measure in shelf().measures.values():
        stated = measure.reliability is not None and measure.standard_deviation is not None
        assert (least_sure(measure) is not None) == stated
