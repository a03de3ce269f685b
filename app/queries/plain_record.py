"""What a person may be given of their own record, in plain words.

Safe to be read over somebody's shoulder: no address, no phone number, no concern, no label, nothing
that others wrote, unless a line was marked as safe to show.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    SEEN,
    Account,
    Attendance,
    Case,
    Goal,
    Membership,
    Note,
    Organisation,
    Role,
    Side,
)
from app.queries.case_file import CaseFile
from app.queries.case_sharing import DecisionLine, decisions
from app.queries.sign_ins import live


class PlainRecord(NamedTuple):
    """The parts of the page. `mail` is where to write to; `lead` who looks after data there."""

    held: tuple[str, ...]
    goals: tuple[tuple[str, str | None], ...]
    told: tuple[DecisionLine, ...]
    meetings: int
    since: date | None
    mail: str | None
    lead: str | None


def is_delicate(file: CaseFile) -> bool:
    """Whether the paper must not even say what the service is, unless somebody chose otherwise."""
    letters = file.contact.may_write if file.contact else None
    return file.case.restricted or file.case.side == Side.partner or letters is False


def plain_record(database: Database, file: CaseFile) -> PlainRecord:
    """Read what may stand on the page."""
    counts = database.execute(
        select(
            _number(Attendance, file.case.id, col(Attendance.status).in_(SEEN)),
            _number(Note, file.case.id),
            col(Organisation.mail),
        ).where(col(Organisation.id) == file.case.organisation_id)
    ).one()
    lead = database.scalar(
        select(col(Account.name))
        .join(Membership, col(Membership.account_id) == Account.id)
        .where(
            col(Membership.organisation_id) == file.case.organisation_id,
            col(Membership.role) == Role.guardian,
            col(Membership.side) == file.case.side,
            live(clocks.today()),
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Account.name))
        .limit(1)
    )
    goals = database.execute(
        select(col(Goal.words), col(Goal.result))
        .where(col(Goal.case_id) == file.case.id)
        .order_by(col(Goal.result).is_not(None), col(Goal.set_on))
    ).all()
    told = tuple(
        one for one in decisions(database, file) if one.shared and one.told and one.safe_to_show
    )
    held = (
        "your name, your age and how you describe yourself",
        "how you can be reached",
        "what was written when you were referred to us",
        f"when we met or spoke ({_times(counts[0])}), and notes of it" if counts[0] else "",
        "notes about our work with you" if counts[1] else "",
        "the goals that you set and how they went" if goals else "",
        "what you agreed to, and when",
    )
    return PlainRecord(
        tuple(line for line in held if line),
        tuple((words, result) for words, result in goals),
        told,
        counts[0],
        file.case.agreed_on,
        counts[2],
        lead,
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _number(table: type[Attendance | Note], case: UUID, *also: Any) -> Any:
    count = select(func.count()).select_from(table).join(Case, col(Case.id) == table.case_id)
    return count.where(col(table.case_id) == case, *also).scalar_subquery()
