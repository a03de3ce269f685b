"""Fields: what is cleaned, what is kept, and what is refused in which words."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app import clocks
from app.forms import fields

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def read(kind: Any, typed: object) -> Any:
    """The value, or the code of what is wrong."""
    try:
        with clocks.turned_to(TODAY):
            return TypeAdapter(kind).validate_python(typed)
    except ValidationError as invalid:
        return invalid.errors()[0]["type"]


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jo  ", "Jo"),
        ("Jo\r\nBloggs", "Jo Bloggs"),
        ("Zoe\u0301", "Zoé"),
        ("😀 ok", "😀 ok"),
        ("שלום", "שלום"),
        ("\u202eevil", "evil"),
        ("a\0b", "unreadable"),
        ("a\x07b", "unreadable"),
        ("a\ud800b", "unreadable"),
        ("a\ufffdb", "broken"),
        ("x" * 201, "too_long"),
        ("x" * 100_000, "too_long"),
    ],
)
def test_a_line_of_text_is_cleaned_or_refused(typed: str, kept: str) -> None:
    assert read(fields.SafeLine, typed) == kept


def test_long_text_keeps_its_lines() -> None:
    assert read(fields.SafeText, "one\r\ntwo\rthree") == "one\ntwo\nthree"


@given(st.text())
def test_whatever_text_is_kept_can_be_stored_and_is_kept_again(typed: str) -> None:
    kept = read(fields.SafeText, typed)
    if kept not in {"unreadable", "broken", "too_long"}:
        assert "\0" not in kept
        assert kept.encode("utf-8").decode() == kept
        assert read(fields.SafeText, kept) == kept


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("1,200", 1200),
        ("-4", -4),
        ("٣", "other_digits"),
        ("３", "other_digits"),  # noqa: RUF001 - a full-width digit
        ("1.5", "not_whole"),
        ("1e3", "not_whole"),
        ("9" * 30, "out_of_range"),
        ("9" * 100_000, "out_of_range"),
        (str(2**63), "out_of_range"),
        ("000000000000000000007", 7),
    ],
)
def test_whole_numbers(typed: str, number: object) -> None:
    assert read(fields.SafeInt, typed) == number


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (boxes("27", "3", "2008"), date(2008, 3, 27)),
        (boxes("27", "March", "2008"), date(2008, 3, 27)),
        (boxes("1", "sept", "2008"), date(2008, 9, 1)),
        ("2008-03-27", date(2008, 3, 27)),
        ("27/3/2008", date(2008, 3, 27)),
        (boxes("29", "2", "2008"), date(2008, 2, 29)),
        (boxes("29", "2", "2007"), "no_leap_day"),
        (boxes("31", "4", "2007"), "not_a_date"),
        (boxes("27", "3", "08"), "short_year"),
        (boxes("27", "", "2008"), "date_lacks"),
        (boxes("٢٧", "3", "2008"), "other_digits"),
        (boxes("21", "11", "2026"), "in_future"),
        (boxes("20", "11", "2026"), date(2026, 11, 20)),
        (boxes("20", "11", "1906"), "too_old"),
        (boxes("21", "11", "1906"), date(1906, 11, 21)),
        ("yesterday", "not_a_date"),
    ],
)
def test_birth_dates(typed: object, day: object) -> None:
    assert read(fields.BirthDate, typed) == day


def test_days_to_come_and_days_gone() -> None:
    assert read(fields.FutureDate, "2026-11-19") == "in_past"
    assert read(fields.PastDate, "2026-11-21") == "in_future"
    assert read(fields.SafeDate, "0026-11-21") == "far_year"


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("2:15pm", time(14, 15)),
        ("14:15", time(14, 15)),
        ("1415", time(14, 15)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("midday", time(12)),
        ("25:00", "not_a_time"),
        ("13pm", "not_a_time"),
        ("7", "not_a_time"),
        ("٢:١٥", "not_a_time"),  # noqa: RUF001 - Arabic digits
    ],
)
def test_times_of_day(typed: str, at: object) -> None:
    assert read(fields.TimeOfDay, typed) == at


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (fields.Phone, "07700 900 982", "+447700900982"),
        (fields.Phone, "+44 (0)7700 900982", "+447700900982"),
        (fields.Phone, "0044 7700 900982", "+447700900982"),
        (fields.Phone, "123", "not_a_phone"),
        (fields.Phone, "٠٧٧٠٠٩٠٠٩٨٢", "not_a_phone"),
        (fields.NHSNumber, "999 000 0018", "9990000018"),
        (fields.NHSNumber, "999 000 0019", "not_an_nhs_number"),
        (fields.Postcode, "b95ss", "B9 5SS"),
        (fields.Postcode, "B9", "not_a_postcode"),
        (fields.MailAddress, "Amara@Example.ORG", "Amara@example.org"),
        (fields.MailAddress, "amara", "not_a_mail_address"),
    ],
)
def test_numbers_and_addresses_people_read_aloud(kind: Any, typed: str, kept: str) -> None:
    assert read(kind, typed) == kept


def test_a_time_read_off_a_clock_in_summer_is_an_hour_earlier_in_utc() -> None:
    assert fields.moment_of(date(2026, 7, 1), time(14)) == datetime(2026, 7, 1, 13, tzinfo=UTC)
