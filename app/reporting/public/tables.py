"""What is published: a few tables of a quarter or a year, one or two things at a time."""

from typing import NamedTuple

from app.reporting.gate.places import Place
from app.reporting.measure import By
from app.reporting.measures import MEASURES
from app.reporting.values import label_of

MEASURES_IN_ALL = (
    "people-reached", "referrals-received", "referrals-accepted", "first-contacts", "engaged",
    "closed", "planned-exits", "unplanned-exits", "contacts", "headcount-people", "professionals",
)  # fmt: skip
BROKEN_DOWN = ("people-reached", "referrals-received")
CROSSED = "people-reached"
FEWEST_BROKEN_DOWN = 20
"""A programme that reached fewer people in the period is never broken down (9 men, 19 families)."""

SENSITIVE = frozenset({By.ethnicity, By.sex, By.reason, By.outcome, By.scale})
"""Breakdowns in which "all of them" says something about each of them."""
SENSITIVE_PARTS = {"unplanned-exits": "closed", "planned-exits": "closed"}
"""Parts of which the same is true: a measure, and the one it is a part of."""


class PublicTable(NamedTuple):
    """A published table. `by` is what its lines are, `across` its columns where there are two."""

    code: str
    title: str
    measures: tuple[str, ...]
    by: By
    across: By | None = None

    def places(self, counts: dict[Place, int]) -> list[Place]:
        """The places of its cells."""
        wanted = {one for one in (self.by, self.across) if one not in (None, By.all)}
        return [
            place for place in counts if place.measure in self.measures and set(place.by) == wanted
        ]


PUBLIC_TABLES = (
    PublicTable("public-all", "In all", MEASURES_IN_ALL, By.all),
    PublicTable("public-programme", "By programme", MEASURES_IN_ALL, By.programme),
    PublicTable("public-area", "By area", BROKEN_DOWN, By.area),
    PublicTable("public-age", "By age", BROKEN_DOWN, By.age),
    PublicTable("public-sex", "By sex", BROKEN_DOWN, By.sex),
    PublicTable("public-ethnicity", "By ethnic group", BROKEN_DOWN, By.ethnicity),
    PublicTable("public-programme-age", "People reached by programme and age", (CROSSED,), By.programme, By.age),
    PublicTable("public-programme-sex", "People reached by programme and sex", (CROSSED,), By.programme, By.sex),
)  # fmt: skip


def may_break_down(counts: dict[Place, int], programme: str | None = None) -> bool:
    """Whether so many were reached (in all, or by a programme) that they may be broken down."""
    where = ((By.programme, programme),) if programme else ()
    return counts.get(Place(CROSSED, where), 0) >= FEWEST_BROKEN_DOWN


def flags(
    counts: dict[Place, int], printed: set[Place], words: dict[str, dict[str, str]]
) -> list[str]:
    """What the publisher has to look at: lines that say the same of everybody in them."""
    found = []
    for place in sorted(printed, key=repr):
        n = counts[place]
        sensitive = [cell for cell in place.where if cell[0] in SENSITIVE]
        for cell in sensitive:
            rest = tuple(one for one in place.where if one != cell)
            if n and n == counts.get(Place(place.measure, rest)):
                found.append(
                    f"{_said(place.measure, rest, words)}: all are “{_name(cell, words)}”."
                )
        whole = SENSITIVE_PARTS.get(place.measure)
        if whole and n and n == counts.get(Place(whole, place.where)):
            found.append(
                f"{_said(whole, place.where, words)}: all are “{MEASURES[place.measure].label}”."
            )
    return list(dict.fromkeys(found))


def _said(measure: str, where: tuple[tuple[By, str], ...], words: dict[str, dict[str, str]]) -> str:
    names = ", ".join(_name(cell, words) for cell in where)
    return MEASURES[measure].label + (f", {names}" if names else "")


def _name(cell: tuple[By, str], words: dict[str, dict[str, str]]) -> str:
    return words.get(str(cell[0]), {}).get(cell[1]) or label_of(*cell)
