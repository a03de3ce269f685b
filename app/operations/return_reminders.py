"""Mails about returns: a week before they are due, on the day, and every week once they are overdue.

A mail says how many, never what is in them. Who was written to on a day is kept, so that it happens
once however many workers run.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from procrastinate import App
from sqlalchemy import text

from app import clocks
from app.access import DatabaseRole
from app.database import Database, transaction
from app.models import Mail, Role
from app.queries.return_lists import quarters_of
from app.reporting.programmes import said_by_programmes
from app.reporting.returns.documents import asked_of

DAYS_BEFORE = frozenset({7, 0})
WEEK = 7
COMMISSIONS = text(
    "SELECT c.id, c.provider_id, c.commissioner_id, c.programme_id, c.starts_on, c.ends_on, p.code"
    " FROM commission c JOIN programme p ON p.id = c.programme_id"
)
SENT = text("SELECT commission_id, side, year, quarter FROM quarter_return WHERE newest > 0")
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
    """Write to everybody whose returns are due soon or overdue. Returns how many mails."""
    today = clocks.today()
    with transaction(role=DatabaseRole.system) as database:
        due: dict[tuple[UUID, str], int] = defaultdict(int)
        late: dict[tuple[UUID, str], int] = defaultdict(int)
        for one in awaited(database):
            left = (one.due_on - today).days
            if left in DAYS_BEFORE or (left < 0 and -left % WEEK == 1):
                for person in _people(database, one, Role.manager):
                    (due if left >= 0 else late)[person] += 1
            if left < 0 and -left % WEEK == 1:
                for person in _people(database, one, Role.commissioner):
                    late[person] += 1
        written = 0
        for account_id, address in sorted({*due, *late}):
            if database.execute(TOLD, {"id": account_id, "today": today}).first():
                person = account_id, address
                _write(database, person, due[person], late[person])
                written += 1
        return written


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


def _write(database: Database, person: tuple[UUID, str], due: int, late: int) -> None:
    account_id, address = person
    mail = Mail(
        account_id=account_id,
        address=address,
        subject="Quarterly returns in Throughline",
        words=f"Returns due within a week: {due}. Overdue: {late}. Sign in to Throughline and open"
        " Returns to see which.\n\nThis mail holds no figures on purpose.",
    )
    database.add(mail)
    database.flush()
    database.later("mail", mail.id)
