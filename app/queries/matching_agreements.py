"""Agreements between organisations to be matched, for the administrator."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import Database
from app.models import MatchingAgreement, Organisation

MOST = 500


class Agreed(NamedTuple):
    """One agreement, with the names of both."""

    id: UUID
    one: str
    other: str
    reference: str
    includes_withheld: bool
    from_day: date
    to_day: date | None


def agreements(database: Database) -> list[Agreed]:
    """Every agreement, those that stand first."""
    one, other = aliased(Organisation), aliased(Organisation)
    rows = database.execute(
        select(
            col(MatchingAgreement.id),
            col(one.name),
            col(other.name),
            col(MatchingAgreement.reference),
            col(MatchingAgreement.includes_withheld),
            col(MatchingAgreement.from_day),
            col(MatchingAgreement.to_day),
        )
        .join(one, col(one.id) == MatchingAgreement.one_id)
        .join(other, col(other.id) == MatchingAgreement.other_id)
        .order_by(
            col(MatchingAgreement.to_day).desc().nulls_first(), col(one.name), col(other.name)
        )
        .limit(MOST)
    ).all()
    return [Agreed(*row) for row in rows]


def partners(database: Database) -> list[tuple[UUID, str]]:
    """The organisations that can agree, by name."""
    rows = database.execute(
        select(col(Organisation.id), col(Organisation.name))
        .where(col(Organisation.active))
        .order_by(col(Organisation.name))
    ).all()
    return [(row.id, row.name) for row in rows]
