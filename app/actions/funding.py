"""Which funding streams pay for a commission, and the note that every change of its terms leaves."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import col, func, select

from app.database import Database
from app.models import (
    Commission,
    CommissionFunding,
    CommissionVariation,
    FundingCategory,
    VariationFunding,
    VariationReason,
)

NOUGHT = Decimal("0.00")
Streams = Mapping[tuple[str, FundingCategory], Decimal]


class Stood(NamedTuple):
    """What a variation can change, as it stands."""

    funding: Streams
    ends_on: date | None
    places: int | None

    @property
    def value(self) -> Decimal:
        """The pounds over the whole term."""
        return sum(self.funding.values(), NOUGHT)


class Why(NamedTuple):
    """From when a variation holds, and why."""

    takes_effect_on: date
    reason: VariationReason
    words: str = ""


def as_it_stands(database: Database, commission: Commission) -> Stood:
    """The funding, last day and places of a commission."""
    rows = database.exec(
        select(CommissionFunding)
        .where(CommissionFunding.commission_id == commission.id)
        .order_by(col(CommissionFunding.amount).desc(), CommissionFunding.stream)
    )
    funding = {(row.stream, FundingCategory(row.category)): row.amount for row in rows}
    return Stood(funding, commission.ends_on, commission.places)


def put_funding(database: Database, commission: Commission, funding: Streams) -> bool:
    """Make the funding exactly this; says whether that changed anything."""
    of_it = select(CommissionFunding).where(CommissionFunding.commission_id == commission.id)
    had = {(row.stream, FundingCategory(row.category)): row for row in database.exec(of_it)}
    same = {key: row.amount for key, row in had.items()} == dict(funding)
    for key, amount in funding.items():
        if key in had:
            had[key].amount = amount
        else:
            stream, category = key
            database.add(
                CommissionFunding(
                    commission_id=commission.id, stream=stream, category=category, amount=amount
                )
            )
    for key in had.keys() - funding.keys():
        database.delete(had[key])
    database.flush()
    return not same


def note_variation(
    database: Database, commission: Commission, before: Stood, why: Why
) -> CommissionVariation | None:
    """Write down what is different now from `before`; nothing where nothing is."""
    after = as_it_stands(database, commission)
    if after == before:
        return None
    last = select(func.max(CommissionVariation.number)).where(
        CommissionVariation.commission_id == commission.id
    )
    viewer = database.viewer_or_none
    made = CommissionVariation(
        commission_id=commission.id,
        number=(database.exec(last).one() or 0) + 1,
        takes_effect_on=why.takes_effect_on,
        reason=why.reason,
        words=why.words,
        value_before=before.value,
        value_after=after.value,
        ends_before=before.ends_on,
        ends_after=after.ends_on,
        places_before=before.places,
        places_after=after.places,
        made_by_id=viewer.account_id if viewer else None,
    )
    database.add(made)
    database.flush()
    for stream, category in sorted(before.funding.keys() | after.funding.keys()):
        was = before.funding.get((stream, category), NOUGHT)
        now = after.funding.get((stream, category), NOUGHT)
        if was != now:
            database.add(
                VariationFunding(
                    variation_id=made.id, stream=stream, category=category, before=was, after=now
                )
            )
    database.flush()
    database.record(made, "made", commission_id=commission.id, reason=why.reason)
    return made
