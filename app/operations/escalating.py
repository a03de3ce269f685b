"""Telling those who guard that a concern was raised, or that nothing happened in time.

The mails say nothing about the person: only that there is something to read after signing in. They
go to people of the same organisation and side whose membership covers the commission; of a
restricted case only to those on its list.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from app import clocks
from app.access import DatabaseRole
from app.database import Database, transaction
from app.models import ConcernAction, Mail, Role

RAISED = (
    "A safeguarding concern was raised in Throughline",
    (
        "A safeguarding concern was raised. Sign in to Throughline and open Concerns to read it.\n\n"
        "This email says nothing about the person on purpose."
    ),
)
OVERDUE = (
    "A safeguarding action is overdue in Throughline",
    (
        "Something that was to be done about a safeguarding concern has not happened in time. Sign"
        " in to Throughline and open Concerns to see what.\n\n"
        "This email says nothing about the person on purpose."
    ),
)
WHO = text(
    """
    SELECT DISTINCT a.id, a.mail FROM membership m JOIN account a ON a.id = m.account_id
    WHERE m.organisation_id = :organisation_id AND m.side = :side AND m.role = ANY(:roles)
      AND a.disabled_at IS NULL AND m.from_day <= :today
      AND (m.to_day IS NULL OR m.to_day >= :today)
      AND (m.every_commission OR EXISTS (SELECT FROM membership_commission c
        WHERE c.membership_id = m.id AND c.commission_id = :commission_id))
      AND (NOT CAST(:restricted AS boolean) OR EXISTS (SELECT FROM case_access x
        WHERE x.case_id = :case_id AND x.account_id = a.id))
    """
)
CONCERN = text(
    "SELECT case_id, organisation_id, commission_id, side, restricted FROM concern WHERE id = :id"
)
LATE = text(
    "SELECT id, case_id, organisation_id, commission_id, side, restricted FROM concern_action"
    " WHERE due_at < :now AND escalated_at IS NULL ORDER BY due_at LIMIT 500"
)
TOLD = text("UPDATE concern_action SET escalated_at = :now WHERE id = :id AND escalated_at IS NULL")


def tell_raised(concern_id: UUID) -> int:
    """Mail the guardians of a concern that was raised. Returns how many mails were made."""
    with transaction(role=DatabaseRole.system) as database:
        concern = database.execute(CONCERN, {"id": concern_id}).mappings().one_or_none()
        people = _people(database, concern, [Role.guardian]) if concern else {}
        return _write(database, people, RAISED)


def tell_overdue() -> int:
    """Mail managers and guardians once about everything overdue; each gets one mail for all of it.

    Returns how many actions were told of.
    """
    with transaction(role=DatabaseRole.system) as database:
        late = database.execute(LATE, {"now": clocks.now()}).mappings().all()
        people: dict[UUID, str] = {}
        for action in late:
            people |= _people(database, action, [Role.manager, Role.guardian])
            database.execute(TOLD, {"id": action["id"], "now": clocks.now()})
            # Of the row only what an event holds: the rest is not this job's to read.
            row = ConcernAction.model_construct(**dict(action))
            database.record(row, "escalated")
        _write(database, people, OVERDUE)
        return len(late)


def _people(database: Database, about: Any, roles: list[Role]) -> dict[UUID, str]:
    codes = [role.value for role in roles]
    known = dict(about) | {"roles": codes, "today": clocks.today()}
    return {row.id: row.mail for row in database.execute(WHO, known)}


def _write(database: Database, people: dict[UUID, str], words: tuple[str, str]) -> int:
    for account_id, address in people.items():
        mail = Mail(account_id=account_id, address=address, subject=words[0], words=words[1])
        database.add(mail)
        database.later("mail", mail.id)
    return len(people)
