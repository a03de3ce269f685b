"""School days of the demo: terms as most English councils set them, without half-terms."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app import clocks

# First and last days of the three terms, as (month, day).
TERMS = (((9, 3), (12, 19)), ((1, 6), (3, 28)), ((4, 14), (7, 21)))
# A day of each half-term holiday; its whole week is off.
HALF_TERMS = ((10, 28), (2, 18), (5, 28))


def is_school_day(day: date) -> bool:
    """Whether pupils walk to school on a day."""
    in_term = any(date(day.year, *first) <= day <= date(day.year, *last) for first, last in TERMS)
    monday = day - timedelta(days=day.weekday())
    off = any(
        monday <= date(day.year, *middle) <= monday + timedelta(days=6) for middle in HALF_TERMS
    )
    return in_term and not off and clocks.is_working_day(day)


def school_day(day: date) -> date:
    """This day if it is a school day, else the next that is."""
    while not is_school_day(day):
        day += timedelta(days=1)
    return day


def working_day(day: date) -> date:
    """This day if it is a working day, else the next that is."""
    while not clocks.is_working_day(day):
        day += timedelta(days=1)
    return day


def school_days(first: date, last: date) -> Iterator[date]:
    """Every school day between two days, both inclusive."""
    day = first
    while day <= last:
        if is_school_day(day):
            yield day
        day += timedelta(days=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in England."""
    return datetime.combine(day, time(hour, minute), clocks.LONDON)
