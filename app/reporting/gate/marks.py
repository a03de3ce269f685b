"""What a printed cell says: a number, or a mark and why; and what a reader can tell from each.

Two profiles, one model. A *commissioner* reads exact numbers; from 1 to 4 (below the threshold) is
`small`, and a number that is kept back so that no small one can be worked out `protects`. The
*public* reads numbers rounded to 5 after the rule of NHS Hospital Episode Statistics: 0 stays, 1 to 7
is `small`, totals are rounded by themselves. Where an agreement asks for a threshold above 5, every
cell that its service is counted in has it, and its marks say so.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Why = Literal["", "small", "protects", "kept-back", "rests-on"]
THRESHOLD = 5
PUBLIC_THRESHOLD = 8
ROUNDED_TO = 5

MARKS: dict[str, str] = {
    "": "",
    "small": "[1\u20134]",
    "protects": "[c]",
    "kept-back": "[x]",
    "rests-on": "[r]",
}
"""What stands in a table in place of a number."""

LEGEND: dict[str, str] = {
    "": "",
    "small": "fewer than 5, but not 0",
    "protects": "5 or more, kept back so that a number below 5 cannot be worked out",
    "kept-back": "too few to show any of it",
    "rests-on": "worked out from a hidden number",
}
PUBLIC_MARKS = MARKS | {"small": "*"}
PUBLIC_LEGEND = LEGEND | {
    "small": "1 to 7",
    "protects": "8 or more, kept back so that a number below 8 cannot be worked out",
}


def mark_of(why: str, below: int = THRESHOLD) -> str:
    """What stands in a table in place of a number, where numbers under `below` are small."""
    if below == THRESHOLD or why not in {"small", "protects"}:
        return MARKS[why]
    return f"[1\u2013{below - 1}]" if why == "small" else f"[c{below}]"


def reason_of(why: str, below: int = THRESHOLD) -> str:
    """What a mark means, where numbers under `below` are small."""
    return LEGEND[why].replace(str(THRESHOLD), str(below))


def legend(thresholds: Iterable[int] = (THRESHOLD,)) -> list[tuple[str, str]]:
    """Every mark with what it means, where these thresholds hold."""
    return list(
        dict.fromkeys(
            (mark_of(why, below), reason_of(why, below))
            for why in MARKS
            if why
            for below in sorted(thresholds)
        )
    )


def public_reason(why: str, below: int = PUBLIC_THRESHOLD) -> str:
    """What a mark of a published table means, where numbers under `below` are small."""
    said = PUBLIC_LEGEND[why].replace(f"1 to {PUBLIC_THRESHOLD - 1}", f"1 to {below - 1}")
    return said.replace(str(PUBLIC_THRESHOLD), str(below))


class Cell(NamedTuple):
    """What may be printed: a number, or nothing and why. `value` None without a why: no such figure.

    `below` is the threshold a hidden number was hidden under.
    """

    value: float | None
    why: Why = ""
    below: int = THRESHOLD

    @property
    def is_hidden(self) -> bool:
        """Whether there is a number that is not printed."""
        return self.why != ""

    @property
    def mark(self) -> str:
        """What stands in a table in place of the number."""
        return mark_of(self.why, self.below)

    @property
    def reason(self) -> str:
        """Why there is no number, in words."""
        return reason_of(self.why, self.below)


class Room(NamedTuple):
    """The least and the most a cell can be; no `high` is no end."""

    low: int
    high: int | None

    def holds(self, value: int) -> bool:
        """Whether the cell could be this."""
        return self.low <= value and (self.high is None or value <= self.high)


ANYTHING = Room(0, None)
SOMETHING = Room(1, None)


class Profile(NamedTuple):
    """How numbers are printed for a kind of reader."""

    threshold: int = THRESHOLD
    rounded: bool = False

    def hides(self, why: Why) -> Cell:
        """A cell in which a number is not printed."""
        return Cell(None, why, THRESHOLD if why == "kept-back" else self.threshold)

    def is_small(self, value: int) -> bool:
        """Whether a count is hidden for its own sake."""
        return 0 < value < self.threshold

    def printed(self, value: int) -> int:
        """A count as it is printed when it is not hidden."""
        return ROUNDED_TO * round(value / ROUNDED_TO) if self.rounded else value

    def says(self, value: int, why: str, *, marked: bool = True) -> Room:
        """What a reader can tell of this count from how it is printed.

        Without `marked` the reader is taken not to know what the marks mean: any hidden number may
        be 1 or more.
        """
        if why == "small" and marked:
            return Room(1, self.threshold - 1)
        if why == "protects" and marked:
            return Room(self.threshold, None)
        if why:
            return SOMETHING
        if not self.rounded or value == 0:
            return Room(value, value)
        shown = self.printed(value)
        return Room(max(self.threshold, shown - 2), shown + 2)


COMMISSIONER = Profile()
PUBLIC = Profile(PUBLIC_THRESHOLD, rounded=True)
