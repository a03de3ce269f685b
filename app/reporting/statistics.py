"""The statistics that figures may claim: how sure a share is, how waits end, how few people it can be.

Pure functions over numbers. The tests hold them against independent libraries.
"""

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

DAYS = (1, 2, 7, 14, 28)
"""Days after a referral by which commissioners ask how many had a first contact."""
SURE = 1.959963984540054
"""Standard errors on either side of the middle that hold 95 in 100."""
WAITING, CONTACT, OTHER = 0, 1, 2
"""How a wait ended: not yet; by a first contact; by a decline, a withdrawal or a closing without one."""


class Interval(NamedTuple):
    """The range a share lies in, 95 times of 100; both ends between 0 and 1."""

    low: float
    high: float


class Rate(NamedTuple):
    """So many of a thousand residents, and the range for it."""

    rate: float
    low: float
    high: float


class Incidence(NamedTuple):
    """Shares (0 to 1) of all who began to wait: contacted, ended otherwise, waiting still, by each day."""

    contacted: dict[int, float]
    ended: dict[int, float]
    waiting: dict[int, float]


def wilson(part: float, whole: float, sure: float = SURE) -> Interval | None:
    """The interval of Wilson (1927) for a share; None where there is nothing to share.

    It never leaves 0 to 1 and holds for small numbers, where "plus or minus" would not.
    """
    if whole <= 0:
        return None
    share, square = part / whole, sure * sure
    middle = share + square / (2 * whole)
    reach = sure * sqrt(max(share * (1 - share), 0) / whole + square / (4 * whole * whole))
    under = 1 + square / whole
    low, high = (middle - reach) / under, (middle + reach) / under
    return Interval(max(low, 0.0) if part > 0 else 0.0, min(high, 1.0) if part < whole else 1.0)


def per_thousand(part: float, residents: int) -> Rate | None:
    """A count of people as so many of a thousand residents, with Wilson's interval."""
    found = wilson(part, residents) if residents >= part else None
    if found is None:
        return None
    return Rate(1000 * part / residents, 1000 * found.low, 1000 * found.high)


class Steps(NamedTuple):
    """The different times of waits, and at each how many ended by contact, or otherwise, and were at risk."""

    times: Any
    contacts: Any
    others: Any
    at_risk: Any


def steps(waits: Any) -> Steps:
    """What happened at each time; waits are (time, how it ended), one or more, quickest in order of time."""
    times, ends = np.asarray(waits, np.float64).T
    if (times[1:] < times[:-1]).any():
        order = np.argsort(times)
        times, ends = times[order], ends[order]
    starts = np.flatnonzero(np.concatenate([[True], times[1:] != times[:-1]]))
    contacts, others = (
        np.add.reduceat((ends == one).astype(np.int64), starts) for one in (CONTACT, OTHER)
    )
    return Steps(times[starts], contacts, others, len(times) - starts)


def incidence(waits: Any, days: Iterable[int] = DAYS) -> Incidence | None:
    """Cumulative incidence of first contacts by each day (Aalen and Johansen, 1978); None without waits.

    Each wait is (days, how it ended). One that has not ended counts with the days waited so far; one
    that ended otherwise can no longer be contacted, and is not taken for somebody still waiting. At
    one time endings come before those who are only known of until then.
    """
    if not len(waits):
        return None
    found, contacts, others, at_risk = steps(waits)
    waiting = np.cumprod(1 - (contacts + others) / at_risk)
    before = np.concatenate([[1.0], waiting[:-1]])
    curves = [np.cumsum(before * ended / at_risk) for ended in (contacts, others)]

    def at(curve: Any, day: int, start: float) -> float:
        place = int(np.searchsorted(found, day, side="right")) - 1
        return float(curve[place]) if place >= 0 else start

    wanted = tuple(days)
    return Incidence(
        {day: at(curves[0], day, 0.0) for day in wanted},
        {day: at(curves[1], day, 0.0) for day in wanted},
        {day: at(waiting, day, 1.0) for day in wanted},
    )


def fewest_people(people: int, unmatched: int, by_provider: Mapping[str, int]) -> int:
    """How few human beings `people` can be, when `unmatched` of them could not be compared.

    Somebody who could not be compared may be anybody whom another provider knows, but two people of
    one provider are two. So there are at least as many as could be compared, and at least as many as
    the largest provider knows; and no more is certain. The most there can be is `people`.
    """
    return max(people - unmatched, *by_provider.values(), 0)
