"""How long each referral of a provider waited for its first contact, and how that ended."""

# ruff: noqa: S608 - the statement is put together from our own declarations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from app import clocks
from app.database import Database
from app.facts import Kind
from app.queries.figure_lines import MET, tables
from app.reporting.statistics import CONTACT, OTHER, WAITING

CAME = int(Kind.received)
LEFT = ", ".join(str(int(kind)) for kind in (Kind.declined, Kind.retracted, Kind.closed))
INSIDE = f"kind = {CAME} AND happened_on >= :start AND happened_on < :end"


def waits(
    database: Database, bound: dict[str, Any], *, chosen: bool = False
) -> dict[UUID, tuple[float, int]]:
    """For each referral received in the period: the days it waited so far, and how that ended."""
    everything = tables(chosen=chosen).replace("happened_on < :end AND", "")
    statement = f"""
    WITH {everything}
    SELECT referral,
      min(happened_on) FILTER (WHERE {INSIDE}) AS came_on,
      min(happened_on) FILTER (WHERE kind = {MET}) AS met_on,
      min(value) FILTER (WHERE kind = {MET}) AS hours,
      min(happened_on) FILTER (WHERE kind IN ({LEFT})) AS left_on
    FROM ever
    WHERE kind IN ({CAME}, {MET}, {LEFT})
      AND referral IN (SELECT referral FROM ever WHERE {INSIDE} AND referral IS NOT NULL)
    GROUP BY referral
    """
    return {row.referral: _wait(row) for row in database.execute(text(statement), bound)}


def _wait(row: Any) -> tuple[float, int]:
    if row.met_on is not None:
        days = max((row.met_on - row.came_on).days, 0)
        return (days if row.hours is None else row.hours / 24), CONTACT
    ended = WAITING if row.left_on is None else OTHER
    return max(((row.left_on or clocks.today()) - row.came_on).days, 0), ended
