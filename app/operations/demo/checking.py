"""An independent count of the demo: the tables against the ledger, and the page against the gate.

The tables are counted as the owner, by other SQL than the measures use; the ledger as `counting`;
the page through `count()` as the demo's commissioner, who gets only what the gate lets out.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, text

from app import clocks
from app.access import DatabaseRole
from app.database import Viewer, transaction
from app.operations import place
from app.operations.demo import stage
from app.operations.migration import Addresses
from app.queries.my_day import due_things
from app.queries.tasks import FOLLOW_UP
from app.reporting.counting import Question, count
from app.reporting.periods import Quarter


class Figure(NamedTuple):
    """One figure and how the tables tell it: `:a` is the first day, `:b` the first day after."""

    measure: str
    tables: str


def _day(column: str) -> str:
    """A moment as its day in England, between the two days of the question."""
    return f"({column} AT TIME ZONE 'Europe/London')::date >= :a AND ({column} AT TIME ZONE 'Europe/London')::date < :b"


FIGURES = (
    Figure("referrals-received", f"SELECT count(*) FROM referral WHERE {_day('coalesce(received_at, sent_at)')}"),
    Figure("referrals-accepted", f"SELECT count(*) FROM referral WHERE {_day('accepted_at')}"),
    Figure("referrals-declined", f"SELECT count(*) FROM referral WHERE {_day('declined_at')}"),
    Figure("referrals-withdrawn", f"SELECT count(*) FROM referral WHERE {_day('withdrawn_at')}"),
    # Of each referral: one that was joined to an open case has no case of its own.
    Figure("first-contacts", f"SELECT count(*) FROM referral WHERE {_day('first_contact_at')}"),
    Figure(
        "people-reached",
        # Records that were joined are one person, and so are those matched across providers.
        'SELECT count(DISTINCT coalesce(s.identity, p.subject)) FROM "case" c'
        " JOIN person p ON p.id = c.person_id"
        " LEFT JOIN same_person s ON s.subject = p.subject AND s.identity IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM same_person e WHERE e.closes = s.seq)"
        " LEFT JOIN joined_referral j ON j.case_id = c.id"
        " JOIN referral r ON r.id IN (c.referral_id, j.referral_id)"
        f" WHERE {_day('r.first_contact_at')}",
    ),
    Figure("engaged", f'SELECT count(*) FROM "case" WHERE {_day("engaged_at")}'),
    Figure("goals-set", "SELECT count(*) FROM goal WHERE set_on >= :a AND set_on < :b"),
    Figure(
        "sessions-attended",
        "SELECT count(*) FROM attendance JOIN session ON session.id = session_id"
        f" WHERE status IN ('attended', 'late') AND kind <> 'attempt' AND {_day('starts_at')}",
    ),
)  # fmt: skip
LEDGER = text(
    "SELECT count(*) FROM fact f WHERE kind = :kind AND happened_on >= :a AND happened_on < :b"
    " AND NOT EXISTS (SELECT FROM fact e WHERE e.closes = f.seq)"
)
# The kinds of fact whose rows are the figure, where one row is one thing counted.
KINDS = {
    "referrals-received": 1,
    "referrals-accepted": 2,
    "referrals-declined": 3,
    "referrals-withdrawn": 4,
    "first-contacts": 8,
    "engaged": 10,
    "goals-set": 12,
}
FEWEST = 5


def check(where: Addresses) -> list[str]:
    """What does not agree, in sentences; empty when every figure does."""
    viewers = stage.load(clocks.today()).viewers
    commissioner = viewers["helen"]
    wrong = list(in_the_day(viewers["joel"]))
    with place.as_owner(where) as owner:
        for quarter in quarters(owner):
            wrong += in_quarter(owner, quarter, commissioner)
    return wrong


def in_the_day(worker: Viewer) -> Iterator[str]:
    """What the day of the demo's worker should show and does not."""
    with transaction(worker) as database:
        due = due_things(database)
    if not any((one.code or "").startswith(FOLLOW_UP) for one in due):
        yield "My day of the worker: no follow-up is due."


def quarters(owner: Connection) -> Iterator[Quarter]:
    """Every quarter in which something was counted, the oldest first."""
    first = owner.scalar(text("SELECT min(happened_on) FROM fact"))
    quarter = Quarter.of(first) if first else None
    while quarter and quarter.has_started:
        yield quarter
        quarter = quarter.after


def in_quarter(owner: Connection, quarter: Quarter, commissioner: Viewer) -> Iterator[str]:
    """What does not agree in one quarter."""
    days = {"a": quarter.start, "b": quarter.end}
    answer = count(Question(quarter), commissioner)
    for figure in FIGURES:
        tables = int(owner.scalar(text(figure.tables), days) or 0)
        if figure.measure in KINDS:
            ledger = counted(KINDS[figure.measure], quarter)
            if ledger != tables:
                yield f"{figure.measure}, {quarter.label}: the tables say {tables}, the ledger {ledger}."
        cell = answer.total.cells.get(figure.measure)
        if cell is None:
            yield f"{figure.measure}, {quarter.label}: the page does not have it."
        elif cell.is_hidden and tables == 0:
            yield f"{figure.measure}, {quarter.label}: a nought is hidden; it is always printed."
        elif not cell.is_hidden and (cell.value != tables or 0 < tables < FEWEST):
            yield f"{figure.measure}, {quarter.label}: the page says {cell.value}, the tables {tables}."


def counted(kind: int, quarter: Quarter) -> int:
    """What the ledger holds of one kind in a quarter, before the gate."""
    with transaction(role=DatabaseRole.counting) as database:
        found = database.scalar(LEDGER, {"kind": kind, "a": quarter.start, "b": quarter.end})
    return int(found or 0)
