"""The tables that are filled, and the marks that stand for a copy while rows wait to be written."""

from typing import Any

from sqlmodel import SQLModel

from app.models import (
    Allocation,
    Attendance,
    Case,
    Clock,
    Event,
    Fact,
    Goal,
    Group,
    Headcount,
    MeasureTaken,
    Person,
    Referral,
    ReferralContent,
    ReferralOffer,
    SafeContact,
    SamePerson,
    Session,
    Task,
)

# In the order of their keys. `turn` and the numbers of events and facts come from the database.
TABLES: tuple[type[SQLModel], ...] = (
    Person,
    SafeContact,
    Referral,
    ReferralOffer,
    ReferralContent,
    Case,
    Allocation,
    Clock,
    Group,
    Session,
    Attendance,
    Headcount,
    Goal,
    MeasureTaken,
    Task,
    Event,
    Fact,
    SamePerson,
)
NAMES = tuple(str(table.__tablename__) for table in TABLES)
LEFT_OUT = {"event": {"seq", "turn"}, "fact": {"seq"}, "same_person": {"seq"}}
Rows = dict[str, list[dict[str, Any]]]

COPY_OF = 0xC0DEC0DE
"""The last 32 bits of every id of a pattern: in each copy they become that copy's own."""
COPY_SIGNS = "\x02\x03"
"""Stands for the two letters of a reference that tell copies apart."""


def empty() -> Rows:
    """No rows of any table."""
    return {name: [] for name in NAMES}
