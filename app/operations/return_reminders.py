"""Mails about returns: a week before they are due, on the day, and every week once they are overdue.

What was spent in a quarter is due on the day its return is, and the same mail reminds of it. A mail
says how many, never what is in them. Who was written to on a day is kept, so that it happens once
however many workers run.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from procrastinate import App
from sqlalchemy import text

from app import clocks
from app.access import DatabaseRole
from app.database import Database, transaction
from app.models import Mail, Role
from app.queries.return_lists import quarters_of
from app.reporting.periods import Quarter
from app.reporting.programmes import said_by_programmes
from app.reporting.returns.documents import asked_of

DAYS_BEFORE = frozenset({7, 0})
WEEK = 7
SPEND_WITHIN = 30  # days after the end of a quarter, where no return says when it is due
COMMISSIONS = text(
    "SELECT c.id, c.provider_id, c.commissioner_id, c.programme_id, c.starts_on, c.ends_on, p.code"
    " FROM commission c JOIN programme p ON p.id = c.programme_id"
)
SENT = text("SELECT commission_id, side, year, quarter FROM quarter_return WHERE newest > 0")
# Quarters with money planned in the profile that holds, and no statement of what was spent.
UNSAID = text("""
    SELECT c.id, c.provider_id, c.commissioner_id, c.programme_id, c.starts_on, c.ends_on,
      p.code, q.year, q.quarter
    FROM commission c JOIN programme p ON p.id = c.programme_id
    JOIN LATERAL (SELECT id FROM spend_profile s WHERE s.commission_id = c.id
      ORDER BY number DESC LIMIT 1) profile ON true
    JOIN profile_quarter q ON q.profile_id = profile.id AND q.amount > 0
    WHERE NOT EXISTS (SELECT FROM spend_statement s
      WHERE s.commission_id = c.id AND s.year = q.year AND s.quarter = q.quarter)
""")
# Who leads the service at the provider (of one side, where there are two), or commissions it.
WHO = text("""
    SELECT DISTINCT a.id, a.mail FROM membership m JOIN account a ON a.id = m.account_id
    WHERE m.organisation_id = :organisation AND m.role = :role AND m.side = :side
      AND a.disabled_at IS NULL AND m.from_day <= :today AND (m.to_day IS NULL OR m.to_day >= :today)
      AND (m.every_commission OR EXISTS (SELECT FROM membership_commission c
        WHERE c.membership_id = m.id AND c.commission_id = :commission))
      AND NOT EXISTS (SELECT FROM reminder_choice r WHERE r.account_id = a.id AND NOT r.by_mail)
""")
TOLD = text(
    "INSERT INTO return_reminder (account_id, on_day) VALUES (:id, :today)"
    " ON CONFLICT DO NOTHING RETURNING account_id"
)


class Awaited(NamedTuple):
    """A return that was not submitted."""

    commission_id: UUID
    provider_id: UUID
    commissioner_id: UUID
    side: str
    due_on: date


def tasks(app: App) -> None:
    """Have the reminders written every morning."""

    @app.periodic(cron="9 8 * * *")
    @app.task(name="return-reminders", queueing_lock="return-reminders", lock="return-reminders")
    def each_morning(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        remind()


def remind() -> int:
    """Write to everybody whose returns, or words about spend, are due soon or overdue.

    Returns how many mails.
    """
    today, written = clocks.today(), 0
    with transaction(role=DatabaseRole.system) as database:
        for (account_id, address), count in sorted(_counts(database, today).items()):
            if database.execute(TOLD, {"id": account_id, "today": today}).first():
                _write(database, (account_id, address), count)
                written += 1
    return written


def _counts(database: Database, today: date) -> dict[tuple[UUID, str], Counter[str]]:
    """For each person what to write today: returns due, returns late, quarters without spend."""
    found: dict[tuple[UUID, str], Counter[str]] = defaultdict(Counter)
    for one in awaited(database):
        left = (one.due_on - today).days
        if _is_a_day(left):
            roles = (Role.manager, Role.commissioner) if left < 0 else (Role.manager,)
            for person in (who for role in roles for who in _people(database, one, role)):
                found[person]["late" if left < 0 else "due"] += 1
    for sides in unsaid(database):
        if _is_a_day((sides[0].due_on - today).days):
            # A commissioner sees it on their first page.
            for person in {who for one in sides for who in _people(database, one, Role.manager)}:
                found[person]["spend"] += 1
    return found


def _is_a_day(left: int) -> bool:
    """Whether to write about something that is due in so many days (late: below nought)."""
    return left in DAYS_BEFORE or (left < 0 and -left % WEEK == 1)


def awaited(database: Database) -> Iterator[Awaited]:
    """Every return of a quarter that is over and was never submitted."""
    asked, sides = asked_of(database), said_by_programmes(database).sides
    sent = {tuple(row) for row in database.execute(SENT)}
    for row in database.execute(COMMISSIONS).all():
        definition = asked.get(row.programme_id)
        if definition is None:
            continue
        for quarter in quarters_of(row.starts_on, row.ends_on):
            if not definition.asks_for(quarter):
                continue
            for side in sides.get(row.code) or ("",):
                if quarter.is_over and (row.id, side, quarter.year, quarter.number) not in sent:
                    due_on = definition.definition.due.day(quarter)
                    yield Awaited(row.id, row.provider_id, row.commissioner_id, side, due_on)


def unsaid(database: Database) -> Iterator[list[Awaited]]:
    """For each quarter of the last two years whose spend nobody has stated: one for each side."""
    asked, sides = asked_of(database), said_by_programmes(database).sides
    for row in database.execute(UNSAID).all():
        quarter, definition = Quarter(row.year, row.quarter), asked.get(row.programme_id)
        if not quarter.is_over or quarter not in quarters_of(row.starts_on, row.ends_on):
            continue
        due_on = quarter.end + timedelta(days=SPEND_WITHIN - 1)
        if definition is not None:
            due_on = definition.definition.due.day(quarter)
        yield [
            Awaited(row.id, row.provider_id, row.commissioner_id, side, due_on)
            for side in sides.get(row.code) or ("",)
        ]


def _people(database: Database, one: Awaited, role: Role) -> list[tuple[UUID, str]]:
    ours = role is Role.manager
    found = database.execute(
        WHO,
        {
            "organisation": one.provider_id if ours else one.commissioner_id,
            "role": role.value,
            "side": one.side if ours else "",
            "today": clocks.today(),
            "commission": one.commission_id,
        },
    )
    return [(row.id, row.mail) for row in found]


def _write(database: Database, person: tuple[UUID, str], count: Counter[str]) -> None:
    account_id, address = person
    spend = f" Quarters whose spend is not stated: {count['spend']}." if count["spend"] else ""
    mail = Mail(
        account_id=account_id,
        address=address,
        subject="Quarterly returns in Throughline",
        words=f"Returns due within a week: {count['due']}. Overdue: {count['late']}.{spend} Sign in to"
        " Throughline and open Returns to see which.\n\nThis mail holds no figures on purpose.",
    )
    database.add(mail)
    database.flush()
    database.later("mail", mail.id)
