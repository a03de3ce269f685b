"""Figures against the people who live there: residents by area, age, sex and ethnic group.

The numbers of residents are those of `reference/data` (its README says of when): by age of mid-2024,
by sex of mid-2022, by ethnic group of the census of 2021. A rate always says which it stands on.
"""

from collections.abc import Collection
from functools import cache

from app import reference
from app.programmes.ages import Band
from app.reporting.statistics import Rate, per_thousand
from app.reporting.values import rolled_areas

SEXES = {"F": "female", "M": "male"}
EDITIONS = {
    "": "residents by age of mid-2024 (ONS)",
    "sex": "residents by age and sex of mid-2022 (ONS)",
    "ethnicity": "residents of all ages at the census of 2021 (ONS)",
}
"""What a rate stands on, in words."""
GROUPS = {"Asian": "Asian", "Black": "Black", "Mixed": "Mixed", "White": "White", "Other": "Other"}


def residents(areas: Collection[str], band: Band | None = None, sex: str = "") -> int | None:
    """People who live in these areas, of the ages of a band and of a sex (F or M).

    Districts count into their county, so both may be named. None where that is not in the data.
    """
    if sex and sex not in SEXES:
        return None
    ages = {} if band is None else {"minimum_age": band.lowest}
    if band is not None and band.highest is not None:
        ages["maximum_age"] = band.highest
    found = [
        reference.population(area, sex=SEXES.get(sex, "persons"), **ages) for area in _apart(areas)
    ]
    return None if not found or None in found else sum(number or 0 for number in found)


def residents_by_group(areas: Collection[str]) -> dict[str, int]:
    """People of each ethnic group who live in these areas; empty where an area is not in the data."""
    found = dict.fromkeys(GROUPS.values(), 0)
    for area in _districts(_apart(areas)):
        counted = reference.residents_by_ethnic_group(area)
        if counted is None:
            return {}
        for name, number in counted.items():
            found[GROUPS[name.split(maxsplit=1)[0].rstrip(",")]] += number
    return found


def rate(
    count: float, areas: Collection[str], band: Band | None = None, sex: str = ""
) -> Rate | None:
    """A count of people as so many of a thousand residents; None where their number is not known."""
    number = residents(areas, band, sex)
    return None if number is None else per_thousand(count, number)


def _apart(areas: Collection[str]) -> list[str]:
    """The areas without districts whose county is among them."""
    return sorted({area for area in areas if area in _with_numbers() and not _holds(areas, area)})


def _holds(areas: Collection[str], area: str) -> bool:
    county = rolled_areas().get(area, area)
    return county != area and county in areas


def _districts(areas: list[str]) -> list[str]:
    """The same areas, a county as its districts."""
    found = []
    for area in areas:
        parts = [one for one, county in rolled_areas().items() if county == area != one]
        found += parts or [area]
    return sorted(found)


@cache
def _with_numbers() -> frozenset[str]:
    return frozenset(area for area in rolled_areas() if reference.population(area) is not None)
