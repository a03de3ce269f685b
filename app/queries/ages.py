"""How old somebody is today, from what is known."""

from datetime import date

from app import clocks


def age_from(born_on: date | None, age_given: int | None, given_on: date | None) -> int | None:
    """The age today in whole years; a guessed age grows with the years since it was guessed."""
    if born_on:
        return clocks.age_on(born_on, clocks.today())
    if age_given is not None and given_on:
        return clocks.grown(age_given, given_on, clocks.today())
    return None
