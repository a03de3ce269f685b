"""Absences, series, waiting lists and the like of the filled partnership."""

from datetime import timedelta

from app import clocks
from app.actions import absences
from tests.access.filled import Filled
from tests.access.people import MEN, PROVIDER

GUARDIANS = frozenset({"guardian"})


def plan_ahead(made: Filled) -> None:
    """Who is away later: seen by everybody of the side who works cases."""
    _away(made, "provider", "worker", "manager", PROVIDER - GUARDIANS)
    _away(made, "men", "men_worker", "men_manager", MEN)


def _away(made: Filled, label: str, who: str, cover: str, seen_by: frozenset[str]) -> None:
    world, later = made.world, clocks.today() + timedelta(days=40)
    with world.as_(world.viewers[who]) as database:
        absence = absences.plan(
            database,
            account_id=world.viewers[who].account_id,
            cover_id=world.viewers[cover].account_id,
            from_day=later,
            to_day=later + timedelta(days=5),
        )
    made.keep("absence", label, seen_by, absence_id=absence.id)
