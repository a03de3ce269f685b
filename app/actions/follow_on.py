"""What comes after a commission: renewed with its provider, tendered again, or handed to another one."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import select

from app.actions.funding import Streams, Why, as_it_stands, put_funding
from app.actions.variations import vary
from app.database import Database
from app.errors import Refused
from app.models import (
    Commission,
    CommissionArea,
    Followed,
    Organisation,
    OrganisationKind,
    VariationReason,
)

PROVIDERS: Collection[OrganisationKind] = (
    OrganisationKind.provider,
    OrganisationKind.hospital_trust,
)


class Next(NamedTuple):
    """The terms of the commission that comes after."""

    how: Followed
    name: str
    provider_id: UUID
    starts_on: date
    ends_on: date | None
    places: int | None
    funding: Streams


def follow(database: Database, earlier: Commission, new: Next) -> Commission:
    """Buy the same programme for the same areas from a day on; the earlier one ends the day before.

    Its open cases stay where they are: a provider hands them over itself (`actions/transfers.py`).
    Raises Refused for terms that cannot be.
    """
    earlier = database.find(Commission, earlier.id, lock=True)
    _refuse_wrong(database, earlier, new)
    made = Commission(
        name=new.name,
        programme_id=earlier.programme_id,
        provider_id=new.provider_id,
        commissioner_id=earlier.commissioner_id,
        tier=earlier.tier,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        places=new.places,
        follows_id=earlier.id,
        followed_how=new.how,
    )
    last_day = new.starts_on - timedelta(days=1)
    if earlier.ends_on is None or earlier.ends_on > last_day:
        stood = as_it_stands(database, earlier)
        handed = new.how == Followed.handed_over
        reason = VariationReason.handed_over if handed else VariationReason.other
        vary(
            database,
            earlier,
            stood._replace(ends_on=last_day),
            Why(last_day, reason, f"Ends because {new.name} begins."),
        )
    database.add(made)
    database.flush()
    of_earlier = select(CommissionArea.area).where(CommissionArea.commission_id == earlier.id)
    for area in database.exec(of_earlier).all():
        database.add(CommissionArea(commission_id=made.id, area=area))
    put_funding(database, made, new.funding)
    database.record(made, "added", follows_id=earlier.id, how=new.how)
    return made


def _refuse_wrong(database: Database, earlier: Commission, new: Next) -> None:
    if not database.viewer.every_commission:
        raise Refused(
            "Your role covers only some commissions, so you would not see the new one. "
            "Ask an administrator to add it."
        )
    if new.starts_on <= earlier.starts_on:
        raise Refused("It must begin after the commission that it follows began.")
    if new.ends_on is not None and new.ends_on < new.starts_on:
        raise Refused("The last day must not be before the first day.")
    provider = database.find(Organisation, new.provider_id)
    if not provider.active or provider.kind not in PROVIDERS:
        raise Refused("That organisation cannot be commissioned. Choose another.")
    same = new.provider_id == earlier.provider_id
    if new.how == Followed.renewed and not same:
        raise Refused(
            "A renewal stays with its provider. Choose tendered again or handed over for another one."
        )
    if new.how == Followed.handed_over and same:
        raise Refused("It is handed over to another provider. Choose one.")
    if database.exec(select(Commission.id).where(Commission.name == new.name)).first():
        raise Refused(f"There is a commission called {new.name} already.")
