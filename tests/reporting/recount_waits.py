"""An independent recount of how long people waited."""

from datetime import date
from typing import Any

from app.facts import Kind


def waits(rows: list[Any], *, start: date, end: date, today: date) -> dict[Any, tuple[float, int]]:
    """For each referral received in the period: the days it waited, and how that ended.

    1 by a first contact, 2 otherwise, 0 not yet.
    """
    came: dict[Any, date] = {}
    contact: dict[Any, tuple[date, list[float]]] = {}
    left: dict[Any, date] = {}
    for row in rows:
        if row.referral is None or row.happened_on > today:
            continue
        if row.kind == Kind.received and start <= row.happened_on < end:
            came.setdefault(row.referral, row.happened_on)
        elif row.kind == Kind.first_contact:
            contact.setdefault(row.referral, (row.happened_on, []))[1].append(row.value)
        elif row.kind in (Kind.declined, Kind.retracted, Kind.closed):
            left.setdefault(row.referral, row.happened_on)
    found = {}
    for referral, day in came.items():
        if referral in contact:
            on, hours = contact[referral]
            known = [one for one in hours if one is not None]
            found[referral] = (min(known) / 24 if known else max((on - day).days, 0), 1)
        elif referral in left:
            found[referral] = (max((left[referral] - day).days, 0), 2)
        else:
            found[referral] = ((today - day).days, 0)
    return found


def stands_after_28_days(days: float, ended: int) -> str:
    """How a wait stood after 28 days, or stands now."""
    if days > 28:
        return "longer"
    if ended == 0:
        return "running"
    if ended == 2:
        return "otherwise"
    for most in (1, 2, 7, 14):
        if days <= most:
            return f"within-{most}"
    return "within-28"
