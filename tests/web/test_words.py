"""Words for moments, days, durations, ages and phone numbers."""

from datetime import UTC, date, datetime

import pytest

from app import clocks
from app.web import words

SUMMER = datetime(2026, 7, 1, 13, 15, tzinfo=UTC)
WINTER = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def test_moments_are_read_in_london() -> None:
    assert words.moment(SUMMER) == "1 July 2026, 2:15pm"
    assert words.moment(WINTER) == "20 November 2026, 2pm"
    assert words.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("at", "said"),
    [((0, 0), "midnight"), ((12, 0), "midday"), ((9, 5), "9:05am"), ((12, 30), "12:30pm")],
)
def test_times(at: tuple[int, int], said: str) -> None:
    assert words.clock(datetime(2026, 1, 1, *at, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (125, "2 hours 5 minutes"),
        (1440, "1 day"),
        (3000, "2 days 2 hours"),
        (None, "Not known"),
    ],
)
def test_durations(minutes: float | None, said: str) -> None:
    assert words.duration(minutes) == said


def test_deadlines_say_how_far_off_they_are() -> None:
    with clocks.turned_to(WINTER):
        assert words.due(datetime(2026, 11, 20, 17, 10, tzinfo=UTC)) == "in 3 hours"
        assert words.due(datetime(2026, 11, 18, 14, tzinfo=UTC)) == "2 days overdue"
        assert words.short_moment(WINTER) == "20 Nov, 2pm"
        assert words.short_moment(WINTER.replace(year=2025)) == "20 Nov 2025, 2pm"
    assert words.deadline(WINTER) == "20 November 2026, 2pm"
    end = datetime(2026, 7, 1, 23, tzinfo=UTC)  # midnight in London
    assert words.deadline(end) == "the end of 1 July 2026"
    assert words.short_deadline(end) == "end of 1 Jul"
    assert (words.last_day(end), words.short_last_day(end)) == ("1 July 2026", "1 Jul 2026")


def test_ages_phones_and_numbers() -> None:
    with clocks.turned_to(WINTER):
        assert words.age(date(2008, 11, 21)) == "17"
    assert words.phone("+447700900982") == "07700 900982"
    assert words.nhs_number("9990000018") == "999 000 0018"
    assert words.number(1234567) == "1,234,567"
    assert words.plural(1, "case") == "1 case"
    assert words.plural(2, "child", "children") == "2 children"
