"""Office hours forwards and backwards: what was left of a standard is kept to the second."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app import clocks

MOMENTS = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    max_value=datetime(2027, 12, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS, st.integers(0, 40 * 3600))
def test_so_many_office_seconds_later_is_so_many_office_seconds_away(
    start: datetime, seconds: int
) -> None:
    end = clocks.add_working_seconds(start, seconds)
    assert end >= start
    assert clocks.working_seconds(start, end) == seconds


@given(MOMENTS, st.integers(1, 10), st.integers(0, 20 * 24 * 3600))
def test_a_pause_keeps_what_is_left_and_a_pause_of_no_time_changes_nothing(
    start: datetime, days: int, later: int
) -> None:
    due = clocks.add_working_days(start, days)
    paused = start + timedelta(seconds=later)
    left = clocks.working_seconds(paused, due)
    if left == 0:
        return
    assert clocks.add_working_seconds(paused, left) == due
    again = paused + timedelta(days=9, hours=5)
    assert clocks.working_seconds(again, clocks.add_working_seconds(again, left)) == left
