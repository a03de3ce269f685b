"""Stating whose records were compared with those of another organisation.

Commissioners count different people across providers. Who could not be looked for elsewhere may be
somebody whom another provider knows as well: so the figure has a range, and this is where it comes
from. It says that a look was taken, never what was found.
"""

from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col

from app import clocks
from app.database import Database
from app.facts import Kind, Statement
from app.models import Fact

ENDED = "no-longer-compared"
COLUMNS = (
    col(Fact.seq),
    col(Fact.subject),
    col(Fact.commission_id),
    col(Fact.programme),
    col(Fact.provider_id),
    col(Fact.side),
)
"""What the job may read of a fact, and what it states again."""


def state(
    database: Database, organisation_id: UUID, other_id: UUID, subjects: AbstractSet[UUID]
) -> None:
    """Make `subjects` those of an organisation that are compared with the other one's.

    Runs as `system`. Only people of whom a fact is known are stated: nobody else is counted.
    """
    standing = _standing(database, organisation_id, other_id)
    gone = {subject: row for subject, row in standing.items() if subject not in subjects}
    fresh = subjects - standing.keys()
    database.state(
        *(_says(row, Kind.withdrawn, other_id, closes=row.seq) for row in gone.values()),
        *(_says(row, Kind.compared, other_id) for row in _known(database, organisation_id, fresh)),
    )


def _standing(database: Database, organisation_id: UUID, other_id: UUID) -> dict[UUID, Any]:
    """What stands of whom, by subject."""
    later = aliased(Fact)
    rows = database.execute(
        select(*COLUMNS).where(
            col(Fact.provider_id) == organisation_id,
            col(Fact.kind) == int(Kind.compared),
            col(Fact.code) == str(other_id),
            ~select(col(later.seq)).where(col(later.closes) == col(Fact.seq)).exists(),
        )
    )
    return {row.subject: row for row in rows}


def _known(database: Database, organisation_id: UUID, subjects: AbstractSet[UUID]) -> list[Any]:
    """A fact of each of these people, which says what else a statement about them must say."""
    if not subjects:
        return []
    rows = database.execute(
        select(*COLUMNS)
        .where(col(Fact.provider_id) == organisation_id, col(Fact.subject).is_not(None))
        .ext(distinct_on(col(Fact.subject)))
        .order_by(col(Fact.subject), col(Fact.seq))
    )
    return [row for row in rows if row.subject in subjects]


def _says(row: Any, kind: Kind, other_id: UUID, closes: int | None = None) -> Statement:
    return Statement(
        kind=kind,
        stated_by=row.provider_id,
        happened_on=clocks.today(),
        commission_id=row.commission_id,
        programme=row.programme,
        provider_id=row.provider_id,
        # The agreement is between organisations: the other one is what this comes from.
        source_id=other_id,
        side=row.side,
        code=str(other_id),
        subject=row.subject,
        closes=closes,
        reason=ENDED if closes else None,
    )
