"""Varying a commission: other money, another last day, other places, from a day on and with a reason."""

from datetime import date
from decimal import Decimal

from sqlmodel import select

from app.actions.funding import Stood, Why, as_it_stands, note_variation, put_funding
from app.database import Database
from app.errors import Refused
from app.models import Commission, CommissionVariation
from app.queries.money import moneys
from app.reporting.money.sums import pounds


def vary(database: Database, commission: Commission, new: Stood, why: Why) -> CommissionVariation:
    """Change what was commissioned. The terms before stay readable in the variation.

    Raises Refused for terms that cannot be, and for a change that changes nothing.
    """
    commission = database.find(Commission, commission.id, lock=True)
    before = as_it_stands(database, commission)
    _refuse_wrong(database, commission, new, why.takes_effect_on)
    commission.ends_on, commission.places = new.ends_on, new.places
    database.flush()
    put_funding(database, commission, new.funding)
    made = note_variation(database, commission, before, why)
    if made is None:
        raise Refused("Nothing is different. Change the funding, the last day or the places.")
    database.record(commission, "varied", variation_id=made.id)
    return made


def _refuse_wrong(database: Database, commission: Commission, new: Stood, day: date) -> None:
    if new.ends_on is not None and new.ends_on < commission.starts_on:
        raise Refused("The last day must not be before the first day.")
    if day < commission.starts_on:
        raise Refused("A change cannot hold from before the commission began.")
    if new.ends_on is not None and commission.ends_on is not None:
        last = max(new.ends_on, commission.ends_on)
        if day > last:
            raise Refused("A change cannot hold only from after the last day.")
    spent = _spent(database, commission)
    if new.value < spent:
        raise Refused(
            f"{pounds(spent)} is said to be spent already: "
            "the funding cannot come to less than that."
        )
    later = select(Commission.id).where(
        Commission.follows_id == commission.id,
        Commission.starts_on <= (new.ends_on or date.max),
    )
    if new.ends_on != commission.ends_on and database.exec(later).first():
        raise Refused("The commission that comes after it begins before that day.")


def _spent(database: Database, commission: Commission) -> Decimal:
    return moneys(database, [commission.id])[0].spent_in_all
