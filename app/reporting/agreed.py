"""The threshold that an agreement names: counts of people below it are not printed.

5 unless the agreement says 8 or 10, the numbers in use: below 5 hide the data sets of mental-health
services, below 8 hospital statistics, below 10 what leaves a research service (domain.md, E.1).
Never less than 5: no rule that we know of prints a count of 4 people.

It holds from a quarter on, for everything that is printed of that quarter and of later ones. Of an
earlier quarter everything was printed under another threshold; cutting it again would let readers
subtract the two.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col

from app.database import Database
from app.models import Account, AgreedThreshold, Commission
from app.reporting.gate.marks import THRESHOLD
from app.reporting.periods import Quarter, Span

THRESHOLDS = (5, 8, 10)
AHEAD = 4  # quarters to choose from

Agreed = tuple[tuple[date, int], ...]
"""First days of quarters, the earliest first, each with the threshold from then on."""


class Said(NamedTuple):
    """One entry of the series, as it is read."""

    number: int
    quarter: Quarter
    below: int
    words: str
    by: str | None
    at: datetime
    holds: bool


def agreed_of_commission() -> ColumnElement[Any]:
    """All that was agreed about a commission, as a column of a statement that asks for commissions."""
    A = AgreedThreshold  # noqa: N806 - a table
    newest_counts = aggregate_order_by(col(A.below), col(A.number))
    return (
        select(func.jsonb_object_agg(col(A.holds_from), newest_counts))
        .where(col(A.commission_id) == col(Commission.id))
        .correlate(Commission)
        .scalar_subquery()
    )


def read_agreed(said: dict[str, int] | None) -> Agreed:
    """What the column says."""
    return tuple(sorted((date.fromisoformat(day), below) for day, below in (said or {}).items()))


def threshold_for(agreed: Agreed, span: Span) -> int:
    """The threshold of a span: the largest of the quarters that it touches."""
    if not agreed:
        return THRESHOLD
    quarter, found = Quarter.of(span.start), []
    while quarter.start < span.end:
        held = [below for day, below in agreed if day <= quarter.start]
        found.append(held[-1] if held else THRESHOLD)
        quarter = quarter.after
    return max(found)


def agreed_about(database: Database, commission_id: UUID) -> list[Said]:
    """Every threshold that was agreed for a commission, the last entered first."""
    A = AgreedThreshold  # noqa: N806 - a table
    rows = database.execute(
        select(
            col(A.number), col(A.holds_from), col(A.below), col(A.words), col(Account.name),
            col(A.made_at),
        )
        .outerjoin(Account, col(Account.id) == A.made_by_id)
        .where(col(A.commission_id) == commission_id)
        .order_by(col(A.number).desc())
    )  # fmt: skip
    found: list[Said] = []
    for number, day, below, words, by, at in rows:
        quarter = Quarter.of(day)
        holds = all(one.quarter != quarter for one in found)
        found.append(Said(number, quarter, below, words, by, at, holds))
    return found


def quarters_open(starts_on: date) -> list[Quarter]:
    """From which quarters a new threshold can hold: those of which nothing was printed yet.

    These are the ones to come, and the running one for a commission that begins in it.
    """
    current = Quarter.current()
    found = [current if starts_on >= current.start else current.after]
    while len(found) < AHEAD:
        found.append(found[-1].after)
    return found
