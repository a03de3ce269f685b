"""Handing over all cases of a service: which are open, and what became of those offered together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.database import Database
from app.models import LIVE, CaseState, ReferralState
from app.queries.ages import age_from
from app.queries.tables import (
    ACCOUNT,
    CASE,
    COMMISSION,
    ORGANISATION,
    PERSON,
    REFERRAL,
    TRANSFER_BATCH,
)

# A press offers at most so many; the next press goes on with the rest.
MOST_AT_ONCE = 100
MOST_BATCHES = 20


class Held(NamedTuple):
    """A service of the viewer's organisation with the cases that are not closed."""

    id: UUID
    name: str
    open_cases: int


def held(database: Database) -> Sequence[Held]:
    """The services with open cases, by name."""
    rows = database.execute(
        select(COMMISSION.c.id, COMMISSION.c.name, func.count())
        .join(CASE, CASE.c.commission_id == COMMISSION.c.id)
        .where(*_open_cases(database))
        .group_by(COMMISSION.c.id, COMMISSION.c.name)
        .order_by(COMMISSION.c.name)
    )
    return [Held(*row) for row in rows]


class Going(NamedTuple):
    """An open case as the dry list shows it; `waits_at` names the service it is offered to already."""

    id: UUID
    reference: str
    name: str
    age: int | None
    state: str
    worker: str | None
    waits_at: str | None


def going(database: Database, commission_id: UUID) -> Sequence[Going]:
    """The open cases of a service, the longest open first, with what stands in the way of each."""
    to = COMMISSION.alias("offered_to")
    under_way = (
        select(to.c.name)
        .join(REFERRAL, REFERRAL.c.commission_id == to.c.id)
        .where(
            REFERRAL.c.organisation_id == CASE.c.organisation_id,
            REFERRAL.c.sender_side == CASE.c.side,
            REFERRAL.c.from_case_id == CASE.c.id,
            REFERRAL.c.transfer,
            REFERRAL.c.handed_over_at.is_(None),
            REFERRAL.c.state.in_([*LIVE, ReferralState.accepted]),
        )
        .limit(1)
        .correlate(CASE)
        .scalar_subquery()
    )
    rows = database.execute(
        select(
            CASE.c.id,
            CASE.c.reference,
            PERSON.c.preferred_name,
            PERSON.c.family_name,
            PERSON.c.born_on,
            PERSON.c.age_given,
            PERSON.c.age_given_on,
            CASE.c.state,
            ACCOUNT.c.name,
            under_way,
        )
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == CASE.c.worker_id)
        .where(*_open_cases(database), CASE.c.commission_id == commission_id)
        .order_by(under_way.is_not(None), CASE.c.opened_at, CASE.c.id)
        .limit(MOST_AT_ONCE)
    )
    return [
        Going(
            row[0], row[1], f"{row[2]} {row[3]}".strip(), age_from(row[4], row[5], row[6]), *row[7:]
        )
        for row in rows
    ]


class Batch(NamedTuple):
    """Cases that were offered together, and how many of them were decided."""

    id: UUID
    commission: str
    to: str
    provider: str
    made_by: str
    made_at: datetime
    states: Mapping[str, int]

    @property
    def every(self) -> int:
        """How many cases were offered."""
        return sum(self.states.values())


def batches(database: Database, batch_id: UUID | None = None) -> Sequence[Batch]:
    """The newest batches with how they stand; or one of them."""
    first, to = COMMISSION.alias("first"), COMMISSION.alias("to")
    viewer = database.viewer
    statement = (
        select(
            TRANSFER_BATCH.c.id,
            first.c.name,
            to.c.name,
            ORGANISATION.c.name,
            ACCOUNT.c.name,
            TRANSFER_BATCH.c.made_at,
        )
        .join(first, first.c.id == TRANSFER_BATCH.c.commission_id)
        .join(to, to.c.id == TRANSFER_BATCH.c.to_commission_id)
        .join(ORGANISATION, ORGANISATION.c.id == to.c.provider_id)
        .join(ACCOUNT, ACCOUNT.c.id == TRANSFER_BATCH.c.made_by_id)
        .where(
            TRANSFER_BATCH.c.organisation_id == viewer.organisation_id,
            TRANSFER_BATCH.c.side == viewer.side,
        )
        .order_by(TRANSFER_BATCH.c.made_at.desc())
        .limit(MOST_BATCHES)
    )
    if batch_id is not None:
        statement = statement.where(TRANSFER_BATCH.c.id == batch_id)
    found = database.execute(statement).all()
    counted: dict[UUID, dict[str, int]] = {row[0]: {} for row in found}
    for one, state, n in database.execute(
        select(REFERRAL.c.batch_id, REFERRAL.c.state, func.count())
        .where(REFERRAL.c.batch_id.in_(counted), *_sent_here(database))
        .group_by(REFERRAL.c.batch_id, REFERRAL.c.state)
    ):
        counted[one][state] = n
    return [Batch._make([*row, counted[row[0]]]) for row in found]


class Gone(NamedTuple):
    """One case of a batch, and what became of its offer."""

    referral_id: UUID
    case_id: UUID
    reference: str
    name: str
    state: str
    decided_at: datetime | None
    closed: bool


def gone(database: Database, batch_id: UUID) -> Sequence[Gone]:
    """What became of each case of a batch, what is not decided first."""
    decided = func.coalesce(REFERRAL.c.accepted_at, REFERRAL.c.declined_at, REFERRAL.c.withdrawn_at)
    rows = database.execute(
        select(
            REFERRAL.c.id,
            CASE.c.id,
            CASE.c.reference,
            PERSON.c.preferred_name,
            PERSON.c.family_name,
            REFERRAL.c.state,
            decided,
            CASE.c.state == CaseState.closed,
        )
        .join(CASE, CASE.c.id == REFERRAL.c.from_case_id)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .where(REFERRAL.c.batch_id == batch_id, *_sent_here(database))
        .order_by(decided.is_not(None), CASE.c.opened_at, CASE.c.id)
        .limit(MOST_AT_ONCE)
    )
    return [Gone(row[0], row[1], row[2], f"{row[3]} {row[4]}".strip(), *row[5:]) for row in rows]


def _open_cases(database: Database) -> tuple[ColumnElement[bool], ...]:
    viewer = database.viewer
    return (
        CASE.c.organisation_id == viewer.organisation_id,
        CASE.c.side == viewer.side,
        CASE.c.state != CaseState.closed,
    )


def _sent_here(database: Database) -> tuple[ColumnElement[bool], ...]:
    viewer = database.viewer
    return (
        REFERRAL.c.organisation_id == viewer.organisation_id,
        REFERRAL.c.sender_side == viewer.side,
    )
