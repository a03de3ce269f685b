"""Months, quarters and financial years (April to March), as addresses and pages name them."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from app import clocks

APRIL = 4


class _Days(ABC):
    """What is true of every span of whole days, whatever its length."""

    ADDRESS: ClassVar[re.Pattern[str]]
    """As it stands in an address; its groups are the numbers that make the span."""

    @abstractmethod
    def __init__(self, *numbers: int) -> None:
        """Take the numbers of an address; each kind of span says which."""

    @classmethod
    @abstractmethod
    def of(cls, day: date) -> Self:
        """The one that a day lies in."""

    @property
    @abstractmethod
    def start(self) -> date:
        """Its first day."""

    @property
    @abstractmethod
    def end(self) -> date:
        """The first day after it."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The one that an address says, or None."""
        found = cls.ADDRESS.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None

    @classmethod
    def current(cls) -> Self:
        """The one that is running."""
        return cls.of(clocks.today())

    @property
    def before(self) -> Self:
        """The one before."""
        return self.of(self.start - timedelta(days=1))

    @property
    def after(self) -> Self:
        """The next one."""
        return self.of(self.end)

    @property
    def year_before(self) -> Self:
        """The same one of the year before."""
        return self.of(self.start.replace(year=self.start.year - 1))

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.end <= clocks.today()

    @property
    def has_started(self) -> bool:
        """Whether its first day has come."""
        return self.start <= clocks.today()


@dataclass(frozen=True, order=True)
class Month(_Days):
    """A month of the calendar; in an address `2026-m07` is July 2026."""

    year: int
    number: int

    ADDRESS = re.compile(r"(20[0-9]{2})-m(0[1-9]|1[0-2])", re.ASCII)

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that a day lies in."""
        return cls(day.year, day.month)

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
    def label(self) -> str:
        """In words: "July 2026"."""
        return f"{self.start:%B %Y}"

    @property
    def name(self) -> str:
        """As it stands in a sentence."""
        return self.label


@dataclass(frozen=True, order=True)
class Quarter(_Days):
    """A quarter by the calendar year in which its financial year starts, and its number 1 to 4.

    In an address it is `2026-3`.
    """

    year: int
    number: int

    ADDRESS = re.compile(r"(20[0-9]{2})-([1-4])", re.ASCII)

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that a day lies in."""
        return cls(*clocks.quarter_of(day))

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
    def label(self) -> str:
        """In words: "October to December 2026"."""
        last = self.end - timedelta(days=1)
        return f"{self.start:%B} to {last:%B %Y}"

    @property
    def name(self) -> str:
        """As funders say it: "quarter 3 of 2026/27"."""
        return f"quarter {self.number} of {Year(self.year).name}"


@dataclass(frozen=True, order=True)
class Year(_Days):
    """A financial year, by the calendar year in which it starts; in an address `2026-y`."""

    year: int

    ADDRESS = re.compile(r"(20[0-9]{2})-y", re.ASCII)

    @classmethod
    def of(cls, day: date) -> Self:
        """The financial year that a day lies in."""
        return cls(clocks.quarter_of(day)[0])

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
