"""What a printed cell says: a number, or a mark and why; and what a reader can tell from each.

Two profiles, one model. A *commissioner* reads exact numbers; from 1 to 4 (below the threshold) is
`small`, and a number that is kept back so that no small one can be worked out `protects`. The
*public* reads numbers rounded to 5 after the rule of NHS Hospital Episode Statistics: 0 stays, 1 to 7
is `small`, totals are rounded by themselves.
"""

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
    "small": "fewer than 5, but not nought",
    "protects": "5 or more, kept back so that a number below 5 cannot be worked out",
    "kept-back": "too few to print any of it",
    "rests-on": "worked out from a number that is not printed",
}
PUBLIC_MARKS = MARKS | {"small": "*"}
PUBLIC_LEGEND = LEGEND | {
    "small": "1 to 7",
    "protects": "8 or more, kept back so that a number below 8 cannot be worked out",
}


class Cell(NamedTuple):
    """What may be printed: a number, or nothing and why. `value` None without a why: no such figure."""

    value: float | None
    why: Why = ""

    @property
    def is_hidden(self) -> bool:
        """Whether there is a number that is not printed."""
        return self.why != ""

    @property
    def mark(self) -> str:
        """What stands in a table in place of the number."""
        return MARKS[self.why]

    @property
    def reason(self) -> str:
        """Why there is no number, in words."""
        return LEGEND[self.why]


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
