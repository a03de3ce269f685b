"""The values that counts are broken down by: how codes roll up, and what they are called."""

from collections.abc import Callable
from functools import cache

from app.programmes.ages import band_of, band_sets
from app.programmes.lists import code_list
from app.reference import areas
from app.reporting.measure import By
from app.reporting.waits import WAITS

NOT_KNOWN = "not-known"
UNKNOWN_CODES = frozenset({"", "U", NOT_KNOWN})

WHOSE = {
    "person": "The person did not want it",
    "not-reachable": "Could not be reached",
    "no-capacity": "No place",
    "not-eligible": "Not eligible",
    "already-with-us": "Already with the provider",
    "unsafe": "Not safe",
    "provider": "Another reason of the provider",
}
"""Whose reason a decline was, in words."""
SAID = {By.whose: WHOSE, By.wait: WAITS}
"""Breakdowns with words of our own."""
SIDES = {"perpetrator": "course", "partner": "partner support"}


@cache
def rolled_areas() -> dict[str, str]:
    """Area code → the local authority it counts into: a district into its county."""
    listed = code_list("area").entries
    rolled = {entry.code: str(entry.also.get("county", entry.code)) for entry in listed}
    return rolled | {"": NOT_KNOWN}


@cache
def ethnic_groups() -> dict[str, str]:
    """Ethnic category → group (2021 classification); nobody asked or said is a group of its own."""
    entries = code_list("ethnicity").entries
    return {
        entry.code: NOT_KNOWN if entry.code == "NK" else entry.group or "" for entry in entries
    } | {"": NOT_KNOWN}


@cache
def whose_reasons() -> dict[str, str]:
    """Reason for a decline → whose reason it was."""
    entries = code_list("decline-reason").entries
    return {entry.code: str(entry.also["whose"]) for entry in entries} | {"": NOT_KNOWN}


@cache
def band_codes() -> Callable[[int], str]:
    """The band of reach ("24 and under", "over 24") of an age; below nought it is not known."""

    @cache
    def band(age: int) -> str:
        return band_of(age if age >= 0 else None)

    return band


@cache
def reach_bands() -> dict[str, str]:
    """Audience of a head count → the band of reach it falls into."""
    meaning = {"young": "to-24", "adult": "over-24"}
    entries = code_list("audience").entries
    return {entry.code: meaning.get(str(entry.also.get("reach")), NOT_KNOWN) for entry in entries}


def known_values(by: By) -> tuple[str, ...]:
    """Values that a table of this breakdown always shows, in their order; "not known" comes last."""
    if by is By.age:
        return (*(band.code for band in band_sets()["reach"].bands), NOT_KNOWN)
    if by is By.sex:
        return ("F", "M", "X", NOT_KNOWN)
    if by is By.wait:
        return tuple(WAITS)
    if by is By.ethnicity:
        groups = dict.fromkeys(ethnic_groups().values())
        return (*(group for group in groups if group != NOT_KNOWN), NOT_KNOWN)
    return ()


def label_of(by: By, value: str) -> str:
    """The words for a value that is a code of ours; names of organisations are looked up elsewhere."""
    if value == NOT_KNOWN:
        return "Not known"
    if by is By.age:
        return next(
            (band.label for band in band_sets()["reach"].bands if band.code == value), value
        )
    if by is By.area:
        known = areas().get(value)
        return known.name if known else code_list("area").label(value)
    if by in SAID:
        return SAID[by].get(value, value)
    lists = {
        By.sex: "sex",
        By.source: "referral-source",
        By.role: "professional-role",
        By.action: "safeguarding-action",
    }
    if by in lists:
        return code_list(lists[by]).label(value)
    words = value.replace("-", " ")
    return words[:1].upper() + words[1:]
