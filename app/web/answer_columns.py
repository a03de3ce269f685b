"""The columns of an answer: the count, and what it is held against.

Another period, a whole that it is a share of, the steps of the pathway, residents, a target.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from app.database import Database
from app.programmes.ages import band_sets
from app.queries.figure_cuts import AGES, Cut, cuts_of
from app.queries.own_questions import Asking, chosen_commissions, own_areas
from app.queries.targets import targets
from app.reporting import rates
from app.reporting.measure import Measure, Share
from app.reporting.measures import MEASURES, SHARES
from app.reporting.own_cells import cells, number
from app.reporting.periods import Quarter
from app.reporting.sheets import Value
from app.reporting.statistics import Rate, per_thousand, wilson
from app.reporting.targets import against as held_against
from app.reporting.values import NOT_KNOWN
from app.web.own_questions import STEPS, Asked

NOTHING = "\u2013"
Counts = Mapping[str, int]


class Number(NamedTuple):
    """A number as it is printed, for a file, and where its list is (nothing where there is none)."""

    text: str
    value: Value
    link: str = ""


class Column(dict[str, Number]):
    """The numbers of a column by value; the one in all has no value. Missing ones are noughts."""

    def __init__(self, head: str, nothing: str = "0") -> None:
        super().__init__()
        self.head, self.nothing = head, nothing

    def __missing__(self, _value: str) -> Number:
        return Number(self.nothing, 0 if self.nothing == "0" else None)


Columns = list[tuple[Counts, Column]]


def columns_of(
    database: Database, one: Asked, cut: Cut | None, now: Counts, whole: int
) -> tuple[Columns, tuple[str, ...]]:
    """The columns of a table, each with the counts it was made of, and notes."""
    found: Columns = [(now, _counted(one, cut, one.measure.label, now, whole))]
    notes: list[str] = []
    if one.against in ("before", "year"):
        period = one.period.before if one.against == "before" else one.period.year_before
        earlier = one._replace(asking=replace(one.asking, period=period), period=period)
        then, then_whole = (
            counts_of(database, earlier.asking, cut),
            number(database, earlier.asking),
        )
        found.append((then, _counted(earlier, cut, period.label, then, then_whole)))
        found.append((then, _changes({**now, "": whole}, {**then, "": then_whole})))
    if one.against == "steps":
        found = [_step(database, one, cut, key) for key in STEPS]
    if share := _share_of(one.measure):
        found += _shares(database, one, cut, share, {**now, "": whole})
    if one.against == "residents":
        found += _rates(database, one, cut, {**now, "": whole})
        notes.append(f"Rates stand on {_edition(one, cut)}. The range holds 95 times of 100.")
    if one.against == "target":
        notes += _targets(database, one, whole)
    if one.asking.cohort:
        notes.append(
            "Counted of the referrals received in the period, followed to today: younger ones had less time."
        )
    return found, tuple(notes)


def counts_of(database: Database, asking: Asking, cut: Cut | None) -> Counts:
    """The count of each value of a cut; empty without one, or where the measure has no such cut."""
    if cut is None or cut.code not in cuts_of(asking.measure):
        return {}
    return {value: count for (value,), count in cells(database, asking, (cut,)).items()}


def _counted(one: Asked, cut: Cut | None, head: str, counts: Counts, whole: int) -> Column:
    column = Column(head)
    for value, count in counts.items():
        kept = {cut.code: value} if cut else {}
        column[value] = linked(one, count, **kept)
    column[""] = linked(one, whole)
    return column


def linked(one: Asked, count: int, **kept: str) -> Number:
    """A count that leads to the list behind it, kept to more where that is said."""
    link = f"/figures/{one.measure.key}/cases?{one.query(by='', against='', **{'and': ''}, **kept)}"
    return Number(f"{count:,}", count, link if count else "")


def _changes(now: Counts, then: Counts) -> Column:
    column = Column("Change")
    for value in {*now, *then}:
        change = now.get(value, 0) - then.get(value, 0)
        column[value] = Number(f"{change:+,}" if change else "0", change)
    return column


def _step(database: Database, one: Asked, cut: Cut | None, key: str) -> tuple[Counts, Column]:
    """A step of the pathway, cut and kept as the question is."""
    measure = MEASURES[key]
    cuts = cuts_of(measure)
    kept = {code: value for code, value in one.asking.kept.items() if code in cuts}
    asking = replace(one.asking, measure=measure, kept=kept)
    step = one._replace(asking=asking)
    counts = counts_of(database, asking, cut)
    return counts, _counted(step, cut, measure.label, counts, number(database, asking))


def _share_of(measure: Measure) -> Share | None:
    return next((share for share in SHARES.values() if share.of == measure.key), None)


def _shares(
    database: Database, one: Asked, cut: Cut | None, share: Share, parts: Counts
) -> Columns:
    """What the count is a share of, the share, and the range it lies in."""
    asking = replace(one.asking, measure=MEASURES[share.among])
    among = counts_of(database, asking, cut)
    whole = number(database, asking)
    column = _counted(one._replace(asking=asking), cut, MEASURES[share.among].label, among, whole)
    shares, ranges = Column(f"{share.label} (%)", NOTHING), Column("95 in 100 between", NOTHING)
    for value, count in {**among, "": whole}.items():
        found = wilson(parts.get(value, 0), count)
        if found is not None:
            per_cent = round(100 * parts.get(value, 0) / count)
            shares[value] = Number(f"{per_cent}%", per_cent)
            words = f"{round(100 * found.low)}% to {round(100 * found.high)}%"
            ranges[value] = Number(words, words)
    return [(among, column), ({}, shares), ({}, ranges)]


def _rates(database: Database, one: Asked, cut: Cut | None, counts: Counts) -> Columns:
    each, ranges = Column("Of 1,000 residents", NOTHING), Column("95 in 100 between", NOTHING)
    kept = one.asking.kept
    areas = own_areas(database, chosen_commissions(database, kept))
    for value, count in counts.items():
        if value and cut and cut.is_scope:
            continue  # each has areas of its own, and they overlap
        found = _rate(count, areas, {**kept, **({cut.code: value} if cut and value else {})})
        if found is not None:
            each[value] = Number(f"{found.rate:.2f}", round(found.rate, 2))
            words = f"{found.low:.2f} to {found.high:.2f}"
            ranges[value] = Number(words, words)
    return [({}, each), ({}, ranges)]


def _rate(count: int, areas: list[str], kept: Mapping[str, str]) -> Rate | None:
    """A count as a rate of the residents that it is kept to; None where they are not in the data."""
    known = {
        "area",
        "sex",
        "ethnicity",
        "commission",
        "programme",
        "tier",
        *(f"age-{one}" for one in AGES),
    }
    if not kept.keys() <= known or NOT_KNOWN in kept.values():
        return None
    areas = [kept["area"]] if "area" in kept else areas
    ages = [(code, value) for code, value in kept.items() if code.startswith("age-")]
    if "ethnicity" in kept:
        groups = rates.residents_by_group(areas)
        alone = not ages and "sex" not in kept
        return per_thousand(count, groups.get(kept["ethnicity"], 0)) if alone else None
    if len(ages) > 1:
        return None
    band = None
    if ages:
        bands = band_sets()[ages[0][0].removeprefix("age-")].bands
        band = next((one for one in bands if one.code == ages[0][1]), None)
        if band is None:
            return None
    return rates.rate(count, areas, band, kept.get("sex", ""))


def _edition(one: Asked, cut: Cut | None) -> str:
    about = {*one.asking.kept, cut.code if cut else ""}
    return rates.EDITIONS["ethnicity" if "ethnicity" in about else "sex" if "sex" in about else ""]


def _targets(database: Database, one: Asked, whole: int) -> list[str]:
    """How the number stands to what was agreed for the quarter."""
    kept = one.asking.kept
    if not isinstance(one.period, Quarter) or not kept.keys() <= {
        "commission",
        "programme",
        "tier",
    }:
        return [
            "Targets are set for whole commissions by quarter: choose a quarter, and keep to no group of people."
        ]
    ids: list[UUID] | None = chosen_commissions(database, kept)
    found = targets(database, ids, quarter=one.period)
    wanted = [
        amount
        for target, of in found.items()
        if target.measure == one.measure.key
        for amount in of.values()
    ]
    if not wanted:
        return ["No target was agreed for this in the quarter."]
    said = held_against(one.measure.key, sum(wanted, Decimal(0)), whole)
    return [f"Target {said.target}. {said.text}."]
