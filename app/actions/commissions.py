"""What is bought from whom: programme, provider, areas, days, places, money."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select

from app import clocks
from app.actions.funding import Streams, Why, as_it_stands, note_variation, put_funding
from app.database import Database
from app.errors import Refused
from app.models import Commission, CommissionArea, Organisation, Tier, VariationReason


class Terms(NamedTuple):
    """The terms of a commission: `areas` GSS codes, `funding` pounds by stream and category."""

    name: str
    tier: Tier
    starts_on: date
    ends_on: date | None
    places: int | None
    areas: Collection[str]
    funding: Streams


def add_commission(
    database: Database,
    terms: Terms,
    *,
    programme_id: UUID,
    provider_id: UUID,
    commissioner_id: UUID,
) -> Commission:
    """Commission a programme from a provider. Raises Refused for terms that cannot be."""
    _refuse_wrong(database, terms, None)
    for organisation_id in (provider_id, commissioner_id):
        if not database.find(Organisation, organisation_id).active:
            raise Refused("One of the two organisations is retired. Choose another.")
    commission = Commission(
        name=terms.name,
        programme_id=programme_id,
        provider_id=provider_id,
        commissioner_id=commissioner_id,
        tier=terms.tier,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        places=terms.places,
    )
    database.add(commission)
    database.flush()
    _put_areas(database, commission, terms.areas)
    put_funding(database, commission, terms.funding)
    database.record(commission, "added")
    return commission


def change_commission(database: Database, commission: Commission, terms: Terms) -> None:
    """Put the terms right. Another programme, provider or commissioner is another commission.

    Other money, another last day or other places are noted as a variation: a correction of today.
    """
    _refuse_wrong(database, terms, commission)
    before = as_it_stands(database, commission)
    fields = ("name", "tier", "starts_on", "ends_on", "places")
    changed = [name for name in fields if getattr(commission, name) != getattr(terms, name)]
    for name in changed:
        setattr(commission, name, getattr(terms, name))
    database.flush()
    changed += ["areas"] if _put_areas(database, commission, terms.areas) else []
    changed += ["funding"] if put_funding(database, commission, terms.funding) else []
    if changed:
        database.record(commission, "changed", fields=changed)
        why = Why(clocks.today(), VariationReason.correction)
        note_variation(database, commission, before, why)


def _put_areas(database: Database, commission: Commission, areas: Collection[str]) -> bool:
    """Make the areas exactly these; says whether that changed anything."""
    of_it = col(CommissionArea.commission_id) == commission.id
    had = set(database.exec(select(CommissionArea.area).where(of_it)))
    wanted = set(areas)
    if gone := had - wanted:
        database.execute(delete(CommissionArea).where(of_it, col(CommissionArea.area).in_(gone)))
    for area in sorted(wanted - had):
        database.add(CommissionArea(commission_id=commission.id, area=area))
    database.flush()
    return had != wanted


def _refuse_wrong(database: Database, terms: Terms, own: Commission | None) -> None:
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise Refused("The last day must not be before the first day.")
    if not terms.areas:
        raise Refused("A commission serves at least one area.")
    found = database.exec(select(Commission.id).where(col(Commission.name) == terms.name)).first()
    if found is not None and (own is None or found != own.id):
        raise Refused(f"There is a commission called {terms.name} already.")
