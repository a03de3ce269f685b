"""The caseload: cases by worker, state, programme, risk and what is due, as plain addresses."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response

from app.access import Permission, may
from app.database import Database
from app.errors import NotFound
from app.models import CaseState, Role
from app.programmes.lists import code_list
from app.queries import allocation, caseload
from app.queries.case_file import STATES
from app.queries.caseload import CaseFilter, Due, Missing, Sort
from app.queries.keyset import id_in, turn_of
from app.web.door import Db
from app.web.forms import Form
from app.web.pages import page

router = APIRouter()

Choice = TypeVar("Choice", bound=StrEnum)

MINE, TEAM, NOBODY = "mine", "team", "nobody"
DUE = {
    Due.overdue: "Overdue",
    Due.this_week: "Next action in 7 days",
    Due.no_next: "No next action",
    Due.stale_plan: "Plan not looked at in time",
    Due.no_contact: f"No contact in {caseload.SILENT_DAYS} days",
}
MISSING = {
    Missing.birth_date: "Date of birth missing",
    Missing.ethnicity: "Ethnic group missing",
    Missing.baseline: "Baseline measures missing",
}
TABS = {
    CaseState.open: "Not agreed yet",
    CaseState.active: "Active",
    CaseState.paused: "Paused",
    CaseState.closed: "Closed",
}
# The direction in which a column is first sorted.
FALLING_FIRST = frozenset({Sort.opened})
# Who sees a list of their own first; the others see the team's.
HOLDERS_FIRST = frozenset({Role.worker, Role.navigator})


@router.get("/cases")
def show_caseload(request: Request, database: Db) -> Response:
    """Show the cases that an address asks for, and what else could be asked for."""
    role = database.viewer.role
    if not (may(role, Permission.work) or may(role, Permission.guard)):
        raise NotFound
    query = request.query_params
    who = query.get("who") or (MINE if role in HOLDERS_FIRST else TEAM)
    asked = filter_of(database, query, who)
    sort, descending = sort_of(query)
    found = caseload.cases(database, asked, sort, turn_of(query), descending=descending)
    counts = caseload.state_counts(database, asked)
    return page(
        request,
        "caseload/list.html",
        block="results",
        cases=found.rows,
        previous=found.previous,
        next=found.next,
        asked=asked,
        who=who,
        sort=sort,
        descending=descending,
        states=STATES,
        tabs=[(f"{TABS[state]} ({in_all([counts.get(state, 0)])})", str(state)) for state in TABS],
        live=in_all(n for state, n in counts.items() if state != CaseState.closed),
        columns=columns(sort, descending=descending),
        risk_label=code_list("risk-of-harm").label,
        missing_words=MISSING.get(asked.missing) if asked.missing else None,
        **({} if query_is_part(request) else chooser(database, asked, who)),
    )


def in_all(numbers: Iterable[int]) -> str:
    """Numbers of cases added up, in words; where not all were counted, that it is more."""
    found = list(numbers)
    more = "+" if any(n >= caseload.MOST_COUNTED for n in found) else ""
    return f"{sum(found):,}{more}"


def query_is_part(request: Request) -> bool:
    """Whether only the list is drawn again, and not the filters that stay as they are."""
    return request.headers.get("HX-Request-Type") == "partial"


def chooser(database: Database, asked: CaseFilter, who: str) -> dict[str, Any]:
    """What the filters let one choose, and the form that shows what is chosen."""
    form: Form[Any] = Form.empty(
        who=str(asked.worker_id) if who not in {MINE, TEAM, NOBODY} else who,
        state=asked.state,
        programme=asked.programme,
        risk=asked.risk,
        due=asked.due,
    )
    workers = [(str(one.id), one.name) for one in allocation.workers(database, loads=False)]
    return {
        "filters": form,
        "whose": [(MINE, "Mine"), (TEAM, "The whole team"), (NOBODY, "Nobody’s"), *workers],  # noqa: RUF001 - an apostrophe
        "programmes": caseload.programmes(database),
        "risks": [
            (one.code, one.label) for one in code_list("risk-of-harm").entries if not one.unknown
        ],
        "dues": [(str(due), words) for due, words in DUE.items()],
    }


def filter_of(database: Database, query: Mapping[str, str], who: str) -> CaseFilter:
    """What an address asks for; a value nobody knows is no filter."""
    viewer = database.viewer
    worker = viewer.account_id if who == MINE else id_in({"who": who}, "who")
    return CaseFilter(
        worker_id=worker,
        nobody=who == NOBODY,
        state=one_of(CaseState, query.get("state")),
        programme=query.get("programme") or None,
        risk=query.get("risk") or None,
        due=one_of(Due, query.get("due")),
        missing=one_of(Missing, query.get("missing")),
    )


def one_of(kind: type[Choice], text: str | None) -> Choice | None:
    """The member of an enumeration that a text names, or None."""
    return next((one for one in kind if one == text), None)


def sort_of(query: Mapping[str, str]) -> tuple[Sort, bool]:
    """The column and direction an address asks for; "-name" runs from Z to A."""
    text = query.get("sort", "")
    return one_of(Sort, text.removeprefix("-")) or Sort.next, text.startswith("-")


def columns(sort: Sort, *, descending: bool) -> dict[str, tuple[str, str]]:
    """For each column its `aria-sort`, and what its link asks for next."""
    found = {}
    for column in Sort:
        if column is sort:
            order = "descending" if descending else "ascending"
            found[str(column)] = (order, str(column) if descending else f"-{column}")
        else:
            first = f"-{column}" if column in FALLING_FIRST else str(column)
            found[str(column)] = ("none", first)
    return found
