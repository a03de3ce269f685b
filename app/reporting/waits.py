"""How long people wait, with those still waiting in the count."""

from typing import Any

import numpy as np

from app.reporting.statistics import CONTACT, DAYS, WAITING, steps

LONGEST = DAYS[-1]
WAITS = {
    **{f"within-{day}": f"First contact after {after} to {day} days" for after, day in zip((0, *DAYS), DAYS, strict=False)},
    "otherwise": f"Declined, withdrawn or closed without contact within {LONGEST} days",
    "longer": f"Nothing of that within {LONGEST} days",
    "running": f"Waiting still, for {LONGEST} days or less so far",
}  # fmt: skip
"""How the wait of a referral stood after 28 days, or stands now if it is younger; in words."""
WAITS["within-1"] = "First contact within 1 day"


def wait_places(waits: Any) -> Any:
    """For each wait (days, how it ended) its place among `WAITS`. What comes later changes it no more."""
    days, ended = np.asarray(waits, np.float64).reshape(-1, 2).T
    within = np.searchsorted(DAYS, days, side="left")
    place = {code: number for number, code in enumerate(WAITS)}
    without = np.where(ended == WAITING, place["running"], place["otherwise"])
    return np.where(days > LONGEST, place["longer"], np.where(ended == CONTACT, within, without))


def wait_code(days: float, ended: int) -> str:
    """Which of `WAITS` a wait of so many days that ended so is."""
    return list(WAITS)[int(wait_places([(days, ended)])[0])]


def median_wait(waits: Any) -> float | None:
    """The time by which half have been contacted (Kaplan-Meier), or None while it is not reached.

    Each wait is (time, how it ended): whatever is not a contact counts with the time until then.
    Leaving those out would make the slowest service look fast. Contacts at a time come before endings
    there.
    """
    if not len(waits):
        return None
    times, contacts, _, waiting = steps(waits)
    share = np.cumprod(1 - contacts / waiting)
    reached = np.flatnonzero((contacts > 0) & (share <= 0.5 + 1e-12))
    return float(times[reached[0]]) if len(reached) else None
