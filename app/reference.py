"""Open reference data: areas, hospitals, GP practices, schools, population, postcodes.

Read from the files under `reference/data` (its README says where each comes from and what is
missing), once per process. Nothing here is about a person.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "reference" / "data"

OLDEST = 90
"""The last single year of age in the population file: 90 and over."""


class Area(NamedTuple):
    """An area of the Office for National Statistics; dates None where the source has none."""

    code: str
    name: str
    kind: str
    parent: str | None
    police_force: str | None
    valid_from: date | None
    valid_to: date | None


class Hospital(NamedTuple):
    """A hospital site. `has_ed` is an emergency department of type 1 that is open."""

    code: str
    name: str
    trust_code: str
    trust: str
    postcode: str
    area: str
    has_ed: bool


class Practice(NamedTuple):
    """A GP practice; `area` is that of its postcode, None where the source could not say."""

    code: str
    name: str
    postcode: str
    area: str | None
    area_name: str
    board: str


class School(NamedTuple):
    """A state secondary school by its unique reference number."""

    code: str
    name: str
    kind: str
    postcode: str
    area: str
    area_name: str


@cache
def areas() -> dict[str, Area]:
    """Every area by code, ended ones too."""
    return {
        row["gss_code"]: Area(
            code=row["gss_code"],
            name=row["name"],
            kind=row["type"],
            parent=row["parent_gss"] or None,
            police_force=row["police_force_area_gss"] or None,
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
        )
        for row in _rows("areas")
    }


@cache
def hospitals() -> tuple[Hospital, ...]:
    """The hospital sites of the two partnerships and their neighbours."""
    return tuple(
        Hospital(
            code=row["ods_site_code"],
            name=as_written(row["name"]),
            trust_code=row["trust_ods"],
            trust=as_written(row["trust_name"]),
            postcode=row["postcode"],
            area=row["la_gss"],
            has_ed=row["type1_ed"].startswith("yes"),
        )
        for row in _rows("hospitals")
    )


@cache
def practices() -> tuple[Practice, ...]:
    """The GP practices of four integrated care boards."""
    return tuple(
        Practice(
            code=row["ods_code"],
            name=as_written(row["name"]),
            postcode=row["postcode"],
            area=row["la_gss"] or None,
            area_name=row["la_name"],
            board=row["icb_name"],
        )
        for row in _rows("gp_practices")
    )


@cache
def schools() -> tuple[School, ...]:
    """The state secondary schools of the two partnerships."""
    return tuple(
        School(
            code=row["urn"],
            name=row["name"],
            kind=row["school_type"],
            postcode=row["postcode"],
            area=row["la_gss"],
            area_name=row["la_name"],
        )
        for row in _rows("schools")
    )


def population(
    area: str, *, minimum_age: int = 0, maximum_age: int = OLDEST, sex: str = "persons"
) -> int | None:
    """Residents of these ages, both inclusive; None for an area that is not in the file.

    `persons` are of mid-2024; `female` and `male` of mid-2022, the last by sex: never put the two
    into one comparison. 90 stands for 90 and over. A county already holds its districts.
    """
    ages = _population().get((area, sex))
    if ages is None:
        return None
    return sum(ages[age] for age in range(max(minimum_age, 0), min(maximum_age, OLDEST) + 1))


def residents_by_ethnic_group(area: str) -> dict[str, int] | None:
    """Residents by the five groups of the census of 2021; None for an area that is not in the file.

    A county is not in it: its districts are.
    """
    return _ethnic_groups().get(area)


def area_of_postcode(text: str) -> str | None:
    """The code of the local authority of a postcode, or None when it cannot be told.

    A postcode that is not stored is placed by its sector (`B9 5`) when every stored postcode of
    that sector lies in one authority: good enough to fill in a form, never to prove an address.
    """
    tidy = tidy_postcode(text)
    if tidy is None:
        return None
    known = _areas_of_postcodes()
    if tidy in known:
        return known[tidy]
    found = _areas_of_sectors().get(tidy[:-2], frozenset())
    return next(iter(found)) if len(found) == 1 else None


def tidy_postcode(text: str) -> str | None:
    """A postcode in capitals with its space (`B9 5SS`), or None when it is not shaped like one."""
    letters = "".join(text.split()).upper()
    if not re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", letters):
        return None
    return f"{letters[:-3]} {letters[-3:]}"


def as_written(shouted: str) -> str:
    """A name in capitals as people write it: `HEARTLANDS HOSPITAL` → `Heartlands Hospital`."""
    small = {"OF", "AND", "THE", "FOR", "ON", "IN", "AT"}
    kept = {"NHS", "GP", "PMS", "HMP", "SRP", "CCG", "UTC"}
    words = []
    for position, word in enumerate(shouted.split()):
        if word in kept or re.search(r"[.0-9]", word):
            words.append(word)
        elif word in small and position:
            words.append(word.lower())
        else:
            words.append(re.sub(r"[A-Z]+(?:'[A-Z]+)?", lambda m: m.group().capitalize(), word))
    return " ".join(words)


@cache
def _short_names() -> dict[str, frozenset[str]]:
    """Every name and short form of `nicknames.csv`, with the names that go with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("nicknames"):
        together = {row["name"], *row["short"].split(";")}
        for name in together:
            # Two short forms of one name may be one person; two long forms of one short are not.
            found[name] |= (together if name == row["name"] else {row["name"], *together}) - {name}
    return {name: frozenset(others) for name, others in found.items()}


def names_for(name: str) -> frozenset[str]:
    """Other names that somebody of this first name may go by: `Bill` → william, will, billy, liam."""
    first = name.casefold().split()[0] if name.split() else ""
    return _short_names().get(first, frozenset())


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _population() -> dict[tuple[str, str], dict[int, int]]:
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for row in _rows("population"):
        age = OLDEST if row["age"] == "90+" else int(row["age"])
        found[row["la_gss"], row["sex"]][age] = int(row["population"])
    return dict(found)


@cache
def _ethnic_groups() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _rows("ethnicity_by_area"):
        found[row["la_gss"]][row["ethnic_group_high_level"]] += int(row["residents"])
    return {area: dict(groups) for area, groups in found.items()}


@cache
def _areas_of_postcodes() -> dict[str, str]:
    """Every postcode with a known authority; not of schools, which say who maintains them."""
    known = {place.postcode: place.area for place in practices() if place.area}
    known |= {place.postcode: place.area for place in hospitals()}
    return known | {row["postcode"]: row["la_gss"] for row in _rows("postcodes_sample")}


@cache
def _areas_of_sectors() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for postcode, area in _areas_of_postcodes().items():
        found[postcode[:-2]].add(area)
    return {sector: frozenset(codes) for sector, codes in found.items()}
