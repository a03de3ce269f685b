"""Labels: what somebody says a person is, with who says so, until when, and what the person says."""

from datetime import date
from typing import Any

from app import clocks
from app.actions.days import refuse_future
from app.database import Database
from app.errors import Refused
from app.models import Case, Label
from app.models.naming import copied_from_case


def put_label(database: Database, case: Case, **said: Any) -> Label:
    """Write down a label. Raises Refused for a review date that does not lie ahead."""
    _refuse_past(said["review_by"])
    refuse_future(said["said_on"], "The day it was said")
    made = Label(**copied_from_case(case), by_id=database.viewer.account_id, **said)
    if made.disputed:
        made.disputed_on = clocks.today()
    database.add(made)
    database.flush()
    database.record(made, "put", kind=made.kind)
    return made


def review_label(
    database: Database,
    label: Label,
    *,
    review_by: date,
    disputed: str | None,
    end: bool,
    ended_why: str | None = None,
) -> None:
    """Keep a label until a new day, take it off, and write what the person says to it.

    Raises Refused for one that was taken off, for no reason, and for a day that is not ahead.
    """
    if label.ended_on is not None:
        raise Refused("This label was taken off before. Add a new one if it is said again.")
    if disputed != label.disputed:
        label.disputed = disputed
        label.disputed_on = clocks.today() if disputed else None
        database.record(label, "disputed" if disputed else "dispute-withdrawn", kind=label.kind)
    if end:
        if not ended_why:
            raise Refused("Say why the label is taken off.")
        label.ended_on, label.ended_why = clocks.today(), ended_why
        database.record(label, "taken-off", kind=label.kind)
    elif review_by != label.review_by:
        _refuse_past(review_by)
        label.review_by = review_by
        database.record(label, "reviewed", kind=label.kind)
    database.flush()


def _refuse_past(day: date) -> None:
    if day <= clocks.today():
        raise Refused(
            "The day to review it must lie ahead. A label lapses when that day has passed."
        )
