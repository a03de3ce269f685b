"""A provider's own figures, exactly, each with the list behind it."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.queries.figures import own_commissions
from app.queries.keyset import id_in
from app.reporting import own
from app.reporting.measure import Measure, Share
from app.reporting.measures import (
    HEADCOUNTS,
    OUTCOMES,
    PATHWAY,
    PEOPLE,
    PLACES,
    SAFEGUARDING,
    SHARES,
    STANDARD,
    STATISTICS,
    WORK,
)
from app.reporting.own import Own
from app.reporting.periods import Quarter
from app.reporting.tables import NOTHING
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.see_own_figures)])
PARTS = (
    ("People and referrals", (*PEOPLE, *PATHWAY)),
    ("Waiting and caseload", STANDARD),
    ("Sessions and onward referrals", WORK),
    ("Safeguarding", SAFEGUARDING),
    ("Goals and measures", OUTCOMES),
    ("Groups, lessons and training", HEADCOUNTS),
    ("Routes and places", PLACES),
)


class Row(NamedTuple):
    """A measure with its numbers for this quarter and the one before."""

    measure: Measure
    now: int
    before: int


@router.get("/figures")
def show_own_figures(request: Request, database: Db) -> Response:
    """Draw the figures of a quarter (`?quarter=2026-3`; the running one), perhaps of one commission."""
    quarter, commission = asked(request)
    now, before = own.with_before(database, quarter, commission)
    return page(
        request,
        "figures/own.html",
        quarter=quarter,
        commission=commission,
        commissions=own_commissions(database),
        keys=keys(now, before),
        parts=[(title, rows(now, before, measures)) for title, measures in PARTS],
        is_empty=not any(now.values.values()) and not any(before.values()),
    )


def asked(request: Request) -> tuple[Quarter, UUID | None]:
    """The quarter and commission of an address; nonsense means the running quarter and all."""
    quarter = Quarter.parse(request.query_params.get("quarter", "")) or Quarter.current()
    if not quarter.has_started:
        quarter = Quarter.current()
    return quarter, id_in(request.query_params, "commission")


def rows(now: Own, before: dict[str, int], measures: tuple[Measure, ...]) -> list[Row]:
    """Measures that had anything in either quarter."""
    found = [Row(one, now.values[one.key], before[one.key]) for one in measures]
    return [row for row in found if row.now or row.before]


def keys(now: Own, before: dict[str, int]) -> list[tuple[str, str, str]]:
    """The few numbers on top of the page."""
    middle = now.statistics["median-wait"]
    waited = "Not reached yet" if middle is None else f"{middle:.1f} days"
    return [
        ("People reached", f"{now.values['people-reached']:,}", f"{before['people-reached']:,} in the quarter before"),
        ("Open cases", f"{now.values['caseload']:,}", "at the end of the quarter, or now"),
        (SHARES["share-in-standard"].label, share(SHARES["share-in-standard"], now.values), f"{share(SHARES['share-in-standard'], before)} in the quarter before"),
        (STATISTICS["median-wait"].label, waited, "with those still waiting"),
    ]  # fmt: skip


def share(one: Share, found: dict[str, int]) -> str:
    """A share in words; a dash where there is nothing to share."""
    whole = found[one.among]
    return f"{round(100 * found[one.of] / whole)}%" if whole else NOTHING
