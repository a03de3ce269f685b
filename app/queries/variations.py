"""How the terms of a commission changed, and what came before and after it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from app.database import Database
from app.models import (
    Account,
    Commission,
    CommissionVariation,
    Followed,
    FundingCategory,
    Organisation,
    OrganisationKind,
    VariationFunding,
    VariationReason,
)


class Varied(NamedTuple):
    """One variation. `streams` are (stream, category, pounds before, pounds after)."""

    number: int
    takes_effect_on: date
    reason: VariationReason
    words: str
    value_before: Decimal
    value_after: Decimal
    ends_before: date | None
    ends_after: date | None
    places_before: int | None
    places_after: int | None
    by: str | None
    at: datetime
    streams: tuple[tuple[str, FundingCategory, Decimal, Decimal], ...]


class Beside(NamedTuple):
    """The commission before or after one, and how it came."""

    id: UUID
    name: str
    provider: str
    starts_on: date
    how: Followed


def variations(database: Database, commission_id: UUID) -> list[Varied]:
    """How a commission was varied, the newest first."""
    V = CommissionVariation  # noqa: N806 - a table
    names = (
        "number", "takes_effect_on", "reason", "words", "value_before", "value_after",
        "ends_before", "ends_after", "places_before", "places_after",
    )  # fmt: skip
    rows = database.execute(
        select(
            col(V.id), *(col(getattr(V, name)) for name in names), col(Account.name), col(V.made_at)
        )
        .outerjoin(Account, col(Account.id) == V.made_by_id)
        .where(col(V.commission_id) == commission_id)
        .order_by(col(V.number).desc())
    ).all()
    streams: dict[UUID, list[tuple[str, FundingCategory, Decimal, Decimal]]] = defaultdict(list)
    F = VariationFunding  # noqa: N806 - a table
    found = database.execute(
        select(col(F.variation_id), col(F.stream), col(F.category), col(F.before), col(F.after))
        .where(col(F.variation_id).in_([row[0] for row in rows]))
        .order_by(col(F.stream), col(F.category))
    )
    for variation_id, *one in found:
        streams[variation_id].append((one[0], one[1], one[2], one[3]))
    return [Varied._make([*row[1:], tuple(streams[row[0]])]) for row in rows]


def came_after(database: Database, commission_id: UUID) -> list[Beside]:
    """The commissions that came after one, as far as the viewer may read them."""
    return _beside(database, col(Commission.follows_id) == commission_id)


def came_before(database: Database, follows_id: UUID | None) -> Beside | None:
    """The commission that one came after."""
    if follows_id is None:
        return None
    found = _beside(database, col(Commission.id) == follows_id)
    return found[0] if found else None


def _beside(database: Database, which: ColumnElement[bool]) -> list[Beside]:
    rows = database.execute(
        select(
            col(Commission.id),
            col(Commission.name),
            col(Organisation.name),
            col(Commission.starts_on),
            col(Commission.followed_how),
        )
        .join(Organisation, col(Organisation.id) == Commission.provider_id)
        .where(which)
        .order_by(col(Commission.starts_on), col(Commission.name))
    )
    return [Beside(*row) for row in rows]


def providers(database: Database) -> Sequence[tuple[UUID, str]]:
    """Organisations that may be commissioned, by name."""
    rows = database.execute(
        select(col(Organisation.id), col(Organisation.name))
        .where(
            col(Organisation.active),
            col(Organisation.kind).in_(
                [OrganisationKind.provider, OrganisationKind.hospital_trust]
            ),
        )
        .order_by(col(Organisation.name))
    )
    return [(row[0], row[1]) for row in rows]
