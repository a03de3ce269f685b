"""How long people wait, with those still waiting in the count."""

from collections.abc import Sequence


def median_wait(waits: Sequence[tuple[float, bool]]) -> float | None:
    """The time by which half have been contacted (Kaplan-Meier), or None while it is not reached.

    Each wait is (time, contacted): one that has not ended counts with the time waited so far. Leaving
    those out would make the slowest service look fast. Contacts at a time come before endings there.
    """
    waiting, share = len(waits), 1.0
    ordered = sorted(waits)
    place = 0
    while place < len(ordered):
        time, contacts, endings = ordered[place][0], 0, 0
        while place < len(ordered) and ordered[place][0] == time:
            contacts += ordered[place][1]
            endings += not ordered[place][1]
            place += 1
        share *= 1 - contacts / waiting
        waiting -= contacts + endings
        if contacts and share <= 0.5 + 1e-12:
            return time
    return None
