"""How long people wait, with those still waiting in the count."""

from typing import Any

import numpy as np


def median_wait(waits: Any) -> float | None:
    """The time by which half have been contacted (Kaplan-Meier), or None while it is not reached.

    Each wait is (time, contacted): one that has not ended counts with the time waited so far. Leaving
    those out would make the slowest service look fast. Contacts at a time come before endings there.
    """
    if not len(waits):
        return None
    times, contacted = np.asarray(waits, np.float64).T
    found, places = np.unique(times, return_inverse=True)
    left = np.bincount(places, minlength=len(found))
    contacts = np.bincount(places, weights=contacted, minlength=len(found))
    waiting = len(times) - np.cumsum(left) + left
    share = np.cumprod(1 - contacts / waiting)
    reached = np.flatnonzero((contacts > 0) & (share <= 0.5 + 1e-12))
    return float(found[reached[0]]) if len(reached) else None
