"""A calendar as text (RFC 5545): times in UTC, lines folded, nothing personal in it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from app import clocks
from app.queries.calendar_feeds import Entry

LONGEST = 75  # octets of a line, by the standard


def calendar(entries: Iterable[Entry], *, name: str) -> str:
    """The whole calendar, with the line ends that the standard wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Throughline//Sessions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    stamp = in_utc(clocks.now())
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}@throughline",
            f"DTSTAMP:{stamp}",
            f"DTSTART:{in_utc(one.starts_at)}",
            f"DTEND:{in_utc(one.starts_at + timedelta(minutes=one.minutes))}",
            f"SUMMARY:{escaped(one.what)}",
            *([f"LOCATION:{escaped(one.place)}"] if one.place else []),
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def in_utc(moment: datetime) -> str:
    """A moment as 20261120T141500Z."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a value of a line."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """A long line over several, each after the first beginning with a space."""
    parts, left = [], line.encode()
    while len(left) > LONGEST:
        cut = LONGEST
        while left[cut] & 0xC0 == 0x80:  # noqa: PLR2004 - never within a character of UTF-8
            cut -= 1
        parts.append(left[:cut].decode())
        left = b" " + left[cut:]
    return "\r\n".join([*parts, left.decode()])
