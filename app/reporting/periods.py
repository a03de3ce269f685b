"""Quarters of the financial year, April to March, as addresses and pages name them."""

import re
from datetime import date, timedelta
from typing import NamedTuple, Self

from app import clocks


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


def latest_whole() -> Quarter:
    """The newest quarter that is over."""
    return Quarter.current().before
