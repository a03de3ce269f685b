"""The gate for what stands: how many wait on the last day of each quarter, printed only in all.

A stock adds up with nothing over time, but it is tied to what came and went:

    stood before + came in the quarter - stood at its end = what left, between 0 and all that could leave

What came and what could leave is printed by the pages of the quarters. So the ends of all quarters are
one chain, decided from the oldest to the newest: an end is printed when, from all that is printed then,

- no hidden end can be pinned: a small one could be numbers as far apart as the threshold, and another
  number that its mark allows;
- the same would be so had it been small: else that it is hidden would say that it is. Where it would
  not, it is kept back whatever it is;
- a hidden number of what came or left keeps room to move, as far as its own moves go, within its quarter.

Reading the chain, somebody is taken to know every hidden number of what came and left: who knows less
can only be less sure of the ends.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.reporting.gate.marks import THRESHOLD, Cell, Profile, Room, Why


class Turn(NamedTuple):
    """One quarter: how many stood at its end, came in it, and could have left; which of it is hidden."""

    stood: int
    came: int
    could_leave: int
    came_is: Why = ""
    leaving_is_hidden: bool = False


class Range(NamedTuple):
    """The least and the most that an end can be."""

    low: int
    high: int


NO_END = 1 << 40


def printed_stocks(turns: Sequence[Turn], threshold: int = THRESHOLD) -> list[Cell]:
    """How each end is printed. `turns` come oldest first, without a gap; before them nothing stood."""
    profile = Profile(threshold)
    cells: list[Cell] = []
    carried: list[int] | None = None
    for place, turn in enumerate(turns):
        left = (turns[place - 1].stood if place else 0) + turn.came - turn.stood
        if carried is not None and _takes_up(turn, left, carried, threshold):
            carried = None
        if carried is not None or not _has_room(turn, left, threshold):
            # Something hidden hangs on it: nothing is said until a quarter has room to take it up.
            carried = [*(carried or ()), turn.stood]
            cells.append(profile.hides("kept-back"))
            continue
        known = turns[: place + 1]
        if not _may_be_hidden(known, cells, threshold):
            cells.append(profile.hides("kept-back"))
            continue
        why: Why = "small" if profile.is_small(turn.stood) else "protects"
        possible = [] if profile.is_small(turn.stood) else [Cell(turn.stood)]
        if turn.stood:
            possible.append(profile.hides(why))
        possible.append(profile.hides("kept-back"))
        cells.append(
            next(
                (one for one in possible if _is_safe(known, [*cells, one], threshold)), possible[-1]
            )
        )
    return cells


def _has_room(turn: Turn, left: int, threshold: int) -> bool:
    """Whether what is hidden of a quarter can be other numbers while both ends stay as they are."""
    if not 0 <= left <= turn.could_leave:
        return False  # something left in a way that no page counts
    if not turn.came_is and not turn.leaving_is_hidden:
        return True
    up = turn.could_leave - left >= threshold
    least = {"": 0, "small": 1}.get(turn.came_is, threshold)
    return up and left >= least


def _takes_up(turn: Turn, left: int, carried: Sequence[int], threshold: int) -> bool:
    """Whether a later quarter has room for whatever an earlier one may have been."""
    both = left >= threshold and turn.could_leave - left >= threshold
    return both and min(carried) >= threshold


def _may_be_hidden(turns: Sequence[Turn], cells: Sequence[Cell], threshold: int) -> bool:
    """Whether a small last end would be safe by its mark, from what is known without it."""
    known = ranges(turns, [*(_room(cell, marked=True) for cell in cells), Room(0, None)])[-1]
    low, high = max(known.low, 1), min(known.high, threshold - 1)
    return low > high or (high > low and known.high - low >= threshold)


def _is_safe(turns: Sequence[Turn], cells: Sequence[Cell], threshold: int) -> bool:
    """Whether no hidden end is closed in on."""
    wide = ranges(turns, [_room(cell, marked=False) for cell in cells])
    close = ranges(turns, [_room(cell, marked=True) for cell in cells])
    for cell, far, near in zip(cells, wide, close, strict=True):
        if cell.is_hidden and near.low >= near.high:
            return False
        if cell.why == "small" and far.high - far.low < threshold:
            return False
    return True


def _room(cell: Cell, *, marked: bool) -> Room:
    """What an end says by itself."""
    if not cell.is_hidden:
        return Room(int(cell.value or 0), int(cell.value or 0))
    if cell.why == "kept-back":
        return Room(0, None)
    if not marked:
        return Room(1, None)
    return Room(1, cell.below - 1) if cell.why == "small" else Room(cell.below, None)


def ranges(turns: Sequence[Turn], rooms: Sequence[Room]) -> list[Range]:
    """How far each end can be told from all of them together: exact, for a chain."""
    lows = [0, *(room.low for room in rooms)]
    highs = [0, *(NO_END if room.high is None else room.high for room in rooms)]
    for place, turn in enumerate(turns):
        lows[place + 1] = max(lows[place + 1], lows[place] + turn.came - turn.could_leave)
        highs[place + 1] = min(highs[place + 1], highs[place] + turn.came)
    for place, turn in reversed(list(enumerate(turns))):
        lows[place] = max(lows[place], lows[place + 1] - turn.came)
        highs[place] = min(highs[place], highs[place + 1] - turn.came + turn.could_leave)
    return [Range(low, high) for low, high in zip(lows[1:], highs[1:], strict=True)]
