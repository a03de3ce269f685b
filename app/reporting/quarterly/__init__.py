"""A quarter in sections, in order: each is a page, a chapter of a board paper and a sheet of a file.

Every number comes from `count()` and so through the gate; no number stands in two sections.
"""

from collections.abc import Callable
from typing import NamedTuple

from app.reporting.quarterly import (
    areas,
    demand,
    equity,
    money,
    outcomes,
    overview,
    pathway,
    providers,
    quality,
    reach,
    waits,
)
from app.reporting.quarterly.findings import FINDINGS
from app.reporting.quarterly.told import BREAKDOWNS, Section, Told
from app.reporting.tables import Figure

__all__ = ["BREAKDOWNS", "SECTIONS", "Section", "Told", "draw", "findings"]


class _Kind(NamedTuple):
    title: str
    lead: str
    draw: Callable[[Told], tuple[Figure, ...]]


SECTIONS: dict[str, _Kind] = {
    "overview": _Kind("Overview", "", overview.draw),
    "reach": _Kind(
        "Reach",
        "Named people, head counts, professionals and estimates are counted apart and never added to "
        "each other. Each table counts by one thing only.",
        reach.draw,
    ),
    "pathway": _Kind(
        "Pathway",
        "What happened in the quarter, whenever it began: a referral received in one quarter may be "
        "closed in another.",
        pathway.draw,
    ),
    "waits": _Kind(
        "Waits", "The time allowed for a first contact is that of each programme.", waits.draw
    ),
    "outcomes": _Kind(
        "Outcomes",
        "Counts of endings, and of change from first to last score. They are not a proof of effect.",
        outcomes.draw,
    ),
    "providers": _Kind(
        "Providers",
        "Providers work with different people in different programmes. A smaller number is not a "
        "worse service.",
        providers.draw,
    ),
    "equity": _Kind(
        "Equity",
        "Whether each group is reached alike. “Not known” is shown, never left out.",
        equity.draw,
    ),
    "areas": _Kind(
        "Areas",
        "Where people live, as far as it is known. Each square is one local authority, about where "
        "it lies.",
        areas.draw,
    ),
    "demand": _Kind(
        "Demand", "Who asked for help, and what could not be taken on.", demand.draw
    ),
    "money": _Kind(
        "Money",
        "Planned and spent, as the provider or the commissioner said by the data date. Costs are no "
        "league table: programmes do different things for different people.",
        money.draw,
    ),
    "quality": _Kind(
        "Data quality",
        "Of the referrals received in the quarter. “Prefer not to say” counts as known: it was asked.",
        quality.draw,
    ),
}  # fmt: skip


def draw(key: str, told: Told) -> Section:
    """One section. Raises KeyError for one that there is not."""
    kind = SECTIONS[key]
    figures = kind.draw(told)
    return Section(key, kind.title, kind.lead, _finding(key, told, figures), figures)


def findings(told: Told) -> list[tuple[str, str, str]]:
    """The sections behind the overview, each with its key, its title and what it found."""
    found = []
    for key, kind in SECTIONS.items():
        # Most say it from the answers alone, without drawing anything.
        figures = () if key in FINDINGS else kind.draw(told)
        if key != "overview" and (said := _finding(key, told, figures)):
            found.append((key, kind.title, said))
    return found


def _finding(key: str, told: Told, figures: tuple[Figure, ...]) -> str:
    if told.is_alone or key not in FINDINGS:
        return figures[0].finding if figures else ""
    return FINDINGS[key](told)
