"""The one clock of the house, and how time is counted.

`now()` is the only way to ask the time. A demo or test database may turn it; a live one may not
(`database.py` compares the turned clock with the marker of the database it writes to).
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")

# Office hours in which "working minutes" run; the field's usual Monday to Friday, nine to five.
OPENS, CLOSES = time(9), time(17)
SATURDAY = 5
APRIL = 4

_turned: ContextVar[datetime | None] = ContextVar("turned", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment the clock was turned to."""
    return _turned.get() or datetime.now(UTC)


def today() -> date:
    """The present day in England."""
    return now().astimezone(LONDON).date()


def is_turned() -> bool:
    """Whether somebody turned the clock in this context."""
    return _turned.get() is not None


@contextmanager
def turned_to(moment: datetime) -> Iterator[None]:
    """Make `now()` answer `moment` (aware) inside the block. For demo and test databases."""
    token = _turned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _turned.reset(token)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England and Wales in a year (the `holidays` library, GB-ENG)."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a bank holiday of England and Wales."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def add_working_days(start: datetime, days: int) -> datetime:
    """The end of the `days`-th working day after the day of `start` (midnight in England, in UTC).

    "Within one working day" of a Friday evening ends when Monday ends.
    """
    day, left = start.astimezone(LONDON).date(), days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day + timedelta(days=1), time(0), LONDON).astimezone(UTC)


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; negative if before."""
    if end < start:
        return -working_days_between(end, start)
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))


def working_seconds(start: datetime, end: datetime) -> int:
    """Seconds between two moments that fall into office hours of working days (never negative)."""
    first, last = start.astimezone(LONDON), end.astimezone(LONDON)
    seconds, day = 0.0, first.date()
    while day <= last.date():
        if is_working_day(day):
            opens = max(first, datetime.combine(day, OPENS, LONDON))
            closes = min(last, datetime.combine(day, CLOSES, LONDON))
            seconds += max(0.0, (closes - opens).total_seconds())
        day += timedelta(days=1)
    return int(seconds)


def working_minutes(start: datetime, end: datetime) -> int:
    """Minutes between two moments that fall into office hours of working days (never negative)."""
    return working_seconds(start, end) // 60


def add_working_seconds(start: datetime, seconds: int) -> datetime:
    """The moment by which so many seconds of office hours have passed, in UTC.

    What ends with the office's day ends with the day itself, as `add_working_days` has it.
    """
    first, left = start.astimezone(LONDON), seconds
    day = first.date()
    while True:
        if is_working_day(day):
            opens = max(first, datetime.combine(day, OPENS, LONDON))
            room = (datetime.combine(day, CLOSES, LONDON) - opens).total_seconds()
            if room == left and left > 0:
                return datetime.combine(day + timedelta(days=1), time(0), LONDON).astimezone(UTC)
            if room > left:
                return (opens + timedelta(seconds=left)).astimezone(UTC)
            left -= max(0, int(room))
        day += timedelta(days=1)


def age_on(birth: date, day: date) -> int:
    """Whole years of age on a day. Somebody born on 29 February is a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def grown(age: int, said_on: date, day: date) -> int:
    """An age in years that was guessed on one day, as it is on another: whole years later or earlier.

    Never negative. On the days before the year is round it is the age that was guessed.
    """
    years = age_on(said_on, day) if day >= said_on else -age_on(day, said_on)
    return max(0, age + years)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def quarter_of(day: date) -> tuple[int, int]:
    """Financial year (by its first calendar year) and quarter 1 to 4, April to March."""
    year = day.year if day.month >= APRIL else day.year - 1
    return year, (day.month - APRIL) % 12 // 3 + 1


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """First day of a financial quarter and the first day after it."""
    month = APRIL + 3 * (quarter - 1)
    start = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    month += 3
    return start, date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
