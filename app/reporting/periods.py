"""Months, quarters and financial years (April to March), as addresses and pages name them."""

import re
from datetime import date, timedelta
from typing import NamedTuple, Self

from app import clocks

APRIL = 4


class Month(NamedTuple):
    """A month of the calendar."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The month that an address says (`2026-m07`: July 2026), or None."""
        found = re.fullmatch(r"(20[0-9]{2})-m(0[1-9]|1[0-2])", text, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def current(cls) -> Self:
        """The month that is running."""
        return cls.of(clocks.today())

    @property
    def code(self) -> str:
        """As it stands in an address: `2026-m07`."""
        return f"{self.year}-m{self.number:02d}"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return (self.start + timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month.of(self.start - timedelta(days=1))

    @property
    def after(self) -> "Month":
        """The next month."""
        return Month.of(self.end)

    @property
    def year_before(self) -> "Month":
        """The same month of the year before."""
        return Month(self.year - 1, self.number)

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.end <= clocks.today()

    @property
    def has_started(self) -> bool:
        """Whether its first day has come."""
        return self.start <= clocks.today()

    @property
    def label(self) -> str:
        """In words: "July 2026"."""
        return f"{self.start:%B %Y}"

    @property
    def name(self) -> str:
        """As it stands in a sentence."""
        return self.label


class Quarter(NamedTuple):
    """A quarter by the calendar year in which its financial year starts, and its number 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that a day lies in."""
        return cls(*clocks.quarter_of(day))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The quarter that an address says (`2026-3`), or None."""
        found = re.fullmatch(r"(20[0-9]{2})-([1-4])", text, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def current(cls) -> Self:
        """The quarter that is running."""
        return cls.of(clocks.today())

    @property
    def code(self) -> str:
        """As it stands in an address: `2026-3`."""
        return f"{self.year}-{self.number}"

    @property
    def start(self) -> date:
        """Its first day."""
        return clocks.quarter_days(self.year, self.number)[0]

    @property
    def end(self) -> date:
        """The first day after it."""
        return clocks.quarter_days(self.year, self.number)[1]

    @property
    def before(self) -> "Quarter":
        """The quarter before."""
        return Quarter.of(self.start - timedelta(days=1))

    @property
    def after(self) -> "Quarter":
        """The next quarter."""
        return Quarter.of(self.end)

    @property
    def year_before(self) -> "Quarter":
        """The same quarter of the year before."""
        return Quarter(self.year - 1, self.number)

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.end <= clocks.today()

    @property
    def has_started(self) -> bool:
        """Whether its first day has come."""
        return self.start <= clocks.today()

    @property
    def label(self) -> str:
        """In words: "October to December 2026"."""
        last = self.end - timedelta(days=1)
        return f"{self.start:%B} to {last:%B %Y}"

    @property
    def name(self) -> str:
        """As funders say it: "quarter 3 of 2026/27"."""
        return f"quarter {self.number} of {self.year}/{(self.year + 1) % 100:02d}"


class Year(NamedTuple):
    """A financial year, by the calendar year in which it starts."""

    year: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The financial year that a day lies in."""
        return cls(clocks.quarter_of(day)[0])

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The year that an address says (`2026-y`: April 2026 to March 2027), or None."""
        found = re.fullmatch(r"(20[0-9]{2})-y", text, re.ASCII)
        return cls(int(found[1])) if found else None

    @classmethod
    def current(cls) -> Self:
        """The financial year that is running."""
        return cls.of(clocks.today())

    @property
    def code(self) -> str:
        """As it stands in an address: `2026-y`."""
        return f"{self.year}-y"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, APRIL, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return date(self.year + 1, APRIL, 1)

    @property
    def before(self) -> "Year":
        """The year before."""
        return Year(self.year - 1)

    @property
    def after(self) -> "Year":
        """The next year."""
        return Year(self.year + 1)

    @property
    def year_before(self) -> "Year":
        """The year before."""
        return self.before

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.end <= clocks.today()

    @property
    def has_started(self) -> bool:
        """Whether its first day has come."""
        return self.start <= clocks.today()

    @property
    def label(self) -> str:
        """In words: "April 2026 to March 2027"."""
        return f"April {self.year} to March {self.year + 1}"

    @property
    def name(self) -> str:
        """As funders say it: "2026/27"."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"


Span = Month | Quarter | Year


def parse(text: str) -> Span | None:
    """The month, quarter or year that an address says, or None."""
    return Quarter.parse(text) or Month.parse(text) or Year.parse(text)


def parts_of(span: Span) -> tuple[Span, ...]:
    """The next finer spans that make it up: the months of a quarter, the quarters of a year."""
    if isinstance(span, Year):
        return tuple(Quarter(span.year, number) for number in range(1, 5))
    if isinstance(span, Quarter):
        first = Month.of(span.start)
        return (first, first.after, first.after.after)
    return ()


def latest_whole() -> Quarter:
    """The newest quarter that is over."""
    return Quarter.current().before
