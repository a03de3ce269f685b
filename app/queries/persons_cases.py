"""Cases with the person each is about, as lists of what was found show them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.database import Database
from app.queries.ages import age_from
from app.queries.tables import ACCOUNT, CASE, COMMISSION, PERSON


class PersonsCase(NamedTuple):
    """A case of the viewer's organisation and side, and whom it is about."""

    person_id: UUID
    case_id: UUID
    referral_id: UUID
    name: str
    age: int | None
    reference: str
    state: str
    commission_id: UUID
    commission: str
    worker: str | None


def persons_cases(
    database: Database,
    *conditions: ColumnElement[bool],
    order: Sequence[ColumnElement[object]] = (),
    most: int,
) -> list[PersonsCase]:
    """The cases that fit, in one statement. Row-level security leaves out what is not the viewer's."""
    viewer = database.viewer
    rows = database.execute(
        select(
            PERSON.c.id,
            CASE.c.id,
            CASE.c.referral_id,
            PERSON.c.preferred_name,
            PERSON.c.family_name,
            PERSON.c.born_on,
            PERSON.c.age_given,
            PERSON.c.age_given_on,
            CASE.c.reference,
            CASE.c.state,
            CASE.c.commission_id,
            COMMISSION.c.name,
            ACCOUNT.c.name,
        )
        .select_from(CASE)
        .join(PERSON, PERSON.c.id == CASE.c.person_id)
        .join(COMMISSION, COMMISSION.c.id == CASE.c.commission_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == CASE.c.worker_id)
        .where(
            CASE.c.organisation_id == viewer.organisation_id,
            CASE.c.side == viewer.side,
            *conditions,
        )
        .order_by(*order)
        .limit(most)
    )
    return [
        PersonsCase._make(
            [*row[:3], f"{row[3]} {row[4]}".strip(), age_from(row[5], row[6], row[7]), *row[8:]]
        )
        for row in rows
    ]
