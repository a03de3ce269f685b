"""Mails about tasks that are due: once for each task and day, without a word about anybody.

A task is written down as reminded of in the same transaction as its mail; its key makes it happen
once, however many workers run.
"""

from collections import Counter
from uuid import UUID

from procrastinate import App
from sqlalchemy import text

from app import clocks
from app.access import DatabaseRole
from app.database import Database, transaction
from app.models import Mail

# Only somebody who works there today is told, and only where they did not say that they want no mail.
NOW_DUE = text(
    "WITH due AS ("
    " SELECT t.id, t.account_id, t.due_on FROM task t"
    " WHERE t.done_at IS NULL AND t.due_on <= :today AND t.account_id IS NOT NULL"
    " AND EXISTS (SELECT FROM membership m WHERE m.account_id = t.account_id"
    " AND m.organisation_id = t.organisation_id AND m.side = t.side AND m.from_day <= :today"
    " AND (m.to_day IS NULL OR m.to_day >= :today))"
    " AND NOT EXISTS (SELECT FROM reminder_choice c WHERE c.account_id = t.account_id AND NOT c.by_mail)"
    "), told AS ("
    " INSERT INTO reminder (task_id, on_day) SELECT id, :today FROM due"
    " ON CONFLICT DO NOTHING RETURNING task_id"
    ") SELECT d.account_id, d.due_on < :today FROM due d JOIN told ON told.task_id = d.id"
)
ADDRESSES = text("SELECT id, mail FROM account WHERE id = ANY (:ids) AND disabled_at IS NULL")


def tasks(app: App) -> None:
    """Have the reminders written every morning."""

    @app.periodic(cron="3 8 * * *")
    @app.task(name="remind", queueing_lock="remind", lock="remind")
    def each_morning(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        remind()


def remind() -> int:
    """Write a mail to everybody with tasks that are due today or overdue. Returns how many mails."""
    with transaction(role=DatabaseRole.system) as database:
        due: Counter[UUID] = Counter()
        late: Counter[UUID] = Counter()
        for account_id, is_late in database.execute(NOW_DUE, {"today": clocks.today()}).all():
            due[account_id] += not is_late
            late[account_id] += is_late
        found = database.execute(ADDRESSES, {"ids": list(due | late)}).all()
        for account_id, address in found:
            write(database, account_id, address, due[account_id], late[account_id])
        return len(found)


def write(database: Database, account_id: UUID, address: str, due: int, late: int) -> None:
    """Write one mail: two numbers, and where to look."""
    mail = Mail(
        account_id=account_id,
        address=address,
        subject="Tasks wait for you in Throughline",
        words=f"Due today: {due}. Overdue: {late}. Sign in to Throughline to see them.\n\n"
        "This email says nothing about anybody on purpose. If you do not want these emails, say so on the"
        " page of your account.",
    )
    database.add(mail)
    database.flush()
    database.later("mail", mail.id)
