"""Saying what a commission is meant to cost, what it did cost, and what it is held against.

Each is a new entry in a series and overwrites nothing. `known` is the number of the newest entry that
the form was drawn from: whoever comes second is told, and no sentence is lost.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.actions.funding import as_it_stands
from app.database import Database
from app.errors import Refused, Stale
from app.models import (
    Commission,
    CommissionTarget,
    ProfileQuarter,
    Side,
    SpendProfile,
    SpendStatement,
)
from app.queries.money import profile_number, statement_number
from app.queries.targets import Target, series_of
from app.reporting.money.sums import pounds
from app.reporting.periods import Quarter

SLIPS = 10  # times its value: more than that is no overspend but a slip of the pen


def put_profile(
    database: Database,
    commission: Commission,
    amounts: Mapping[Quarter, Decimal],
    *,
    known: int | None = None,
) -> SpendProfile:
    """Say how the value is meant to be spent. Raises Refused unless the quarters add up to it."""
    value = as_it_stands(database, commission).value
    planned = sum(amounts.values(), Decimal(0))
    if planned != value:
        apart, word = abs(planned - value), "more" if planned > value else "less"
        raise Refused(
            f"The quarters come to {pounds(planned)}. That is {pounds(apart)} {word} than the "
            f"value of the commission, {pounds(value)}."
        )
    number = profile_number(database, commission.id)
    _refuse_older(known, number)
    made: SpendProfile = _added(
        database,
        SpendProfile(
            commission_id=commission.id,
            number=number + 1,
            value=value,
            made_by_id=database.viewer.account_id,
        ),
    )
    for quarter, amount in sorted(amounts.items()):
        database.add(
            ProfileQuarter(
                profile_id=made.id, year=quarter.year, quarter=quarter.number, amount=amount
            )
        )
    database.flush()
    database.record(made, "made", commission_id=commission.id)
    return made


def state_spend(
    database: Database,
    commission: Commission,
    quarter: Quarter,
    amount: Decimal,
    *,
    note: str = "",
    known: int | None = None,
) -> SpendStatement:
    """Say what was spent in a quarter. Raises Refused for one that has not begun."""
    if not quarter.has_started:
        raise Refused("That quarter has not begun. Nothing can be spent in it yet.")
    value = as_it_stands(database, commission).value
    if value and amount > SLIPS * value:
        raise Refused(
            f"{pounds(amount)} is more than {SLIPS} times what the whole commission is worth. "
            "Check the amount."
        )
    number = statement_number(database, commission.id, quarter)
    _refuse_older(known, number)
    said: SpendStatement = _added(
        database,
        SpendStatement(
            commission_id=commission.id,
            year=quarter.year,
            quarter=quarter.number,
            number=number + 1,
            amount=amount,
            note=note,
            organisation_id=database.viewer.organisation_id,
            stated_by_id=database.viewer.account_id,
        ),
    )
    database.record(said, "stated", commission_id=commission.id, quarter=quarter.code)
    return said


def set_targets(
    database: Database,
    target: Target,
    amounts: Mapping[Quarter, Decimal | None],
    *,
    known: int | None = None,
) -> list[Quarter]:
    """Hold a measure against other numbers; None gives one up. Returns the quarters that changed."""
    held = series_of(database, target)
    _refuse_older(known, sum(one.number for one in held.values()))
    changed = []
    for quarter, amount in sorted(amounts.items()):
        before = held.get(quarter)
        if amount == (before.amount if before else None):
            continue
        made = _added(
            database,
            CommissionTarget(
                commission_id=target.commission_id,
                side=Side(target.side),
                measure=target.measure,
                year=quarter.year,
                quarter=quarter.number,
                number=(before.number if before else 0) + 1,
                amount=amount,
                set_by_id=database.viewer.account_id,
            ),
        )
        database.record(
            made,
            "set" if amount is not None else "given-up",
            commission_id=target.commission_id,
            measure=target.measure,
            quarter=quarter.code,
        )
        changed.append(quarter)
    return changed


def times_set(database: Database, target: Target) -> int:
    """How many entries a target has, over all its quarters: what a form says it was drawn from."""
    return sum(one.number for one in series_of(database, target).values())


def _refuse_older(known: int | None, number: int) -> None:
    if known is not None and known != number:
        raise Stale


def _added(database: Database, row: Any) -> Any:
    """Add the next entry of a series. Raises Stale when somebody else's came in between."""
    table: Any = type(row)
    values = {name: getattr(row, name) for name in table.model_fields}
    entry = insert(table).values(**values).on_conflict_do_nothing().returning(col(table.id))
    if database.scalar(entry) is None:
        raise Stale
    return row
