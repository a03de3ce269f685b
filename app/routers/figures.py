"""A provider's own figures, exactly, each with the list behind it."""

from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.access import Permission
from app.errors import NotFound
from app.facts import Kind
from app.programmes.lists import code_list
from app.queries.figures import own_commissions
from app.queries.keyset import id_in
from app.queries.own_questions import Asking, Behind, behind, number
from app.reporting import own
from app.reporting.measure import LargestPerGroup, Latest, Measure, Share, Sum
from app.reporting.measures import (
    HEADCOUNTS,
    MEASURES,
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
from app.web.choices import in_words
from app.web.door import Db, allowed
from app.web.pages import page

router = APIRouter(dependencies=[allowed(Permission.see_own_figures)])
SIZE = 100
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


@router.get("/figures/{key}/cases")
def show_cases_behind(request: Request, database: Db, key: str) -> Response:
    """Draw the list behind a number: as many lines as it says, or adding up to it."""
    measure = MEASURES.get(key)
    if measure is None:
        raise NotFound
    quarter, commission = asked(request)
    asking = Asking(measure, quarter, {"commission": str(commission)} if commission else {})
    count = number(database, asking)
    text = request.query_params.get("page", "1")
    turn = min(int(text), 10_000) if text.isascii() and text.isdigit() and text != "0" else 1
    lines = behind(database, asking, size=SIZE + 1, skip=SIZE * (turn - 1))
    return page(
        request,
        "figures/behind.html",
        quarter=quarter,
        commission=commission,
        measure=measure,
        number=count,
        lines=[(line, what(line, measure)) for line in lines[:SIZE]],
        named=any(line.referral_id or line.case_id for line in lines) or measure.has_cases,
        turn=turn,
        first=SIZE * (turn - 1) + 1,
        more=len(lines) > SIZE,
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


# The code lists that say what the codes of a kind of fact mean.
LISTS = {
    Kind.received: "referral-source",
    Kind.declined: "decline-reason",
    Kind.retracted: "withdraw-reason",
    Kind.session: "attendance",
    Kind.goal_set: "goal-domain",
    Kind.goal_ended: "goal-result",
    Kind.closed: "closure-reason",
    Kind.incident: "incident-type",
    Kind.followed_up: "follow-up-result",
}


def coded(code: str, kind: Kind) -> str:
    """The words for a code: those of its list, else the code itself as words."""
    entry = code_list(LISTS[kind]).get(code) if kind in LISTS else None
    return entry.label if entry else in_words(code.replace(":", ", "))


def what(line: Behind, measure: Measure) -> str:
    """What a line counts, in words: a reason, an attendance, a group, how many."""
    said = [coded(line.code, measure.of)] if line.code else []
    said += [name for name in (line.group, line.setting) if name]
    if isinstance(measure.count, Sum | LargestPerGroup | Latest) and line.n != 1:
        said.append(f"{line.n:,} {measure.unit}")
    if measure.count == Sum("value") and line.value:
        said.append(f"{line.value:g} hours")
    return ", ".join(said)
