"""Dates, times, ages, lengths and numbers as people in England read them: filters of the pages."""

from datetime import date, datetime, timedelta

from app import clocks
from app.reporting.money.sums import pounds


def _as_day(value: date | datetime) -> date:
    return value.astimezone(clocks.LONDON).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None, empty: str = "Not known") -> str:
    """Return "20 November 2026"; a moment is read in London."""
    if value is None:
        return empty
    value = _as_day(value)
    return f"{value.day} {value:%B %Y}"


def iso_day(text: str) -> str:
    """Return a stored day, such as 2026-11-20, as "20 November 2026"; other text as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def short_day(value: date | datetime | None, empty: str = "Not known") -> str:
    """Return "20 Nov 2026", for tables."""
    if value is None:
        return empty
    value = _as_day(value)
    return f"{value.day} {value:%b %Y}"


def week_day(value: date | datetime | None, empty: str = "Not known") -> str:
    """Return "Friday 20 November", for what is near."""
    if value is None:
        return empty
    value = _as_day(value)
    return f"{value:%A} {value.day} {value:%B}"


def clock(value: datetime | None, empty: str = "") -> str:
    """Return "2:15pm", "9am" or "midday", as GOV.UK writes times."""
    if value is None:
        return empty
    local = value.astimezone(clocks.LONDON)
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        return "midnight" if local.hour == 0 else "midday"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004


def moment(value: datetime | None, empty: str = "Not known") -> str:
    """Return "20 November 2026, 2:15pm"."""
    return empty if value is None else f"{day(value)}, {clock(value)}"


def short_moment(value: datetime | None, empty: str = "Not known") -> str:
    """Return "20 Nov, 2:15pm", for lists of recent things; with its year where that is another."""
    if value is None:
        return empty
    local = value.astimezone(clocks.LONDON)
    year = "" if local.year == clocks.today().year else f" {local.year}"
    return f"{local.day} {local:%b}{year}, {clock(value)}"


def age(birth: date | None, empty: str = "Not known") -> str:
    """Return the age today in whole years."""
    return empty if birth is None else str(clocks.age_on(birth, clocks.today()))


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return "1 case", "3 cases"; `many` where an s will not do."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(minutes: float | None, empty: str = "Not known") -> str:
    """Return minutes in words: "45 minutes", "2 hours 5 minutes", "3 days 4 hours"."""
    if minutes is None:
        return empty
    days, rest = divmod(round(abs(minutes)), 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return plural(days, "day") + (f" {plural(hours, 'hour')}" if hours else "")
    if hours:
        return plural(hours, "hour") + (f" {plural(left, 'minute')}" if left else "")
    return plural(left, "minute")


def due(moment_due: datetime | None, empty: str = "No date") -> str:
    """Return how far off a deadline is: "in 3 hours", "2 days overdue"."""
    if moment_due is None:
        return empty
    minutes = (moment_due - clocks.now()).total_seconds() / 60
    coarse = duration(minutes).split(" ")
    near = " ".join(coarse[:2])
    return f"in {near}" if minutes >= 0 else f"{near} overdue"


def deadline(value: datetime | None, empty: str = "No date") -> str:
    """Return the moment by which something must be done: "20 November 2026, 2:15pm".

    A deadline that runs to the end of a day is stored as the midnight after it; people would read
    that as a day more, so it is "the end of 20 November 2026".
    """
    if value is None:
        return empty
    return f"the end of {last_day(value)}" if _ends_a_day(value) else moment(value)


def short_deadline(value: datetime | None, empty: str = "No date") -> str:
    """Return a deadline for lists: "20 Nov, 2:15pm", or "end of 20 Nov"."""
    if value is None:
        return empty
    if not _ends_a_day(value):
        return short_moment(value)
    last = _as_day(value - timedelta(minutes=1))
    return f"end of {last.day} {last:%b}"


def last_day(value: datetime | None, empty: str = "No date") -> str:
    """Return the last day on which a deadline is kept: "20 November 2026"."""
    return empty if value is None else day(value - timedelta(minutes=1))


def short_last_day(value: datetime | None, empty: str = "No date") -> str:
    """Return the last day on which a deadline is kept, for lists: "20 Nov 2026"."""
    return empty if value is None else short_day(value - timedelta(minutes=1))


def _ends_a_day(value: datetime) -> bool:
    local = value.astimezone(clocks.LONDON)
    return (local.hour, local.minute) == (0, 0)


def phone(value: str | None, empty: str = "None") -> str:
    """Return a stored phone number as people read it out: "07700 900982"."""
    if not value:
        return empty
    local = "0" + value.removeprefix("+44") if value.startswith("+44") else value
    return f"{local[:5]} {local[5:]}" if local.startswith("0") else local


def nhs_number(value: str | None, empty: str = "Not known") -> str:
    """Return an NHS number in its groups: 999 000 0018."""
    return f"{value[:3]} {value[3:6]} {value[6:]}" if value else empty


def number(value: float | None, empty: str = "Not known") -> str:
    """Return a number with thousands separated; one decimal where it is not whole."""
    if value is None:
        return empty
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


FILTERS = {
    "age": age,
    "clock": clock,
    "day": day,
    "deadline": deadline,
    "due": due,
    "duration": duration,
    "iso_day": iso_day,
    "last_day": last_day,
    "moment": moment,
    "nhs_number": nhs_number,
    "number": number,
    "phone": phone,
    "plural": plural,
    "pounds": pounds,
    "short_day": short_day,
    "short_deadline": short_deadline,
    "short_last_day": short_last_day,
    "short_moment": short_moment,
    "week_day": week_day,
}
