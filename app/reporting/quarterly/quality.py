"""How complete the data is that all of this rests on."""

from app.reporting.quarterly.told import Told
from app.reporting.tables import Figure, completeness


def draw(told: Told) -> tuple[Figure, ...]:
    """For each field, how many of the referrals received have it."""
    return () if told.is_alone else (completeness(told.answer),)
