"""Who opened a record, when, and what they did there: for the guardian, one side at a time.

Row policies cut everything to the guardian's own organisation and side.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlmodel import col

from app import clocks
from app.database import Database
from app.models import (
    Account,
    Allocation,
    Case,
    CaseState,
    Event,
    Membership,
    Refusal,
    Role,
)
from app.programmes.definition import Definition
from app.programmes.loading import stored_definition
from app.queries.history import sentence
from app.queries.keyset import Slice, Turn, one_page
from app.queries.referrals_sent import as_reference

LATELY = timedelta(days=7)
MOST = 25
OPENED = {
    "opened": "Opened the case",
    "downloaded": "Downloaded a document",
    "views-listed": "Asked who opened the case",
    "receipt-opened": "Opened the receipt",
}


class Watched(NamedTuple):
    """The case that is asked about, without who it is about."""

    id: UUID
    reference: str
    state: CaseState
    restricted: bool
    worker: str | None
    definition: Definition


class Opening(NamedTuple):
    """One thing somebody saw or did with a record. `reason` says why they had cause to, if known."""

    id: UUID
    at: datetime
    account_id: UUID | None
    name: str
    job: str
    viewed: bool
    title: str
    reason: str


class Reader(NamedTuple):
    """Somebody of the organisation, and how many different cases they opened lately."""

    account_id: UUID
    name: str
    job: str
    cases: int
    not_theirs: int


class Refused(NamedTuple):
    """Something that somebody tried and was refused."""

    at: datetime
    name: str
    route: str
    status: int


def case_called(database: Database, reference: str) -> UUID | None:
    """Return the id of the case with this reference, if it exists for the guardian."""
    viewer = database.viewer
    return database.scalar(
        select(col(Case.id)).where(
            col(Case.organisation_id) == viewer.organisation_id,
            col(Case.side) == viewer.side,
            col(Case.reference) == as_reference(reference),
        )
    )


def watched(database: Database, case: Case) -> Watched:
    """Return what is said of a case on its page: enough to know which one it is."""
    worker = database.scalar(select(col(Account.name)).where(col(Account.id) == case.worker_id))
    return Watched(
        case.id,
        case.reference,
        case.state,
        case.restricted,
        worker,
        stored_definition(database, case.programme_version_id),
    )


def openings(
    database: Database, case: Watched, turn: Turn, *, account_id: UUID | None, only_views: bool
) -> Slice:
    """Return one page of who saw and did what with a case, newest first."""
    viewer = database.viewer
    statement = _listed().where(
        col(Event.organisation_id) == viewer.organisation_id,
        col(Event.side) == viewer.side,
        col(Event.case_id) == case.id,
    )
    if account_id is not None:
        statement = statement.where(col(Event.account_id) == account_id)
    if only_views:
        statement = statement.where(col(Event.viewed))
    keys = (col(Event.at), col(Event.id))
    found = one_page(database, statement, keys, turn, descending=True)
    theirs = _had_cause(database, case.id)
    return found._replace(
        rows=[_opening(row, theirs, case.definition.for_side(viewer.side)) for row in found.rows]
    )


def _listed() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Event.id),
            col(Event.at),
            col(Event.account_id),
            col(Account.name),
            col(Account.job),
            col(Event.viewed),
            col(Event.noun),
            col(Event.what),
            col(Event.codes),
            col(Membership.role),
        )
        .outerjoin(Account, col(Account.id) == Event.account_id)
        .outerjoin(Membership, col(Membership.id) == Event.membership_id)
    )


def _opening(row: Any, theirs: set[UUID], definition: Definition) -> Opening:
    id_, at, account_id, name, job, viewed, noun, what, codes, role = row
    title = OPENED.get(what, "Saw the case") if viewed else sentence(noun, what, codes, definition)
    if account_id in theirs:
        reason = "It is or was their case"
    elif role in {Role.manager, Role.guardian}:
        reason = f"As {role}"
    elif account_id is None:
        reason = "Done by Throughline itself"
    else:
        reason = ""
    return Opening(id_, at, account_id, name or "Throughline", job or "", viewed, title, reason)


def _had_cause(database: Database, case_id: UUID) -> set[UUID]:
    """Return whoever holds or held the case."""
    rows = database.scalars(
        select(col(Allocation.account_id)).where(col(Allocation.case_id) == case_id)
    )
    return set(rows)


def people_who_opened(database: Database, case_id: UUID) -> list[tuple[UUID, str, int]]:
    """Return whoever opened a case, with how often, most often first."""
    viewer = database.viewer
    rows = database.execute(
        select(col(Account.id), col(Account.name), func.count())
        .join(Event, col(Event.account_id) == Account.id)
        .where(
            col(Event.organisation_id) == viewer.organisation_id,
            col(Event.side) == viewer.side,
            col(Event.case_id) == case_id,
            col(Event.viewed),
        )
        .group_by(col(Account.id), col(Account.name))
        .order_by(func.count().desc(), col(Account.name))
    )
    return [(row[0], row[1], row[2]) for row in rows]


def readers(database: Database) -> list[Reader]:
    """Return who of the organisation opened the most different cases in the last seven days.

    `not_theirs` counts those among them that they never held: a manager's work, or curiosity.
    """
    viewer = database.viewer
    held = (
        select(col(Allocation.id))
        .where(
            col(Allocation.case_id) == Event.case_id,
            col(Allocation.account_id) == Event.account_id,
        )
        .correlate(Event)
        .exists()
    )
    different = func.count(func.distinct(col(Event.case_id)))
    rows = database.execute(
        select(
            col(Account.id), col(Account.name), col(Account.job), different, different.filter(~held)
        )
        .join(Account, col(Account.id) == Event.account_id)
        .where(
            col(Event.account_id).in_(
                select(col(Membership.account_id)).where(
                    col(Membership.organisation_id) == viewer.organisation_id
                )
            ),
            col(Event.viewed),
            col(Event.at) > clocks.now() - LATELY,
            col(Event.case_id).is_not(None),
        )
        .group_by(col(Account.id), col(Account.name), col(Account.job))
        .order_by(different.desc(), col(Account.name))
        .limit(MOST)
    )
    return [Reader._make(row) for row in rows]


def read_by(database: Database, account_id: UUID, turn: Turn) -> Slice:
    """Return one page of the cases that somebody opened: (id, at, case id, reference, held)."""
    held = (
        select(col(Allocation.id))
        .where(
            col(Allocation.case_id) == Case.id,
            col(Allocation.account_id) == account_id,
        )
        .correlate(Case)
        .exists()
    )
    statement: Select[*tuple[Any, ...]] = (
        select(col(Event.id), col(Event.at), col(Case.id), col(Case.reference), held)
        .join(Case, col(Case.id) == Event.case_id)
        .where(col(Event.account_id) == account_id, col(Event.viewed))
    )
    keys = (col(Event.at), col(Event.id))
    return one_page(database, statement, keys, turn, descending=True)


def is_of_us(database: Database, account_id: UUID) -> bool:
    """Whether somebody has or had a role in the guardian's organisation, on the guardian's side."""
    found = select(col(Membership.id)).where(
        col(Membership.organisation_id) == database.viewer.organisation_id,
        col(Membership.side) == database.viewer.side,
        col(Membership.account_id) == account_id,
    )
    return database.scalar(found.limit(1)) is not None


def refusals(database: Database) -> list[Refused]:
    """Return the last things that staff of the organisation tried and were refused."""
    rows = database.execute(
        select(col(Refusal.at), col(Account.name), col(Refusal.route), col(Refusal.status))
        .outerjoin(Account, col(Account.id) == Refusal.account_id)
        .where(col(Refusal.organisation_id) == database.viewer.organisation_id)
        .order_by(col(Refusal.at).desc())
        .limit(MOST)
    )
    return [Refused(at, name or "Somebody", route, status) for at, name, route, status in rows]
